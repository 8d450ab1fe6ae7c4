"""Who may crew which unit, who may leave it, and what the law lets somebody do in it."""

from collections.abc import Iterable
from math import isfinite

from django.utils.translation import gettext_lazy as _

from linwang.duty.states import Authority
from linwang.foundation.refusals import BadInput, NotAllowed, WrongMoment
from linwang.personnel.states import Rank

AUTHORITY_OF = {
    Rank.OFFICER: Authority.POLICE,
    Rank.AUXILIARY: Authority.AUXILIARY,
    Rank.GUARD: Authority.GUARD,
    Rank.WARDEN: Authority.VOLUNTEER,
    Rank.VOLUNTEER: Authority.VOLUNTEER,
    Rank.STAFF: Authority.VOLUNTEER,
}
_FROM_MOST = list(Authority)


def includes(held: Authority, needed: Authority) -> bool:
    """Whether somebody with `held` may do what needs `needed`."""
    return _FROM_MOST.index(held) <= _FROM_MOST.index(needed)


def own_authority(rank: Rank, unit: Authority) -> Authority:
    """What somebody may do in a unit: never more than their rank, never more than the unit."""
    return max(AUTHORITY_OF[rank], unit, key=_FROM_MOST.index)


def check_may_crew(rank: Rank, unit: Authority, *, aboard: Iterable[Rank]) -> None:
    """A police unit needs an officer in it before others may join: the desk sends it for what it may do."""
    if any(includes(AUTHORITY_OF[one], unit) for one in (rank, *aboard)):
        return
    raise NotAllowed(_("这个单元须先有%(rank)s上勤。请选其他单元，或等同组人员先上勤。") % {"rank": unit.label})


def check_may_leave(*, has_open_order: bool, somebody_stays: bool) -> None:
    """An open order keeps its unit crewed."""
    if has_open_order and not somebody_stays:
        raise WrongMoment(_("本单元还有未反馈的指令，您是最后一人，不能下勤。请先反馈，或请指挥室撤回指令。"))


def check_position(lon: float, lat: float) -> None:
    """A point on the earth, and not the zero that a device without a fix sends."""
    on_earth = isfinite(lon) and isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90
    if not on_earth or (lon == 0 and lat == 0):
        raise BadInput(_("位置坐标不正确，没有保存。请检查手机定位是否打开。"))
