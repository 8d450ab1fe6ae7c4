"""Changing the catalogue of duties: one item at a time, or the whole by a file with a dry run first."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from linwang.foundation import journal, live
from linwang.foundation.actor import Actor, program
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import ChangedMeanwhile
from linwang.incidents.actions.store_catalogue import store
from linwang.incidents.queries.catalogue.stored import content_of
from linwang.incidents.rules.catalogue import Change, difference_of, read
from linwang.incidents.rules.catalogue import items as rules
from linwang.incidents.rules.catalogue.words import CatalogueAct
from linwang.places.models import Station
from linwang.places.queries import bureau_of

SUBJECT = "catalogue"
Plain = Mapping[str, Any]


@transaction.atomic
def import_catalogue(
    *, text: str, by: Actor, at: datetime, dry_run: bool = False, seen: str = ""
) -> tuple[Change, ...]:
    """Take over a whole file and return every change; a dry run writes nothing.

    `seen` is the digest of the catalogue that a dry run compared with: if it has changed since, look again.
    """
    by.check_may(Capability.EDIT_CATALOGUE)
    after = read(text).model_dump(mode="json")
    bureau = _locked_bureau(by.station)
    before = content_of(bureau)
    if seen and seen != rules.digest(before):
        raise ChangedMeanwhile(_("目录刚被别人改过，请重新查看这次导入会带来的变化。"))
    changes = difference_of(before, after)
    if not dry_run:
        _write(bureau, after, changes, what=CatalogueAct.IMPORTED, reference="file", by=by, at=at)
    return changes


@transaction.atomic
def load_catalogue(*, station: int, text: str, at: datetime) -> tuple[Change, ...]:
    """The same at set-up, by the program itself: for a demo or a first start."""
    after = read(text).model_dump(mode="json")
    bureau = _locked_bureau(station)
    changes = difference_of(content_of(bureau), after)
    _write(bureau, after, changes, what=CatalogueAct.IMPORTED, reference="file", by=program(bureau), at=at)
    return changes


@once
def change_item(*, section: str, item: Plain, seen: str, key: UUID, by: Actor, at: datetime) -> str:
    """Add an item (nothing seen) or change the one that was seen; returns its code."""
    by.check_may(Capability.EDIT_CATALOGUE)
    rules.check_section(section)
    bureau = _locked_bureau(by.station)
    before = content_of(bureau)
    rules.check_unchanged(before, section, str(item.get("code")), seen)
    checked = rules.checked_item(before, section, item)
    after = rules.with_item(before, section, checked)
    what = CatalogueAct.CHANGED if seen else CatalogueAct.ADDED
    reference = f"{section}/{checked['code']}"
    _write(bureau, after, difference_of(before, after), what=what, reference=reference, by=by, at=at)
    return str(checked["code"])


@once
def remove_item(*, section: str, code: str, seen: str, key: UUID, by: Actor, at: datetime) -> str:
    """Take an item out of the catalogue; incidents of the past keep theirs."""
    by.check_may(Capability.EDIT_CATALOGUE)
    bureau = _locked_bureau(by.station)
    before = content_of(bureau)
    rules.item_in(before, section, code)
    rules.check_unchanged(before, section, code, seen)
    rules.check_unused(before, section, code)
    after = rules.without_item(before, section, code)
    changes = difference_of(before, after)
    _write(bureau, after, changes, what=CatalogueAct.REMOVED, reference=f"{section}/{code}", by=by, at=at)
    return code


def change_kind(*, kind: Plain, seen: str, key: UUID, by: Actor, at: datetime) -> str:
    """Add or change a 小类."""
    return change_item(section="kinds", item=kind, seen=seen, key=key, by=by, at=at)


def change_procedure(*, procedure: Plain, seen: str, key: UUID, by: Actor, at: datetime) -> str:
    """Add or change a 处置流程."""
    return change_item(section="procedures", item=procedure, seen=seen, key=key, by=by, at=at)


def change_questions(*, questions: Plain, seen: str, key: UUID, by: Actor, at: datetime) -> str:
    """Add or change a set of questions."""
    return change_item(section="questions", item=questions, seen=seen, key=key, by=by, at=at)


def change_limits(*, limits: Plain, seen: str, key: UUID, by: Actor, at: datetime) -> str:
    """Add or change a set of 处警时限."""
    return change_item(section="limits", item=limits, seen=seen, key=key, by=by, at=at)


def _locked_bureau(station: int) -> int:
    """The bureau whose catalogue it is; one editor at a time."""
    bureau = bureau_of(station)
    Station.objects.select_for_update(of=("self",), no_key=True).get(pk=bureau)
    return bureau


def _write(
    bureau: int, after: Plain, changes: tuple[Change, ...], *, what: str, reference: str, by: Actor, at: datetime
) -> None:
    if not changes:
        return
    with pghistory.context(by=by.name, person=by.person, act=str(what)):
        store(bureau, after)
    journal.write(
        station=bureau, subject=SUBJECT, reference=reference, what=str(what), by=by, at=at,
        words=_said(changes), changes=[_fact(change) for change in changes],
    )  # fmt: skip
    live.tell(station=bureau, kind=SUBJECT, reference=reference)


def _said(changes: tuple[Change, ...]) -> str:
    """The first changes in words; the facts hold them all."""
    first = "、".join(change.name for change in changes[:3])
    return first if len(changes) <= 3 else _("%(first)s 等 %(count)d 项") % {"first": first, "count": len(changes)}


def _fact(change: Change) -> dict[str, Any]:
    fields = {field.field: [_short(field.before), _short(field.after)] for field in change.fields}
    return {"section": change.section, "code": change.code, "how": change.how, "fields": fields}


def _short(value: Any) -> Any:
    """Small values as they are; of long ones the row history keeps the whole."""
    said = json.dumps(value, ensure_ascii=False)
    return value if len(said) <= 200 else said[:199] + "…"
