"""Two people act on one call-out in the same moment: nobody too many is kept waiting, and nothing is done twice."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import pytest
from django.db import transaction

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.incidents.actions.call_outs.answer import mark_called
from linwang.incidents.actions.call_outs.ending import end_call_out, stand_down
from linwang.incidents.actions.call_outs.walk_up import join
from linwang.incidents.actions.call_outs.waves import ask_more
from linwang.incidents.models import CalledPerson, CallOut, Incident
from linwang.incidents.states import CalledStatus, CallOutStatus
from tests.builders import Town, make_town, new_key
from tests.concurrency.racing import Race, racing, refusals
from tests.incidents.making import make_incident, man_all_units
from tests.incidents.neighbours import call, called, make_grids, people_of, wish

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 30


@pytest.fixture
def race() -> Iterator[Race]:
    with racing() as race:
        yield race


@pytest.fixture
def town(transactional_db: None, now: datetime) -> Town:
    with transaction.atomic():
        town = make_town()
        man_all_units(town, now)
        people_of(town, make_grids(town, 1)[0], 4)
    return town


def _call_out(town: Town, now: datetime, needed: int = 1) -> tuple[Incident, int]:
    from linwang.places.models import Grid

    with transaction.atomic():
        CallOut.objects.all().delete()
        incident = make_incident(town, now)
        return incident, call(town, incident, wish(list(Grid.objects.all()), now, needed=needed), now, first=2)


def test_two_yes_for_one_place_one_is_thanked(town: Town, now: datetime, race: Race) -> None:
    desk = town.actor("dispatcher")
    for _ in range(ROUNDS):
        _incident, call_out = _call_out(town, now)
        one, other = (_yes(row, desk, now) for row in called(call_out))

        answers = race.run(one, other)

        assert len(refusals(answers)) == 1
        assert sorted(row.status for row in called(call_out)) == ["coming", "not_needed"]
        assert CallOut.objects.get(pk=call_out).status == CallOutStatus.ENOUGH


def test_two_stand_downs_are_one(town: Town, now: datetime, race: Race) -> None:
    desks = [town.actor(role) for role in ("dispatcher", "duty_officer")]
    for _ in range(ROUNDS):
        incident, call_out = _call_out(town, now)

        answers = race.run(*(partial(stand_down, call_out=call_out, key=new_key(), by=by, at=now) for by in desks))

        assert len(refusals(answers)) == 1
        lines = [line for line in journal.lines_of("incident", [incident.number]) if line.what == "stood_down"]
        assert len(lines) == 1


def test_somebody_joins_while_it_ends_and_is_not_left_behind(town: Town, now: datetime, race: Race) -> None:
    desk = town.actor("dispatcher")
    for _ in range(ROUNDS):
        _incident, call_out = _call_out(town, now)

        def end(call_out: int = call_out) -> None:
            stand_down(call_out=call_out, key=new_key(), by=desk, at=now)
            end_call_out(call_out=call_out, key=new_key(), by=desk, at=now)

        race.run(end, partial(join, call_out=call_out, name="周大海", phone="", key=new_key(), at=now))

        has_ended = CallOut.objects.get(pk=call_out).status == CallOutStatus.ENDED
        assert has_ended != CalledPerson.objects.filter(call_out=call_out, wave=0).exists()


def test_two_waves_at_once_ask_nobody_twice(town: Town, now: datetime, race: Race) -> None:
    desks = [town.actor(role) for role in ("dispatcher", "duty_officer")]
    for _ in range(ROUNDS):
        _incident, call_out = _call_out(town, now, needed=9)

        race.run(*(partial(ask_more, call_out=call_out, count=2, key=new_key(), by=by, at=now) for by in desks))

        people = [row.person_id for row in called(call_out)]
        assert len(people) == len(set(people)) == 4


def _yes(row: CalledPerson, by: Actor, at: datetime) -> partial[int]:
    return partial(mark_called, called=row.pk, to=CalledStatus.COMING, minutes=20, key=new_key(), by=by, at=at)
