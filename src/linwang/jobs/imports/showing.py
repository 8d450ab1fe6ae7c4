"""A plan as lines to read: what is added, what changes in which fields, and every fault with its row."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from linwang.foundation.importing import Plan, Step
from linwang.foundation.listing import listed

MOST_LINES = 200


def lines_of(plan: Plan, *, in_full: bool = False) -> Iterator[str]:
    """The whole plan, faults last so that they are what one sees."""
    most = None if in_full else MOST_LINES
    yield from _cut([f"+ {_row(step.number)}{step.name}" for step in plan.of("added")], most)
    yield from _cut([f"~ {_row(step.number)}{step.name}  {_fields(step)}" for step in plan.of("changed")], most)
    yield from _cut([f"{'-' if plan.absent_go else '·'} {name}" for name in plan.absent], most)
    if plan.ignored:
        yield _("没有用到的列：%(columns)s") % {"columns": listed(plan.ignored)}
    yield from _cut([f"! {_row(fault.number)}{fault.sentence}" for fault in plan.faults], most)
    yield summary(plan)


def summary(plan: Plan) -> str:
    """The counts in one line."""
    return (
        _("新增 %(added)d · 更改 %(changed)d · 不变 %(same)d · 文件里没有 %(absent)d · 有错 %(faults)d") % plan.counts
    )


def _row(number: int) -> str:
    return _("第 %(number)d 行 ") % {"number": number} if number else ""


def _fields(step: Step) -> str:
    return "；".join(f"{one.column}: {one.before or '—'} → {one.after or '—'}" for one in step.differences)


def _cut(lines: list[str], most: int | None) -> Iterator[str]:
    yield from lines[:most]
    if most is not None and len(lines) > most:
        yield _("  其余 %(count)d 行用 --all 显示。") % {"count": len(lines) - most}
