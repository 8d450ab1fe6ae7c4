"""Kinds of ground and of places."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StationKind(TextChoices):
    """A bureau is a station that has stations."""

    BUREAU = "bureau", _("分局")
    STATION = "station", _("派出所")


class Ground(TextChoices):
    """How far out a beat lies: the time limits for arriving follow it."""

    TOWN = "town", _("城区")
    OUTSKIRTS = "outskirts", _("城郊")
    COUNTRY = "country", _("农村")


class PlaceKind(TextChoices):
    """What a named place is."""

    ESTATE = "estate", _("小区")
    BUILDING = "building", _("楼幢")
    VILLAGE = "village", _("村庄")
    HAMLET = "hamlet", _("自然村")
    ROAD = "road", _("道路")
    CROSSING = "crossing", _("路口")
    RIVER = "river", _("河流")
    RAILWAY = "railway", _("铁路")
    BRIDGE = "bridge", _("桥梁")
    LANDING = "landing", _("码头渡口")
    MARKET = "market", _("市场")
    SCHOOL = "school", _("学校")
    HOSPITAL = "hospital", _("医院")
    SHOP = "shop", _("商铺")
    FACTORY = "factory", _("企业")
    PARK = "park", _("公园广场")
    STOP = "stop", _("车站")
    OFFICE = "office", _("机关单位")
    OTHER = "other", _("其他")


class NameKind(TextChoices):
    """How a name relates to its place."""

    PROPER = "proper", _("标准名")
    LOCAL = "local", _("俗称")
    OLD = "old", _("旧名")


class AliasStatus(TextChoices):
    """A name that calls taught: it counts only when a second person has confirmed it."""

    PROPOSED = "proposed", _("待确认")
    CONFIRMED = "confirmed", _("已采用")
    REFUSED = "refused", _("不采用")


ALIAS_NEXT: dict[AliasStatus, frozenset[AliasStatus]] = {
    AliasStatus.PROPOSED: frozenset({AliasStatus.CONFIRMED, AliasStatus.REFUSED}),
    AliasStatus.CONFIRMED: frozenset(),
    AliasStatus.REFUSED: frozenset(),
}


class PlaceAct(TextChoices):
    """What the journal of a place holds."""

    ALIAS_PROPOSED = "alias_proposed", _("提出叫法")
    ALIAS_CONFIRMED = "alias_confirmed", _("采用叫法")
    ALIAS_REFUSED = "alias_refused", _("不采用叫法")


class Datum(TextChoices):
    """The coordinate system a point was given in; WGS-84 is what is stored."""

    WGS84 = "wgs84", "WGS-84"
    GCJ02 = "gcj02", "GCJ-02"
    BD09 = "bd09", "BD-09"
