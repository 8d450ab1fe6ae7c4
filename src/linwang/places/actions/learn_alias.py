"""学习地名叫法: a call was located; what the caller called the place waits for a second person, who decides."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import NotFound
from linwang.places.models import AliasProposal, PlaceName
from linwang.places.rules import aliases as rules
from linwang.places.states import AliasStatus, NameKind, PlaceAct
from linwang.science.matching.spoken_form import plain_name

SUBJECT = "place"


def propose_alias(*, place: int, said: str, incident: str, by: Actor, at: datetime) -> bool:
    """Keep what a place was called in an incident, if it is a name it does not have; within the caller's transaction.

    Says whether something new waits for a decision. What the program locates by itself teaches nothing.
    """
    if by.person is None or not plain_name(said):
        return False
    proper, known = _names_of(place)
    if not rules.is_worth_keeping(said, known):
        return False
    held, is_new = AliasProposal.objects.get_or_create(
        place_id=proper, said=said.strip(),
        defaults={"station_id": by.station, "incident": incident, "proposed_by_id": by.person, "proposed_at": at},
    )  # fmt: skip
    if is_new:
        _write(held, PlaceAct.ALIAS_PROPOSED, by=by, at=at)
    elif held.incident != incident:
        AliasProposal.objects.filter(pk=held.pk).update(times=F("times") + 1, incident=incident)
    return is_new


@once
def confirm_alias(*, proposal: int, key: UUID, by: Actor, at: datetime) -> int:
    """A second person says that the place is called so: from now on it is found by this name."""
    held = _decide(proposal, AliasStatus.CONFIRMED, by=by, at=at)
    proper = held.place
    made = PlaceName.objects.create(
        station_id=proper.station_id, beat_id=proper.beat_id, grid_id=proper.grid_id, name=held.said, kind=proper.kind,
        name_kind=NameKind.LOCAL, alias_of=proper, near=proper.near, lon=proper.lon, lat=proper.lat, cell=proper.cell,
        given_in=proper.given_in,
    )  # fmt: skip
    _write(held, PlaceAct.ALIAS_CONFIRMED, by=by, at=at)
    return made.pk


@once
def refuse_alias(*, proposal: int, key: UUID, by: Actor, at: datetime) -> int:
    """A second person says that it is no name of the place: it is not asked again."""
    held = _decide(proposal, AliasStatus.REFUSED, by=by, at=at)
    _write(held, PlaceAct.ALIAS_REFUSED, by=by, at=at)
    return held.pk


def _names_of(place: int) -> tuple[int, list[str]]:
    """The proper place and all names it has, asked from any of them."""
    of_one = Q(pk=place) | Q(alias_of=place) | Q(aliases=place) | Q(alias_of__aliases=place)
    rows = list(PlaceName.objects.filter(of_one, is_used=True).values_list("pk", "alias_of", "name").distinct())
    proper = next((alias_of for pk, alias_of, _name in rows if pk == place and alias_of), place)
    return proper, [name for _pk, _alias_of, name in rows]


def _decide(proposal: int, to: AliasStatus, *, by: Actor, at: datetime) -> AliasProposal:
    by.check_may(Capability.CORRECT_FACTS)
    person = by.someone()
    held = AliasProposal.objects.select_for_update(of=("self",), no_key=True).select_related("place").filter(
        pk=proposal, station__in=by.sees
    ).first()  # fmt: skip
    if held is None:
        raise NotFound(_("没有这个叫法。"))
    rules.check_can_decide(AliasStatus(held.status), to, proposed_by=held.proposed_by_id, person=person)
    held.status, held.decided_by_id, held.decided_at = to, person, at
    held.save(update_fields=["status", "decided_by", "decided_at"])
    return held


def _write(held: AliasProposal, what: PlaceAct, *, by: Actor, at: datetime) -> None:
    """One line, at the station that the incident belongs to."""
    journal.write(
        station=held.station_id, subject=SUBJECT, reference=str(held.place_id), what=what, by=by, at=at,
        words=held.said, proposal=held.pk, incident=held.incident,
    )  # fmt: skip
