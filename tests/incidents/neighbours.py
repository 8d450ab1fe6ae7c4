"""Grids in a row and the neighbours who live in them, for the tests of call-outs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from linwang.incidents.actions.call_outs.start import start_call_out
from linwang.incidents.models import CalledPerson, Incident
from linwang.incidents.rules.call_outs import Wish
from linwang.personnel.models import Person, RoleGrant
from linwang.places.models import Grid
from tests.builders import SINCE, Town, new_key

STEP = 0.01


def make_grids(town: Town, count: int = 4) -> list[Grid]:
    """Squares side by side along the street, the market in the first."""
    return [
        Grid.objects.create(
            station=town.station, beat=town.beat, code=f"G{n + 1}", name=f"东门{n + 1}格",
            lon=120.912 + n * STEP, lat=30.211, area=_square(120.912 + n * STEP, 30.211),
        )
        for n in range(count)
    ]  # fmt: skip


def people_of(town: Town, grid: Grid, count: int, *, role: str = "volunteer", **more: Any) -> list[Person]:
    """Neighbours of a grid who may be asked."""
    begin = Person.objects.count()
    made = Person.objects.bulk_create(
        Person(
            login=f"n{begin + n}", password="!", name=f"邻居{begin + n}", grid=grid,
            rank={"guard": "guard", "warden": "warden"}.get(role, "volunteer"), **{"station": town.station, **more},
        )
        for n in range(count)
    )  # fmt: skip
    RoleGrant.objects.bulk_create(RoleGrant(person=person, role=role, from_on=SINCE) for person in made)
    return made


def wish(grids: Sequence[Grid], at: datetime, **more: Any) -> Wish:
    """Carry sandbags to the school, six hours long."""
    asked = {"tasks": ("carry",), "needed": 3, "meeting_place": "东门小学操场", "with_neighbours": False, **more}
    return Wish(grids=tuple(grid.pk for grid in grids), until_at=at + timedelta(hours=6), **asked)


def call(town: Town, incident: Incident, wished: Wish, at: datetime, first: int | None = None) -> int:
    """The desk calls out."""
    by = town.actor("dispatcher")
    return start_call_out(number=incident.number, wish=wished, first=first, key=new_key(), by=by, at=at)


def called(call_out: int) -> list[CalledPerson]:
    """Everybody in it, in the order in which they were asked."""
    return list(CalledPerson.objects.filter(call_out=call_out).select_related("person").order_by("pk"))


def _square(lon: float, lat: float) -> list[list[float]]:
    half = STEP / 2
    return [[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half]]
