"""Who somebody is and what they may see and do."""

from datetime import date

from django.db.models import Q

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Role, capabilities_of
from linwang.personnel.models import Person, RoleGrant


def roles_of(person_id: int, *, on: date) -> frozenset[Role]:
    """The roles somebody holds on a day."""
    held = RoleGrant.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), person=person_id, from_on__lte=on)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def actor_of(person: Person, *, sees: frozenset[int], on: date) -> Actor:
    """The person as every query and action knows them; `sees` are the stations open to their own station."""
    roles = roles_of(person.pk, on=on)
    return Actor(
        person=person.pk,
        name=person.name,
        station=person.station_id,
        sees=sees,
        capabilities=capabilities_of(roles),
        partner=person.partner_id,
    )
