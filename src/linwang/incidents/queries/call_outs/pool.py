"""Who may be asked: people of the station who agreed to be, with the skill, near first, and nobody who is busy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s

from django.db.models import Exists, OuterRef, Q, QuerySet

from linwang.duty.models import DutyPeriod
from linwang.duty.states import Authority
from linwang.foundation import clock
from linwang.incidents.models import Assignment, CalledPerson
from linwang.incidents.rules.call_outs import CALLED_ROLES, ranks_for
from linwang.incidents.states import ASSIGNMENT_OPEN, UNACCOUNTED, CalledStatus
from linwang.personnel.models import Person, RoleGrant
from linwang.places.queries.neighbours import metres_from
from linwang.science.geo.points import LonLat


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom a call-out looks for: of which station and grids, with which skill and authority, nearest to where."""

    station: int
    grids: frozenset[int]
    skills: tuple[str, ...]
    least: Authority
    near: LonLat | None
    call_out: int | None = None


def people_to_ask(sought: Sought, *, at: datetime) -> list[int]:
    """In the order in which they are asked: the nearest grids first, within a grid by lot.

    The lot is drawn anew for each call-out, so that it does not always fall on the same people.
    """
    rows = list(_may_be_asked(sought, at).values_list("pk", "grid"))
    metres = metres_from(sought.near, sought.grids) if sought.near else {}
    return [person for person, grid in sorted(rows, key=lambda row: (metres.get(row[1], 0.0), _lot(sought, row[0])))]


def how_many_may_be_asked(sought: Sought, *, at: datetime) -> int:
    """Only their number, for the form."""
    return _may_be_asked(sought, at).count()


def _may_be_asked(sought: Sought, at: datetime) -> QuerySet[Person]:
    found = Person.objects.filter(
        station=sought.station, grid__in=sought.grids, rank__in=ranks_for(sought.least), is_active=True,
        may_be_called_out=True,
    ).filter(Exists(_roles(at)), ~Exists(_in_a_call_out(sought)), ~Exists(_on_an_order()))  # fmt: skip
    return found.filter(_one_of(sought.skills)).order_by("pk")


def _one_of(skills: Sequence[str]) -> Q:
    wanted = Q()
    for skill in skills:
        wanted |= Q(skills__contains=[skill])
    return wanted


def _roles(at: datetime) -> QuerySet[RoleGrant]:
    day = clock.day_of(at)
    held = RoleGrant.objects.filter(person=OuterRef("pk"), role__in=CALLED_ROLES, from_on__lte=day)
    return held.filter(Q(to_on__isnull=True) | Q(to_on__gte=day))


def _in_a_call_out(sought: Sought) -> QuerySet[CalledPerson]:
    """In this one already, unless they were told that they need not come; or in the field of another."""
    own = Q(call_out=sought.call_out) & ~Q(status=CalledStatus.NOT_NEEDED)
    return CalledPerson.objects.filter(own | Q(status__in=UNACCOUNTED), person=OuterRef("pk"))


def _on_an_order() -> QuerySet[DutyPeriod]:
    orders = Assignment.objects.filter(unit=OuterRef("unit"), status__in=ASSIGNMENT_OPEN)
    return DutyPeriod.objects.filter(Exists(orders), person=OuterRef("pk"), to_at__isnull=True)


def _lot(sought: Sought, person: int) -> bytes:
    return blake2s(f"{sought.call_out or 0}:{person}".encode(), digest_size=8).digest()
