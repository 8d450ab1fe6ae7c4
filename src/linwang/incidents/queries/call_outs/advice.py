"""How many to ask now, with the reasons: the desk decides, the program counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from linwang.foundation.station_settings import value_of
from linwang.incidents.models import CalledPerson, CallOut
from linwang.incidents.queries.call_outs.acceptance import Basis, Measured, measured_acceptance
from linwang.incidents.queries.call_outs.pool import Sought, how_many_may_be_asked
from linwang.incidents.rules.call_outs import MOST_NEEDED
from linwang.incidents.states import SAID_YES, UNACCOUNTED, CalledStatus
from linwang.science.dispatching.asking import Acceptance, next_wave


@dataclass(frozen=True)
class WaveAdvice:
    """How many to ask now; `pool` is how many may be asked, `is_short` that they will probably not be enough."""

    count: int
    pool: int
    chance_percent: int
    reasons: tuple[str, ...]
    is_short: bool

    @property
    def chance(self) -> str:
        """As it is read."""
        return f"{self.chance_percent}%" if self.chance_percent else "<1%"

    @property
    def is_due(self) -> bool:
        """Whether a wave is proposed now."""
        return self.count > 0


@dataclass(frozen=True, slots=True)
class Answers:
    """How those asked in a call-out stand: `yes` are coming or there, `silent` were asked long enough ago."""

    asked: int = 0
    said_yes: int = 0
    yes: int = 0
    no: int = 0
    waiting: int = 0
    silent: int = 0


def first_wave(sought: Sought, needed: int, *, at: datetime) -> WaveAdvice:
    """Before anybody has been asked."""
    measured = measured_acceptance(station=sought.station, grids=sought.grids, skills=sought.skills)
    pool = how_many_may_be_asked(sought, at=at)
    wanted = next_wave(measured.acceptance, wanted=needed, yes=0, waiting=0, most=MOST_NEEDED)
    count = min(wanted, pool)
    return WaveAdvice(
        count=count,
        pool=pool,
        chance_percent=_percent(measured.acceptance, needed, count),
        reasons=(_needed_words(needed, 0), _basis_words(measured)),
        is_short=wanted > pool,
    )


def wave_after(call_out: CallOut, sought: Sought, answers: Answers, *, at: datetime) -> WaveAdvice:
    """After the answers so far: who has been silent too long is no longer waited for."""
    measured = measured_acceptance(station=sought.station, grids=sought.grids, skills=sought.skills)
    now = _with_today(measured.acceptance, answers)
    pool = how_many_may_be_asked(sought, at=at)
    wanted = next_wave(now, wanted=call_out.needed, yes=answers.yes, waiting=answers.waiting, most=MOST_NEEDED)
    count = min(wanted, pool)
    missing = max(0, call_out.needed - answers.yes)
    return WaveAdvice(
        count=count,
        pool=pool,
        chance_percent=_percent(now, missing, answers.waiting + count),
        reasons=tuple(_reasons(call_out, answers, measured)),
        is_short=wanted > pool,
    )


def answers_of(call_out: CallOut, called: Sequence[CalledPerson], *, at: datetime) -> Answers:
    """Counted from the rows; walk-ups come without being asked."""
    since = at - silent_after(call_out.station_id)
    asked = [one for one in called if one.wave and one.status != CalledStatus.NOT_NEEDED]
    waiting = [one for one in asked if one.status == CalledStatus.ASKED]
    return Answers(
        asked=len(asked),
        said_yes=sum(one.status in SAID_YES for one in asked),
        yes=sum(one.status in UNACCOUNTED for one in called),
        no=sum(one.status == CalledStatus.DECLINED for one in asked),
        waiting=sum(one.asked_at > since for one in waiting),
        silent=sum(one.asked_at <= since for one in waiting),
    )


def silent_after(station: int) -> timedelta:
    """As the station has set it."""
    return timedelta(minutes=value_of(station, "call_out_silent_minutes"))


def _with_today(earlier: Acceptance, answers: Answers) -> Acceptance:
    """The answers of today count like those of earlier days; who may still answer is counted as waiting."""
    return Acceptance(earlier.asked + answers.asked - answers.waiting, earlier.accepted + answers.said_yes)


def _percent(acceptance: Acceptance, wanted: int, asked: int) -> int:
    """Never 100: nobody is ever quite sure."""
    return min(99, round(100 * acceptance.chance_of(wanted, asked=asked))) if wanted else 99


def _reasons(call_out: CallOut, answers: Answers, measured: Measured) -> list[str]:
    said = [_needed_words(call_out.needed, answers.yes)]
    minutes = value_of(call_out.station_id, "call_out_silent_minutes")
    if answers.silent:
        said.append(
            _("%(count)d 人过了 %(minutes)d 分钟没有答复，不再等") % {"count": answers.silent, "minutes": minutes}
        )
    if answers.waiting:
        said.append(_("%(count)d 人刚问过，还可能答复") % {"count": answers.waiting})
    return [*said, _basis_words(measured)]


def _needed_words(needed: int, yes: int) -> str:
    if yes:
        return _("需要 %(needed)d 人，已有 %(yes)d 人") % {"needed": needed, "yes": yes}
    return _("需要 %(needed)d 人") % {"needed": needed}


def _basis_words(measured: Measured) -> str:
    facts = {"asked": measured.acceptance.asked, "accepted": measured.acceptance.accepted}
    return {
        Basis.SKILLS: _("有这些技能的人以往问过 %(asked)d 人次，%(accepted)d 人次会来"),
        Basis.GRIDS: _("这些网格以往问过 %(asked)d 人次，%(accepted)d 人次会来"),
        Basis.STATION: _("本单位以往问过 %(asked)d 人次，%(accepted)d 人次会来"),
        Basis.PRIOR: _("本单位以往的答复还不够多，按各地 17%%–47%% 的人会来估计"),
    }[measured.basis] % facts
