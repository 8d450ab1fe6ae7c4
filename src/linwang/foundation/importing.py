"""What a file of reference data would change, before it does: rows in, a plan out, one journal line at the end.

A plan is worked out by the same code for the dry run and for the real one, so that both say the same.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput, NotFound, Sentence

SUBJECT = "import"
YES = frozenset({"1", "是", "y", "yes", "true", "在用", "启用"})
NO = frozenset({"0", "否", "n", "no", "false", "停用"})
SEPARATORS = "、,，;；/|"


@dataclass(frozen=True)
class Row:
    """One row: its line in a CSV file or its place among a GeoJSON file's features, and what stands in it.

    `headings` are the file's own words for our columns, so that a fault can name the column as it is written.
    """

    number: int
    values: Mapping[str, str]
    geometry: Mapping[str, Any] | None = None
    headings: Mapping[str, str] = field(default_factory=dict)

    def heading(self, column: str) -> str:
        """The column as the file calls it."""
        return self.headings.get(column, column)


@dataclass(frozen=True)
class Fault:
    """One thing to mend: the row, what is wrong and what to do."""

    number: int
    sentence: Sentence


@dataclass(frozen=True)
class Table:
    """A file that was read: its rows, and those that could not be read; `text` where a file is no table of rows."""

    name: str
    digest: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    columns: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Difference:
    """One field that would change."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """What one row does: adds a record (no `pk`), changes one, or leaves it the same."""

    number: int
    name: str
    values: Mapping[str, Any]
    pk: int | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def how(self) -> str:
        """added, changed or same."""
        if self.pk is None:
            return "added"
        return "changed" if self.differences else "same"


@dataclass(frozen=True)
class Plan:
    """Everything a file would do; `absent` are records of ours that it does not name.

    They stay as they are, except where the file is a whole by itself (`absent_go`): there they go out of use.
    """

    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]
    absent: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    absent_go: bool = False

    def of(self, how: str) -> list[Step]:
        """The steps that add, change, or leave things the same."""
        return [step for step in self.steps if step.how == how]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, for a line that sums it up."""
        steps = {how: len(self.of(how)) for how in ("added", "changed", "same")}
        return {**steps, "absent": len(self.absent), "faults": len(self.faults)}


def check_may_import(station: int, by: Actor) -> None:
    """Only who may import, and only into a station they see."""
    by.check_may(Capability.IMPORT_DATA)
    if station not in by.sees:
        raise NotFound(_("没有找到这个单位，或您无权向它导入。"))


def hold(station: int) -> None:
    """One import at a time into a station, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('import'), %s)", [station])


def named(table: Table, columns: Mapping[str, tuple[str, ...]]) -> Table:
    """The table with our names for its columns, whichever of the known headings stand in the file."""
    ours = {_plain(heading): name for name, headings in columns.items() for heading in (name, *headings)}
    known = {heading: ours[_plain(heading)] for heading in table.columns if _plain(heading) in ours}
    theirs = {name: heading for heading, name in known.items()}
    rows = tuple(
        Row(row.number, {known[h]: v.strip() for h, v in row.values.items() if h in known}, row.geometry, theirs)
        for row in table.rows
    )
    return Table(table.name, table.digest, rows, table.faults, tuple(h for h in table.columns if h not in known))


def plan(
    table: Table, read: Callable[[Row], Step], *, identity: Callable[[Step], Any], ours: Mapping[Any, str]
) -> Plan:
    """A step for each row that is right; a row that is wrong, or names a record twice, becomes a fault.

    `ours` are the names of the records we have by the same identity.
    """
    steps: dict[Any, Step] = {}
    faults = list(table.faults)
    for row in table.rows:
        try:
            step = read(row)
            _check_is_first(steps.get(identity(step)))
        except BadInput as refusal:
            faults.append(Fault(row.number, refusal.sentence))
            continue
        steps[identity(step)] = step
    absent = tuple(sorted(name for key, name in ours.items() if key not in steps))
    return Plan(tuple(steps.values()), tuple(sorted(faults, key=lambda f: f.number)), absent, table.columns)


def compared(number: int, name: str, values: Mapping[str, Any], *, pk: int | None, old: Mapping[str, Any]) -> Step:
    """The step of one row beside the record it means, if there is one."""
    if pk is None:
        return Step(number, name, values)
    differing = [column for column in values if values[column] != old[column]]
    found = (Difference(column, shown(old[column]), shown(values[column])) for column in differing)
    return Step(number, name, values, pk, tuple(found))


def shown(value: Any) -> str:
    """A value as the table of changes shows it; an outline by its number of corners."""
    if isinstance(value, list):
        if value and isinstance(value[0], list):
            return f"[{len(value)}]"
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def check_can_apply(plan: Plan, *, skip_bad: bool) -> None:
    """Nothing is written while there are faults, unless the bad rows are to be left out knowingly."""
    if plan.faults and not skip_bad:
        sentence = _("有 %(count)d 处要改，没有写入任何内容。请改好后再导入，或选择跳过有错的行。")
        raise BadInput(sentence % {"count": len(plan.faults)})


def record(plan: Plan, table: Table, *, kind: str, station: int, by: Actor, at: datetime) -> dict[str, int]:
    """One journal line for the whole file, with its digest and counts; returns the counts."""
    facts: dict[str, Any] = {"digest": table.digest, **plan.counts}
    journal.write(
        station=station, subject=SUBJECT, reference=kind, what="imported", by=by, at=at, words=table.name, **facts
    )
    return plan.counts


def text(row: Row, column: str, *, needed: bool = True) -> str:
    """What stands in a column; refused if it is needed and empty."""
    said = row.values.get(column, "")
    if needed and not said:
        raise BadInput(_("缺少“%(column)s”，请补上。") % {"column": row.heading(column)})
    return said


def one_of(row: Row, column: str, choices: type[Choices], *, default: str = "") -> str:
    """A choice by its code or its label in either language."""
    said = row.values.get(column, "")
    if not said and default:
        return default
    for value, labels in _labels(choices):
        if _plain(said) in labels:
            return value
    options = "、".join(str(label) for label in choices.labels)
    raise BadInput(
        _("“%(column)s”的“%(said)s”不认识，可以填：%(options)s。")
        % {"column": row.heading(column), "said": said, "options": options}
    )


MOST_DIGITS = 9
"""A longer count is a slip, and larger than a table holds."""


def whole_number(row: Row, column: str, *, default: int = 0) -> int:
    """A count of things."""
    said = row.values.get(column, "")
    if said and (not said.isdecimal() or len(said) > MOST_DIGITS):
        raise BadInput(_("“%(column)s”的“%(said)s”不是整数。") % {"column": row.heading(column), "said": said})
    return int(said) if said else default


def yes_or_no(row: Row, column: str, *, default: bool = True) -> bool:
    """是 or 否, in the ways people write them."""
    said = _plain(row.values.get(column, ""))
    if said and said not in YES | NO:
        raise BadInput(_("“%(column)s”请填“是”或“否”。") % {"column": row.heading(column)})
    return said in YES if said else default


def several(row: Row, column: str) -> list[str]:
    """Several words in one cell, set apart by any of the usual marks."""
    said = row.values.get(column, "")
    for mark in SEPARATORS:
        said = said.replace(mark, " ")
    return said.split()


def reference(said: str, known: Mapping[str, int], sentence: Sentence) -> int | None:
    """The id of the record that a cell names; empty where it names none."""
    if not said:
        return None
    if said not in known:
        raise BadInput(sentence % {"said": said})
    return known[said]


def _check_is_first(earlier: Step | None) -> None:
    if earlier is not None:
        raise BadInput(
            _("与第 %(number)d 行重复（%(name)s），请只留一行。") % {"number": earlier.number, "name": earlier.name}
        )


def _labels(choices: type[Choices]) -> Iterable[tuple[str, set[str]]]:
    for member in choices:
        labels = {_plain(str(member.value))}
        for language in ("zh-hans", "en"):
            with translation.override(language):
                labels.add(_plain(str(member.label)))
        yield str(member.value), labels


def _plain(heading: str) -> str:
    """Headings are compared without case, blanks, underscores and width of letters."""
    return unicodedata.normalize("NFKC", heading).casefold().replace(" ", "").replace("_", "").strip("\ufeff")
