"""Who may do what: one table, role by capability. Nothing else grants anything."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody is appointed to; one person may hold several."""

    CALL_TAKER = "call_taker", _("接警员")
    DISPATCHER = "dispatcher", _("派警员")
    DUTY_OFFICER = "duty_officer", _("值班领导")
    COMMUNITY_OFFICER = "community_officer", _("社区民警")
    CASE_OFFICER = "case_officer", _("案件办理民警")
    AUXILIARY = "auxiliary", _("辅警")
    WARDEN = "warden", _("守望员")
    VOLUNTEER = "volunteer", _("志愿者")
    GUARD = "guard", _("保安")
    GRID_WORKER = "grid_worker", _("网格员")
    MEDIATOR = "mediator", _("调解员")
    AGENCY = "agency", _("联动单位联络员")
    CHIEF = "chief", _("所长")
    ANALYST = "analyst", _("分局研判员")
    ADMINISTRATOR = "administrator", _("系统管理员")


class Capability(TextChoices):
    """One thing a view or an action may ask for."""

    SEE_BOARD = "see_board", _("看指挥面板")
    SEE_INCIDENTS = "see_incidents", _("看警情")
    SEE_CALLER = "see_caller", _("看报警人信息")
    TAKE_CALLS = "take_calls", _("接警")
    DISPATCH_UNITS = "dispatch_units", _("派警")
    TELL_AGENCIES = "tell_agencies", _("通知联动单位")
    CORRECT_FACTS = "correct_facts", _("更正类别和地点")
    MERGE_INCIDENTS = "merge_incidents", _("并案")
    CLOSE_INCIDENTS = "close_incidents", _("办结")
    CALL_BACK = "call_back", _("回访")
    HAND_OVER = "hand_over", _("交接班")
    HAND_TO_STATION = "hand_to_station", _("移交其他单位")
    ANSWER_ORDERS = "answer_orders", _("接收指令")
    ANSWER_AS_AGENCY = "answer_as_agency", _("以联动单位身份回复")
    SEE_CATALOGUE = "see_catalogue", _("看警情类别目录")
    EDIT_CATALOGUE = "edit_catalogue", _("编辑警情类别目录")
    EXPORT_RECORDS = "export_records", _("导出记录")
    IMPORT_DATA = "import_data", _("导入数据")
    MANAGE_PEOPLE = "manage_people", _("管理人员")
    MANAGE_SETTINGS = "manage_settings", _("管理设置")
    MANAGE_KEYS = "manage_keys", _("管理接口密钥")


C, R = Capability, Role
_READER = frozenset({C.SEE_BOARD, C.SEE_INCIDENTS, C.SEE_CATALOGUE})
_TAKER = _READER | {C.TAKE_CALLS, C.SEE_CALLER, C.CORRECT_FACTS, C.MERGE_INCIDENTS, C.CALL_BACK, C.HAND_OVER}
_DESK = _TAKER | {C.DISPATCH_UNITS, C.TELL_AGENCIES, C.CLOSE_INCIDENTS, C.HAND_TO_STATION}
_LEADER = _DESK | {C.EDIT_CATALOGUE, C.EXPORT_RECORDS}
_FIELD = frozenset({C.ANSWER_ORDERS})

GRANTS: dict[Role, frozenset[Capability]] = {
    R.CALL_TAKER: _TAKER,
    R.DISPATCHER: _DESK,
    R.DUTY_OFFICER: _LEADER,
    R.COMMUNITY_OFFICER: _READER | _FIELD | {C.SEE_CALLER, C.CALL_BACK},
    R.CASE_OFFICER: _READER | _FIELD | {C.SEE_CALLER},
    R.AUXILIARY: _FIELD,
    R.WARDEN: _FIELD,
    R.VOLUNTEER: _FIELD,
    R.GUARD: _FIELD,
    R.GRID_WORKER: _FIELD,
    R.MEDIATOR: frozenset(),
    R.AGENCY: frozenset({C.ANSWER_AS_AGENCY}),
    R.CHIEF: _LEADER | {C.MANAGE_PEOPLE, C.MANAGE_SETTINGS},
    R.ANALYST: _READER | {C.EXPORT_RECORDS},
    R.ADMINISTRATOR: frozenset(
        {C.MANAGE_PEOPLE, C.MANAGE_SETTINGS, C.MANAGE_KEYS, C.IMPORT_DATA, C.SEE_CATALOGUE, C.EDIT_CATALOGUE}
    ),
}

SENSITIVE = frozenset({C.SEE_CALLER, C.MANAGE_PEOPLE, C.MANAGE_KEYS, C.EXPORT_RECORDS})
"""Whoever holds one of these needs a second factor where the station's policy asks for it."""


def capabilities_of(roles: frozenset[Role]) -> frozenset[Capability]:
    """Everything the roles grant together."""
    return frozenset().union(*(GRANTS[role] for role in roles))
