"""Importing reference data of any kind: the plan of a file, and taking it over.

It stands here because the catalogue does: this is the lowest floor that reaches every kind, and both doors,
the command and the screen, say the same.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from linwang.duty.actions import import_units as units
from linwang.duty.actions.import_units import import_units, plan_units
from linwang.foundation import importing
from linwang.foundation.actor import Actor
from linwang.foundation.importing import Difference, Fault, Plan, Step, Table
from linwang.foundation.operations import once
from linwang.incidents.actions.edit_catalogue import import_catalogue
from linwang.incidents.rules.catalogue import Change, WrongCatalogue
from linwang.incidents.rules.import_kinds import ImportKind
from linwang.personnel.actions import import_people as people
from linwang.personnel.actions.import_people import import_people, plan_people
from linwang.places.actions import import_beats as beats
from linwang.places.actions import import_grids as grids
from linwang.places.actions import import_places as places
from linwang.places.actions.import_beats import import_beats, plan_beats
from linwang.places.actions.import_grids import import_grids, plan_grids
from linwang.places.actions.import_places import import_places, plan_places
from linwang.places.states import Datum

_COLUMNS = {
    ImportKind.BEATS: beats.COLUMNS,
    ImportKind.GRIDS: grids.COLUMNS,
    ImportKind.PLACES: places.COLUMNS,
    ImportKind.PEOPLE: people.COLUMNS,
    ImportKind.UNITS: units.COLUMNS,
}


def headings_of(kind: ImportKind) -> tuple[str, ...]:
    """The columns a file of this kind may have, each by its usual Chinese and its English heading."""
    return tuple(f"{chinese[0]} {name}" for name, chinese in _COLUMNS[kind].items())


def plan_import(*, kind: ImportKind, table: Table, station: int, datum: Datum | None, by: Actor, at: datetime) -> Plan:
    """What the file would change; writes nothing."""
    said: dict[str, Any] = {"table": table, "station": station, "by": by}
    match kind:
        case ImportKind.BEATS:
            return plan_beats(**said, datum=datum or Datum.WGS84)
        case ImportKind.GRIDS:
            return plan_grids(**said, datum=datum or Datum.WGS84)
        case ImportKind.PLACES:
            return plan_places(**said, datum=datum)
        case ImportKind.PEOPLE:
            return plan_people(**said, at=at)
        case ImportKind.UNITS:
            return plan_units(**said)
        case ImportKind.CATALOGUE:
            return _plan_catalogue(**said, at=at)


def apply_import(
    *, kind: ImportKind, table: Table, station: int, datum: Datum | None, skip_bad: bool = False, key: UUID, by: Actor,
    at: datetime,
) -> dict[str, int]:  # fmt: skip
    """Take the file over in one transaction; returns how many were added, changed, the same."""
    said: dict[str, Any] = {"table": table, "station": station, "skip_bad": skip_bad, "key": key, "by": by, "at": at}
    match kind:
        case ImportKind.BEATS:
            return import_beats(**said, datum=datum or Datum.WGS84)
        case ImportKind.GRIDS:
            return import_grids(**said, datum=datum or Datum.WGS84)
        case ImportKind.PLACES:
            return import_places(**said, datum=datum)
        case ImportKind.PEOPLE:
            return import_people(**said)
        case ImportKind.UNITS:
            return import_units(**said)
        case ImportKind.CATALOGUE:
            return _import_catalogue(**said)


def _plan_catalogue(*, table: Table, station: int, by: Actor, at: datetime) -> Plan:
    importing.check_may_import(station, by)
    try:
        changes = import_catalogue(text=table.text, by=replace(by, station=station), at=at, dry_run=True)
    except WrongCatalogue as wrong:
        return Plan((), tuple(Fault(fault.line, fault.sentence) for fault in wrong.faults))
    return _as_plan(changes)


@once
def _import_catalogue(
    *, table: Table, station: int, skip_bad: bool, key: UUID, by: Actor, at: datetime
) -> dict[str, int]:
    """A catalogue with faults is never taken over in part: its items lean on each other."""
    importing.check_may_import(station, by)
    return _as_plan(import_catalogue(text=table.text, by=replace(by, station=station), at=at)).counts


def _as_plan(changes: Iterable[Change]) -> Plan:
    """The catalogue's changes as steps; what the file leaves out is taken out of use, and shown as such."""
    changed = list(changes)
    steps = tuple(_as_step(change) for change in changed if change.how != "removed")
    removed = tuple(f"{change.section}/{change.code} {change.name}" for change in changed if change.how == "removed")
    return Plan(steps, (), removed, absent_go=True)


def _as_step(change: Change) -> Step:
    shown = importing.shown
    fields = tuple(Difference(field.field, shown(field.before), shown(field.after)) for field in change.fields)
    name = f"{change.section}/{change.code} {change.name}"
    return Step(0, name, {}, pk=None if change.how == "added" else 0, differences=fields)
