"""Incidents for statistics: when, where to the grid, what kind, how it went. Nothing about people."""

from datetime import date, datetime

from ninja import Query, Router, Schema
from pydantic import Field

from linwang.api.keys import Asked, Scoped
from linwang.incidents.queries.statistics import incidents_for_statistics
from linwang.personnel.states import KeyScope

router = Router(auth=Scoped(KeyScope.EXPORT), tags=["exports"])


class Period(Schema):
    """Days [from, to) on the station's wall clock, a page at a time."""

    from_on: date
    to_on: date
    after: str = Field("", max_length=60, description="number of the last row of the page before")
    limit: int = Field(500, ge=1, le=2000)


class IncidentOut(Schema):
    """One incident as statistics need it."""

    number: str
    station: str
    kind: str | None
    category: str | None
    priority: str
    status: str
    disposition: str
    beat: str | None
    grid: str | None
    rang_at: datetime
    first_sent_at: datetime | None
    first_on_scene_at: datetime | None
    closed_at: datetime | None
    calls: int


@router.get("/incidents", response=list[IncidentOut], summary="Incidents of some days")
def incidents(request: Asked, period: Query[Period]) -> list[IncidentOut]:
    """In order of their numbers; ask again with `after` until the page is empty."""
    rows = incidents_for_statistics(
        from_on=period.from_on, to_on=period.to_on, after=period.after, limit=period.limit,
        seen_by=request.auth,
    )  # fmt: skip
    return [IncidentOut(**row) for row in rows]
