"""The races of the loop, 150 rounds each: whoever comes second, nothing is doubled and nothing contradicts itself."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.db.models import Count

from linwang.foundation.actor import Actor
from linwang.foundation.refusals import UnitBusy
from linwang.incidents.actions.close import close
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.recall import recall
from linwang.incidents.actions.report import report_outcome
from linwang.incidents.models import Assignment, Incident
from linwang.incidents.rules.standing import CLOSE_WITHIN
from linwang.incidents.states import ASSIGNMENT_OPEN, AssignmentStatus, Disposition, IncidentStatus, OutcomeKind
from tests.builders import Town, make_town, new_key
from tests.concurrency.racing import ROUNDS, Race, racing, refusals
from tests.incidents.making import make_incident, man_all_units

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Scene:
    """A manned town with incidents enough for every round, and its people at hand."""

    town: Town
    incidents: list[Incident]
    actors: dict[str, Actor]

    def pairs(self) -> Iterator[tuple[Incident, Incident]]:
        """Two incidents for each round."""
        return zip(self.incidents[:ROUNDS], self.incidents[ROUNDS:], strict=True)


@pytest.fixture
def scene(transactional_db: None, now: datetime) -> Scene:
    with transaction.atomic():
        town = make_town()
        man_all_units(town, now)
        incidents = [make_incident(town, now) for _number in range(2 * ROUNDS)]
    return Scene(town, incidents, {role: town.actor(role) for role in ("dispatcher", "duty_officer")})


@pytest.fixture
def race() -> Iterator[Race]:
    with racing() as race:
        yield race


def _send(scene: Scene, incident: Incident, at: datetime, role: str = "dispatcher") -> partial[list[int]]:
    units = [scene.town.units["巡一"].pk]
    return partial(dispatch, number=incident.number, units=units, key=new_key(), by=scene.actors[role], at=at)


def _nobody_is_busy() -> None:
    Assignment.objects.filter(status__in=ASSIGNMENT_OPEN).update(status=AssignmentStatus.RECALLED)


def _order(scene: Scene, incident: Incident, call_sign: str, status: AssignmentStatus, at: datetime) -> int:
    late = at + timedelta(hours=1)
    return Assignment.objects.create(
        incident=incident, unit=scene.town.units[call_sign], status=status, sent_at=at, sign_by=late, leave_by=late,
        arrive_by=late, report_by=late,
    ).pk  # fmt: skip


def test_two_desks_send_one_unit_and_one_of_them_gets_it(scene: Scene, race: Race, now: datetime) -> None:
    for here, there in scene.pairs():
        answers = race.run(_send(scene, here, now), _send(scene, there, now, "duty_officer"))

        (refused,) = refusals(answers)
        assert isinstance(refused, UnitBusy)
        assert Assignment.objects.filter(incident__in=[here, there]).count() == 1
        _nobody_is_busy()


def test_two_units_clear_at_once_and_the_incident_waits_for_closing(scene: Scene, race: Race, now: datetime) -> None:
    wrong = Counter[str]()
    for incident in scene.incidents[:ROUNDS]:
        orders = [_order(scene, incident, call_sign, AssignmentStatus.ON_SCENE, now) for call_sign in ("巡一", "巡二")]

        answers = race.run(*(
            partial(
                report_outcome, assignment=order, kind=OutcomeKind.SETTLED, words="已处理", key=new_key(),
                by=scene.actors["dispatcher"], at=now + timedelta(minutes=9),
            )
            for order in orders
        ))  # fmt: skip

        incident.refresh_from_db()
        assert refusals(answers) == []
        wrong[incident.status] += incident.status != IncidentStatus.REPORTED
        assert incident.due_at == now + timedelta(minutes=9) + CLOSE_WITHIN
    assert wrong.total() == 0


def test_a_unit_is_recalled_while_another_desk_sends_it(scene: Scene, race: Race, now: datetime) -> None:
    for here, there in scene.pairs():
        order = _order(scene, here, "巡一", AssignmentStatus.SENT, now)

        back = partial(recall, assignment=order, key=new_key(), by=scene.actors["dispatcher"], at=now)
        answers = race.run(back, _send(scene, there, now, "duty_officer"))

        here.refresh_from_db()
        there.refresh_from_db()
        was_sent = not refusals(answers)
        assert here.status == IncidentStatus.RECEIVED
        assert there.status == (IncidentStatus.DISPATCHED if was_sent else IncidentStatus.RECEIVED)
        assert there.assignments.filter(status__in=ASSIGNMENT_OPEN).count() == was_sent
        _nobody_is_busy()


def test_an_order_is_never_sent_to_what_is_closed_meanwhile(scene: Scene, race: Race, now: datetime) -> None:
    for incident in scene.incidents[:ROUNDS]:
        answers = race.run(
            _send(scene, incident, now),
            partial(
                close, number=incident.number, disposition=Disposition.HANDLED, words="", key=new_key(),
                by=scene.actors["duty_officer"], at=now,
            ),
        )  # fmt: skip

        assert len(refusals(answers)) == 1
        _nobody_is_busy()
    closed = Incident.objects.filter(status=IncidentStatus.CLOSED).annotate(sent=Count("assignments"))
    assert not closed.filter(sent__gt=0).exists()


def test_one_act_sent_twice_in_the_same_moment_is_done_once(scene: Scene, race: Race, now: datetime) -> None:
    for incident in scene.incidents[:ROUNDS]:
        act = _send(scene, incident, now)

        first, second = race.run(act, act)

        assert first == second
        assert incident.assignments.count() == 1
        _nobody_is_busy()
