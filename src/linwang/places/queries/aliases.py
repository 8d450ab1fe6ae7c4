"""Names that calls taught and that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.places.models import AliasProposal
from linwang.places.states import AliasStatus, PlaceKind

SHOWN = 200


@dataclass(frozen=True)
class AliasOffered:
    """What callers said, the place it turned out to be, and whether this person may decide."""

    id: int
    said: str
    place: str
    kind: str
    town: str
    incident: str
    times: int
    proposed_by: str
    proposed_at: datetime
    may_decide: bool


def aliases_to_confirm(*, seen_by: Actor) -> tuple[AliasOffered, ...]:
    """Those of one's stations, the most often said first; one's own are shown, and wait for somebody else."""
    rows = (
        AliasProposal.objects.filter(station__in=seen_by.sees, status=AliasStatus.PROPOSED)
        .select_related("place__beat", "proposed_by")
        .order_by("-times", "proposed_at", "pk")[:SHOWN]
    )
    may = seen_by.may(Capability.CORRECT_FACTS)
    return tuple(_offered(row, may_decide=may and row.proposed_by_id != seen_by.person) for row in rows)


def _offered(row: AliasProposal, *, may_decide: bool) -> AliasOffered:
    return AliasOffered(
        id=row.pk,
        said=row.said,
        place=row.place.name,
        kind=str(PlaceKind(row.place.kind).label),
        town=row.place.beat.town if row.place.beat else "",
        incident=row.incident,
        times=row.times,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        may_decide=may_decide,
    )
