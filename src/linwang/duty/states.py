"""Kinds of units, what the law lets them do, and how they travel."""

from datetime import timedelta
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """处警单元."""

    POLICE_CAR = "police_car", _("警车组")
    OFFICER_FOOT = "officer_foot", _("民警步巡")
    AUXILIARY = "auxiliary", _("辅警组")
    JOINT = "joint", _("联防队")
    GUARD = "guard", _("保安")
    WARDEN = "warden", _("守望员")
    VOLUNTEER = "volunteer", _("志愿者")


class Authority(TextChoices):
    """The least authority a step needs; each level includes those after it."""

    POLICE = "police", _("民警")
    AUXILIARY = "auxiliary", _("辅警")
    GUARD = "guard", _("保安")
    VOLUNTEER = "volunteer", _("志愿者")


class Profile(TextChoices):
    """How a unit travels."""

    CAR = "car", _("汽车")
    EBIKE = "ebike", _("电动车")
    FOOT = "foot", _("步行")


class PositionSource(TextChoices):
    """Where a position came from."""

    TRACCAR = "traccar", _("定位应用")
    PHONE = "phone", _("手机页面")
    API = "api", _("接口")


class DutyAct(TextChoices):
    """What a journal line of a unit says was done."""

    ON_DUTY = "on_duty", _("上勤")
    OFF_DUTY = "off_duty", _("下勤")


class PositionAnswer(Enum):
    """What became of a position that came in."""

    KEPT = "kept"
    LATE = "late"
    NOT_ON_DUTY = "not_on_duty"
    TOO_OLD = "too_old"
    UNKNOWN = "unknown"


KEEP_POSITIONS = timedelta(days=30)
"""How long the past of a unit is kept: long enough to answer a complaint about how it got there."""
