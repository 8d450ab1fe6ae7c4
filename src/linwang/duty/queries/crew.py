"""Who is on duty in which unit: the phone page and the door for positions ask this."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linwang.duty import rules
from linwang.duty.models import DutyPeriod, Unit
from linwang.duty.states import Authority, PositionSource, UnitKind
from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotAllowed, NotFound, WrongMoment
from linwang.personnel.models import Person
from linwang.personnel.states import Rank


@dataclass(frozen=True)
class LastPosition:
    """Where the unit was last seen, as its own people are shown it."""

    lon: float
    lat: float
    at: datetime
    source_label: str
    accuracy_metres: float | None


@dataclass(frozen=True)
class Crew:
    """Somebody's place in a unit now; `authority` is what the law lets this person do in it."""

    unit: int
    call_sign: str
    kind_label: str
    station: int
    authority: Authority
    since: datetime
    has_tracker: bool
    mates: tuple[str, ...]
    position: LastPosition | None


@dataclass(frozen=True)
class UnitChoice:
    """A unit that somebody may go on duty in."""

    unit: int
    call_sign: str
    kind_label: str
    aboard: tuple[str, ...]
    was_last: bool


def crew_of(person: int) -> Crew | None:
    """The unit somebody is on duty in now, and with whom."""
    period = (
        DutyPeriod.objects.filter(person=person, to_at__isnull=True)
        .select_related("unit", "unit__position", "person")
        .first()
    )
    if period is None:
        return None
    unit = period.unit
    mates = DutyPeriod.objects.filter(unit=unit, to_at__isnull=True).exclude(person=person).order_by("from_at")
    return Crew(
        unit=unit.pk,
        call_sign=unit.call_sign,
        kind_label=str(UnitKind(unit.kind).label),
        station=unit.station_id,
        authority=rules.own_authority(Rank(period.person.rank), Authority(unit.authority)),
        since=period.from_at,
        has_tracker=bool(unit.tracker),
        mates=tuple(mates.values_list("person__name", flat=True)),
        position=_last_position(unit),
    )


def crew_now(person: int | None) -> Crew:
    """The unit somebody acts for; refused for whoever is not on duty."""
    crew = crew_of(person) if person else None
    if crew is None:
        raise WrongMoment(_("您还没有上勤。请先选择处警单元上勤。"))
    return crew


def is_crewed(unit: int, *, by_others_than: int | None = None) -> bool:
    """Whether somebody is on duty in the unit, not counting one person."""
    return DutyPeriod.objects.filter(unit=unit, to_at__isnull=True).exclude(person=by_others_than).exists()


def unit_of_crew_for_update(person: int | None, *, by: Actor) -> Unit:
    """The unit somebody of a station one sees is on duty in, locked until the transaction ends."""
    here = DutyPeriod.objects.filter(person=person, to_at__isnull=True).values("unit")
    units = Unit.objects.select_for_update(of=("self",), no_key=True)
    unit = units.filter(pk__in=here, station__in=by.sees).first()
    if unit is None:
        raise WrongMoment(_("没有人在这个单元上勤，或者已经下勤。请刷新页面。"))
    return unit


def unit_to_crew_for_update(unit: int, *, by: Actor) -> Unit:
    """A unit of one's own station (and partner), locked until the transaction ends."""
    found = Unit.objects.select_for_update(of=("self",), no_key=True).filter(_open_to(by), pk=unit).first()
    if found is None:
        raise NotFound(_("没有找到这个处警单元，或它不属于您的单位。请重新选择。"))
    return found


def units_to_crew(*, seen_by: Actor) -> tuple[UnitChoice, ...]:
    """The units somebody may go on duty in now: their last one first, then those of their own authority."""
    rank = rank_of(seen_by)
    last = DutyPeriod.objects.filter(person=seen_by.person).order_by("-from_at").values_list("unit", flat=True).first()
    units = list(Unit.objects.filter(_open_to(seen_by)).order_by("call_sign"))
    aboard = _aboard([unit.pk for unit in units])
    open_units = [unit for unit in units if _may_crew(rank, unit, [r for _n, r in aboard[unit.pk]])]
    open_units.sort(key=lambda unit: (unit.pk != last, unit.authority != rules.AUTHORITY_OF[rank]))
    return tuple(
        UnitChoice(
            unit=unit.pk,
            call_sign=unit.call_sign,
            kind_label=str(UnitKind(unit.kind).label),
            aboard=tuple(name for name, _rank in aboard[unit.pk]),
            was_last=unit.pk == last,
        )
        for unit in open_units
    )


def rank_of(actor: Actor) -> Rank:
    """The rank of a person; a machine has none and crews nothing."""
    rank = Person.objects.filter(pk=actor.person or 0).values_list("rank", flat=True).first()
    if rank is None:
        raise NotAllowed(_("只有人员可以上勤。请用本人账号登录。"))
    return Rank(rank)


def ranks_aboard(unit: int) -> list[Rank]:
    """The ranks of everybody on duty in the unit."""
    ranks = DutyPeriod.objects.filter(unit=unit, to_at__isnull=True).values_list("person__rank", flat=True)
    return [Rank(rank) for rank in ranks]


def _open_to(by: Actor) -> Q:
    return Q(station=by.station, is_used=True) & (Q(partner__isnull=True) | Q(partner=by.partner))


def _aboard(units: list[int]) -> dict[int, list[tuple[str, Rank]]]:
    aboard: dict[int, list[tuple[str, Rank]]] = {unit: [] for unit in units}
    now = DutyPeriod.objects.filter(unit__in=units, to_at__isnull=True).order_by("from_at")
    for unit, name, rank in now.values_list("unit", "person__name", "person__rank"):
        aboard[unit].append((name, Rank(rank)))
    return aboard


def _may_crew(rank: Rank, unit: Unit, aboard: list[Rank]) -> bool:
    return any(rules.includes(rules.AUTHORITY_OF[one], Authority(unit.authority)) for one in (rank, *aboard))


def _last_position(unit: Unit) -> LastPosition | None:
    position = getattr(unit, "position", None)
    if position is None:
        return None
    label = str(PositionSource(position.source).label)
    return LastPosition(position.lon, position.lat, position.at, label, position.accuracy_metres)
