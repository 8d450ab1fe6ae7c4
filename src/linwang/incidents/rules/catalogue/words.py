"""The words of the catalogue on the screen."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepAuthority(TextChoices):
    """The least authority that a step needs."""

    POLICE = "police", _("民警")
    AUXILIARY = "auxiliary", _("辅警及以上")
    GUARD = "guard", _("保安及以上")
    VOLUNTEER = "volunteer", _("任何人员")


class StepDoer(TextChoices):
    """Who does a step."""

    DESK = "desk", _("指挥室")
    UNIT = "unit", _("出警单元")


class FirstEyes(TextChoices):
    """What volunteers and guards who are near may do."""

    OBSERVE = "observe", _("观察")
    REPORT = "report", _("报告")
    KEEP_AWAY = "keep_away", _("提醒远离")
    GUIDE = "guide", _("引导")
    COMFORT = "comfort", _("安抚")


class QuestionKind(TextChoices):
    """How a question is answered."""

    YES_NO = "yes_no", _("是或否")
    CHOICE = "choice", _("选一项")
    TEXT = "text", _("文字")
    NUMBER = "number", _("数字")


class CatalogueSection(TextChoices):
    """The parts of the catalogue."""

    KINDS = "kinds", _("小类")
    CATEGORIES = "categories", _("大类")
    PROCEDURES = "procedures", _("处置流程")
    QUESTIONS = "questions", _("问话")
    LIMITS = "limits", _("处警时限")
    CLOSING = "closing", _("办结条件")
    AGENCIES = "agencies", _("联动单位类别")


class ChangeKind(TextChoices):
    """How an item differs."""

    ADDED = "added", _("新增")
    CHANGED = "changed", _("修改")
    REMOVED = "removed", _("移出")


class CatalogueAct(TextChoices):
    """What a journal line says was done to the catalogue."""

    IMPORTED = "imported", _("导入目录")
    ADDED = "added", _("新增")
    CHANGED = "changed", _("修改")
    REMOVED = "removed", _("移出")


FIELD_LABELS = {
    "name": _("名称"),
    "name_en": _("英文名称"),
    "text": _("文字"),
    "text_en": _("英文文字"),
    "also": _("报警人常说"),
    "priority": _("级别"),
    "limits": _("处警时限"),
    "procedure": _("处置流程"),
    "questions": _("问话"),
    "closing": _("办结条件"),
    "team": _("负责的队"),
    "agencies": _("要通知的单位"),
    "preventable": _("可防性"),
    "danger": _("有危险，群防力量不靠近"),
    "first_eyes": _("附近群防力量可以做"),
    "not_police": _("通常转办"),
    "refer_to": _("转给"),
    "wanted_units": _("需要几个单元"),
    "hours_of_talk": _("需要长时间劝解"),
    "group": _("分组"),
    "steps": _("步骤"),
    "sign_for_seconds": _("签收时限（秒）"),
    "leave_seconds": _("出警时限（秒）"),
    "arrive_minutes": _("到场时限（分钟）"),
    "feed_back_minutes": _("反馈时限（分钟）"),
    "category": _("大类"),
    "position": _("次序"),
    "is_used": _("在用"),
    "code": _("编码"),
}
"""Every field, as a person reads it."""
