"""Merging and closing, merging crosswise, claiming and handing in at the same moment: one of them holds."""

from datetime import datetime
from functools import partial

import pytest

from linwang.incidents.actions.close import close
from linwang.incidents.actions.merge import merge
from linwang.incidents.actions.telephone import announce, claim
from linwang.incidents.models import Assignment, Incident, IncomingCall
from linwang.incidents.states import OPEN, Disposition
from tests.builders import Town, make_town
from tests.concurrency.at_once import Desks, refusals
from tests.incidents.calls import act, send, take

ROUNDS = 150


@pytest.fixture
def busy_town(transactional_db: None) -> Town:
    return make_town()


def test_an_incident_is_either_merged_or_closed_never_both(busy_town: Town, now: datetime) -> None:
    with Desks(2) as desks:
        for _ in range(ROUNDS):
            kept, other = take(busy_town, now), take(busy_town, now)
            shut = partial(
                close, number=other, disposition=Disposition.HANDLED, words="x", **act(busy_town, now, "dispatcher")
            )

            answers = desks.at_once([partial(merge, kept=kept, merged=other, **act(busy_town, now)), shut])

            assert len(refusals(answers)) == 1
            incident = Incident.objects.get(number=other)
            assert incident.status == ("closed" if refusals(answers)[0] is answers[0] else "merged")


def test_a_closed_incident_never_gets_an_open_order_by_a_merge(busy_town: Town, now: datetime) -> None:
    with Desks(2) as desks:
        for _ in range(ROUNDS):
            kept, other = take(busy_town, now), take(busy_town, now)
            order = send(busy_town, other, "巡一", now)
            shut = partial(
                close, number=kept, disposition=Disposition.HANDLED, words="x", **act(busy_town, now, "dispatcher")
            )

            answers = desks.at_once([partial(merge, kept=kept, merged=other, **act(busy_town, now)), shut])

            assert len(refusals(answers)) == 1
            order.refresh_from_db()
            assert order.incident.status in OPEN
            Assignment.objects.filter(pk=order.pk).update(status="recalled")


def test_two_desks_merging_crosswise_never_wait_in_a_ring(busy_town: Town, now: datetime) -> None:
    with Desks(2) as desks:
        for _ in range(ROUNDS):
            first, second = take(busy_town, now), take(busy_town, now)

            answers = desks.at_once(
                [
                    partial(merge, kept=first, merged=second, **act(busy_town, now)),
                    partial(merge, kept=second, merged=first, **act(busy_town, now, "dispatcher")),
                ]
            )

            assert len(refusals(answers)) == 1
            statuses = Incident.objects.filter(number__in=[first, second]).values_list("status", flat=True)
            assert sorted(statuses) == ["merged", "received"]


def test_a_ring_is_answered_by_one_desk(busy_town: Town, now: datetime) -> None:
    with Desks(2) as desks:
        for turn in range(ROUNDS):
            ring = announce(outside_number=f"t-{turn}", phone="1", rang_at=now, **act(busy_town, now))

            answers = desks.at_once(
                [
                    partial(claim, incoming=ring, **act(busy_town, now, "call_taker")),
                    partial(claim, incoming=ring, **act(busy_town, now, "dispatcher")),
                ]
            )

            (late,) = refusals(answers)
            winner = IncomingCall.objects.get(pk=ring).claimed_by
            assert winner.name in str(late)


def test_a_call_handed_in_twice_at_once_is_one_incident(busy_town: Town, now: datetime) -> None:
    with Desks(2) as desks:
        for turn in range(ROUNDS):
            fed = {"channel": "feed", "outside_number": f"110-{turn}", "source": "110"}

            answers = desks.at_once([partial(take, busy_town, now, **fed), partial(take, busy_town, now, **fed)])

            assert answers[0] == answers[1]
    assert Incident.objects.count() == ROUNDS
