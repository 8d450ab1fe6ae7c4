"""Kinds of teams, partners and ranks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TeamKind(TextChoices):
    """两队一室."""

    COMMAND_ROOM = "command_room", _("综合指挥室")
    COMMUNITY = "community", _("社区警务队")
    CASE = "case", _("案件办理队")


class PartnerKind(TextChoices):
    """Who works with the station."""

    COMMITTEE = "committee", _("治保会")
    PROPERTY = "property", _("物业公司")
    AGENCY = "agency", _("联动单位")
    FIRM = "firm", _("企业")


class Rank(TextChoices):
    """What the law lets somebody do follows from this."""

    OFFICER = "officer", _("民警")
    AUXILIARY = "auxiliary", _("辅警")
    GUARD = "guard", _("保安")
    WARDEN = "warden", _("守望员")
    VOLUNTEER = "volunteer", _("志愿者")
    STAFF = "staff", _("工作人员")


class Skill(TextChoices):
    """What somebody can do; a station's own words may stand beside these."""

    FIRST_AID = "first_aid", _("急救")
    BOAT = "boat", _("驾船")
    SWIMMING = "swimming", _("水性好")
    DRIVING = "driving", _("驾驶")
    MACHINES = "machines", _("操作机械")
    COOKING = "cooking", _("做饭")
    DIALECT = "dialect", _("会方言")
    VILLAGE = "village", _("熟悉村情")
    FIRE_SAFETY = "fire_safety", _("消防技能")
    TRAFFIC = "traffic", _("疏导交通")
    DRONE = "drone", _("无人机")
    VIDEO = "video", _("视频查看")
    PSYCHOLOGY = "psychology", _("心理安抚")
    MEDIATION = "mediation", _("调解能力")
    LAW = "law", _("法律知识")
    EVIDENCE = "evidence", _("勘查取证")
    INTERVIEW = "interview", _("询问笔录")


class KeyScope(TextChoices):
    """What a partner's key may be used for."""

    CALLS = "calls", _("推送报警")
    TELEPHONE = "telephone", _("电话来电通知")
    AGENCY_STATUS = "agency_status", _("回复联动任务")
    POSITIONS = "positions", _("上报位置")
    EXPORT = "export", _("读取统计导出")
