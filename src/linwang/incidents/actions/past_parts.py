"""What the loading of a history knows besides the history itself: ids by key, and names by id."""

from collections.abc import Mapping
from dataclasses import dataclass

from linwang.duty.models import Unit
from linwang.incidents.models import IncidentKind
from linwang.incidents.rules.past import PastIncident
from linwang.incidents.rules.time_limits import UNKNOWN_KIND, TimeLimits
from linwang.personnel.models import Partner, Person
from linwang.places.models import Station


@dataclass(frozen=True)
class PastKeys:
    """The ids behind a history's keys; an agency is found by its station's key and the code of what it does."""

    stations: Mapping[str, int]
    beats: Mapping[str, int]
    grids: Mapping[str, int]
    places: Mapping[str, int]
    units: Mapping[str, int]
    people: Mapping[str, int]
    agencies: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class KindFacts:
    """A catalogue item as far as a history needs it."""

    pk: int
    limits: TimeLimits


@dataclass(frozen=True)
class Told:
    """Names and catalogue items, read once."""

    station_codes: Mapping[int, str]
    people: Mapping[int, str]
    call_signs: Mapping[int, str]
    partners: Mapping[int, str]
    kinds: Mapping[str, KindFacts]

    def limits(self, kind: str) -> TimeLimits:
        """The time limits of an item, or the usual ones."""
        facts = self.kinds.get(kind)
        return facts.limits if facts else UNKNOWN_KIND


@dataclass(frozen=True, slots=True)
class Numbered:
    """A past incident with the number and the ids it gets; `reports` are None for orders not reported yet."""

    past: PastIncident
    pk: int
    number: str
    receipt: str
    calls: tuple[int, ...]
    orders: tuple[int, ...]
    tasks: tuple[int, ...]
    reports: tuple[int | None, ...]


def read_told(keys: PastKeys) -> Told:
    """Read the names behind the ids."""
    stations = list(keys.stations.values())
    return Told(
        station_codes=dict(Station.objects.filter(pk__in=stations).values_list("pk", "code")),
        people=dict(Person.objects.filter(pk__in=list(keys.people.values())).values_list("pk", "name")),
        call_signs=dict(Unit.objects.filter(pk__in=list(keys.units.values())).values_list("pk", "call_sign")),
        partners=dict(Partner.objects.filter(pk__in=list(keys.agencies.values())).values_list("pk", "name")),
        kinds=_kinds(stations),
    )


def _kinds(stations: list[int]) -> dict[str, KindFacts]:
    """The items of these stations' catalogue, which their bureau keeps."""
    found = IncidentKind.objects.filter(station__in=stations).select_related("limits").order_by("pk")
    return {
        kind.code: KindFacts(
            kind.pk,
            TimeLimits(
                sign_for_seconds=kind.limits.sign_for_seconds,
                leave_seconds=kind.limits.leave_seconds,
                arrive_minutes=kind.limits.arrive_minutes,
                feed_back_minutes=kind.limits.feed_back_minutes,
            ),
        )
        for kind in found
    }
