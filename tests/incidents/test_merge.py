"""并案: what goes over, what stays, what comes back, and what is refused."""

from datetime import datetime

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound, WrongMoment
from linwang.incidents.actions.merge import merge, unmerge
from linwang.incidents.models import AgencyTask, Assignment, Call, Incident
from linwang.incidents.queries.merged import numbers_within
from linwang.incidents.states import Act
from tests.builders import Town
from tests.incidents.calls import act, send, take


def test_units_go_over_and_all_callers_are_kept(town: Town, now: datetime) -> None:
    kept, merged = take(town, now), take(town, now, kind="violence.fight")
    order = send(town, merged, "巡一", now)

    merge(kept=kept, merged=merged, words="同一家店", **act(town, now))

    stays, goes = Incident.objects.get(number=kept), Incident.objects.get(number=merged)
    order.refresh_from_db()
    assert (goes.status, goes.merged_into, goes.due_at) == ("merged", stays, None)
    assert (stays.status, stays.caller_count, stays.priority) == ("dispatched", 2, "A")
    assert order.incident == stays
    assert Call.objects.filter(incident__number__in=numbers_within(kept)).count() == 2
    line = journal.lines_of("incident", [kept])[-1]
    assert (line.what, line.words, line.facts["moved"]["units"]) == (Act.MERGED, f"{merged}：同一家店", ["巡一"])
    assert journal.lines_of("incident", [merged])[-1].words == f"{kept}：同一家店"


def test_unmerging_gives_back_what_is_still_open(town: Town, now: datetime) -> None:
    kept, merged = take(town, now), take(town, now, kind="violence.fight")
    still_open, over = send(town, merged, "巡一", now), send(town, merged, "巡二", now)
    merge(kept=kept, merged=merged, **act(town, now))
    Assignment.objects.filter(pk=over.pk).update(status="recalled")

    unmerge(merged=merged, **act(town, now))

    stays, goes = Incident.objects.get(number=kept), Incident.objects.get(number=merged)
    assert (goes.status, goes.merged_into, stays.caller_count, stays.priority) == ("dispatched", None, 1, "C")
    assert list(goes.assignments.all()) == [Assignment.objects.get(pk=still_open.pk)]
    assert list(stays.assignments.all()) == [Assignment.objects.get(pk=over.pk)]
    assert [line.what for line in journal.lines_of("incident", [merged])][-2:] == [Act.MERGED, Act.UNMERGED]


def test_an_agency_told_of_both_keeps_both_tasks(town: Town, now: datetime) -> None:
    kept, merged = take(town, now), take(town, now)
    for number, functions in ((kept, ("roads",)), (merged, ("roads", "water"))):
        for function in functions:
            AgencyTask.objects.create(
                incident=Incident.objects.get(number=number), partner=town.agencies[function], asked="看", told_at=now
            )

    merge(kept=kept, merged=merged, **act(town, now))

    tasks = AgencyTask.objects.values_list("incident__number", "partner__function")
    assert set(tasks) == {(kept, "roads"), (kept, "water"), (merged, "roads")}


def test_merged_incidents_lie_in_each_other_in_order(town: Town, now: datetime) -> None:
    first, second, third = (take(town, now) for _ in range(3))

    merge(kept=second, merged=third, **act(town, now))
    merge(kept=first, merged=second, **act(town, now))

    assert numbers_within(first) == (first, second, third)


def test_only_open_incidents_are_merged(town: Town, now: datetime) -> None:
    kept, closed = take(town, now), take(town, now)
    Incident.objects.filter(number=closed).update(status="closed", closed_at=now, disposition="handled")

    with pytest.raises(WrongMoment, match=closed):
        merge(kept=kept, merged=closed, **act(town, now))
    with pytest.raises(WrongMoment, match="没有并入"):
        unmerge(merged=kept, **act(town, now))
    with pytest.raises(BadInput):
        merge(kept=kept, merged=kept, **act(town, now))


def test_nobody_merges_what_they_may_not_see(town: Town, now: datetime) -> None:
    kept, other = take(town, now), take(town, now, by=town.actor("call_taker@02"))

    with pytest.raises(NotFound):
        merge(kept=kept, merged=other, **act(town, now))
    with pytest.raises(NotFound):
        unmerge(merged=other, **act(town, now))
    with pytest.raises(NotAllowed):
        merge(kept=kept, merged=other, **act(town, now, "guard"))
