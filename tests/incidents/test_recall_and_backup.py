"""撤回 and 请求增援."""

from datetime import datetime, timedelta

import pytest

from linwang.foundation.refusals import NotAllowed, WrongMoment
from linwang.incidents.actions.backup import ask_backup
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.recall import recall
from linwang.incidents.models import Assignment, Escalation, Incident
from linwang.incidents.states import AssignmentStatus, Due, IncidentStatus
from tests.builders import Town, new_key
from tests.incidents.acting import arrive, handle, send
from tests.incidents.making import make_incident


def test_a_recalled_unit_is_free_and_the_incident_waits_again(manned: Town, incident: Incident, now: datetime) -> None:
    (order,) = send(manned, incident, "巡一", at=now)

    recall(assignment=order, words="另有急警", key=new_key(), by=manned.actor("dispatcher"), at=now)

    incident.refresh_from_db()
    assert (incident.status, incident.due) == (IncidentStatus.RECEIVED, Due.DISPATCH)
    assert Assignment.objects.get().status == AssignmentStatus.RECALLED
    assert send(manned, make_incident(manned, now), "巡一", at=now)


def test_what_is_over_is_not_recalled_and_a_crew_may_not_recall_itself(
    manned: Town, incident: Incident, now: datetime
) -> None:
    order = handle(manned, incident, "辅三", at=now)

    with pytest.raises(WrongMoment):
        recall(assignment=order, key=new_key(), by=manned.actor("dispatcher"), at=now)
    with pytest.raises(NotAllowed):
        recall(assignment=order, key=new_key(), by=manned.actor("auxiliary"), at=now)


def test_asking_for_backup_marks_the_incident_until_another_unit_is_sent(
    manned: Town, incident: Incident, now: datetime
) -> None:
    (order,) = send(manned, incident, "辅三", at=now)
    arrive(manned, order, at=now)

    ask_backup(assignment=order, words="三人打架", key=new_key(), by=manned.actor("auxiliary"), at=now)
    assert Escalation.objects.get().settled_at is None

    later = now + timedelta(minutes=1)
    dispatch(
        number=incident.number, units=[manned.units["巡一"].pk], is_backup=True, key=new_key(),
        by=manned.actor("dispatcher"), at=later,
    )  # fmt: skip
    assert Escalation.objects.get().settled_at == later
