"""Reasons and shortfalls of a ranking as short sentences that a dispatcher can act on."""

from collections.abc import Callable, Sequence
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linwang.foundation.listing import listed
from linwang.incidents.queries.cover import Price
from linwang.science.dispatching.asking import Acceptance
from linwang.science.dispatching.ranking import Ask, Reason, Shortfall

REASONS: dict[Reason, str | Promise] = {
    Reason.NEAREST: gettext_lazy("最近"),
    Reason.WITHIN_LIMIT: gettext_lazy("时限内可到"),
    Reason.FREE: gettext_lazy("空闲"),
    Reason.SUITED: gettext_lazy("技能相符"),
    Reason.ALLOWED: gettext_lazy("有权处置"),
    Reason.FRESH_POSITION: gettext_lazy("位置最新"),
    Reason.LEAST_BUSY: gettext_lazy("本班任务最少"),
    Reason.LEAVES_COVER: gettext_lazy("派出后留守最足"),
}
ASKS: dict[Ask, str | Promise] = {
    Ask.OBSERVE: gettext_lazy("观察"),
    Ask.REPORT: gettext_lazy("报告"),
    Ask.KEEP_AWAY: gettext_lazy("远离现场"),
    Ask.GUIDE: gettext_lazy("引路"),
    Ask.COMFORT: gettext_lazy("安抚"),
}
_PLAIN: dict[Shortfall, str | Promise] = {
    Shortfall.OFF_DUTY: gettext_lazy("无人在岗"),
    Shortfall.KEPT_FROM_DANGER: gettext_lazy("有危险，不派"),
    Shortfall.NOT_SUITED: gettext_lazy("缺所需技能"),
    Shortfall.NO_POSITION: gettext_lazy("位置未知"),
    Shortfall.NO_WAY_THERE: gettext_lazy("没有路可到"),
    Shortfall.FAR_BEYOND_LIMIT: gettext_lazy("太远"),
    Shortfall.ONLY_WITH_POLICE: gettext_lazy("须与民警同去"),
    Shortfall.STRIPS_COVER: gettext_lazy("派出后有警格暂无留守"),
    Shortfall.NO_POLICE: gettext_lazy("没有可派的民警"),
    Shortfall.TOO_FEW_UNITS: gettext_lazy("可派单元不够"),
}


def reason_words(reason: Reason) -> str:
    """What speaks for a unit."""
    return str(REASONS[reason])


FROM_AFAR = frozenset({Ask.OBSERVE, Ask.REPORT, Ask.KEEP_AWAY})


def asks_of(in_catalogue: Sequence[str], *, is_dangerous: bool) -> tuple[str, ...]:
    """What first eyes are asked to do: what the catalogue says of the kind, and from afar where there is danger."""
    named = [ask for ask in Ask if ask.value in in_catalogue] or [Ask.OBSERVE, Ask.REPORT, Ask.GUIDE, Ask.COMFORT]
    asks = [ask for ask in Ask if ask in FROM_AFAR] if is_dangerous else named
    return tuple(str(ASKS[ask]) for ask in asks)


def shortfall_words(
    shortfall: Shortfall, *, busy_with: str = "", age_seconds: float | None = None, late_seconds: float = 0.0,
    least_label: str = "",
) -> str:  # fmt: skip
    """What speaks against a unit, with the figure that matters."""
    told: dict[Shortfall, Callable[[], str]] = {
        Shortfall.BUSY: lambda: (
            _("正在处置 %(number)s") % {"number": busy_with} if busy_with else _("正在处置其他警情")
        ),
        Shortfall.NOT_ALLOWED: lambda: _("须%(who)s处置") % {"who": least_label},
        Shortfall.STALE_POSITION: lambda: _stale(age_seconds),
        Shortfall.BEYOND_LIMIT: lambda: _late(late_seconds),
    }
    return told[shortfall]() if shortfall in told else str(_PLAIN[shortfall])


def price_words(price: Price) -> str:
    """What is left behind, and who could move up: 派出后东门警格暂无留守，补位建议：…"""
    if not price.beats:
        return ""
    return f"{_left_alone(price)}{_move_up(price)}"


def asking_words(asked: int, acceptance: Acceptance, *, enough: int) -> str:
    """How many are asked to look, and how sure one may be that one of them comes."""
    if not asked:
        return ""
    if asked >= enough:
        return _("一起请 %(count)d 个，按以往应答率才有 95%% 把握来一个") % {"count": asked}
    sure = round(100 * acceptance.chance_of(1, asked=asked))
    return _("先到的只有 %(count)d 个可请，按以往应答率有 %(sure)d%% 把握来一个") % {"count": asked, "sure": sure}


def _left_alone(price: Price) -> str:
    beats = listed(price.beats)
    if price.more_beats:
        return _("派出后%(beats)s等 %(count)d 个警格暂无留守") % {
            "beats": beats, "count": len(price.beats) + price.more_beats,
        }  # fmt: skip
    return _("派出后%(beats)s暂无留守") % {"beats": beats}


def _move_up(price: Price) -> str:
    if not price.mover:
        return _("，没有合适的单元可补位")
    facts = {"unit": price.mover, "beat": price.move_to}
    if price.move_seconds is None:
        return _("，补位建议：%(unit)s移至%(beat)s") % facts
    minutes = max(1, round(price.move_seconds / 60))
    return _("，补位建议：%(unit)s移至%(beat)s（约 %(minutes)d 分钟）") % {**facts, "minutes": minutes}


def _stale(age_seconds: float | None) -> str:
    if age_seconds is None or not isfinite(age_seconds):
        return _("位置过时")
    return _("位置是 %(minutes)d 分钟前的") % {"minutes": max(1, round(age_seconds / 60))}


def _late(late_seconds: float) -> str:
    if late_seconds <= 0:
        return _("超出时限")
    return _("超时限 %(minutes)d 分钟") % {"minutes": max(1, round(late_seconds / 60))}
