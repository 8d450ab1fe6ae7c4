"""The table of races: two acts in one moment, 30 times each, 150 in the long run. Either one wins, or both count.

A new race is one line of `PAIRS` and a few words that make its ground and say what must be left.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from linwang.foundation.actor import Actor
from linwang.foundation.models import JournalLine
from linwang.incidents.actions.agencies import answer_as_agency, tell_agencies, withdraw
from linwang.incidents.actions.close import close
from linwang.incidents.actions.drafts import save_draft
from linwang.incidents.actions.hand_over import accept, decline, offer, take_back
from linwang.incidents.actions.notes import note
from linwang.incidents.actions.shift_hand_over import hand_over_shift, take_over_shift
from linwang.incidents.actions.steps import tick
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import AgencyTask, Call, CallDraft, Incident, ShiftHandOver, StationHandOver, StepDone
from linwang.incidents.states import AGENCY_OPEN, AgencyStatus, Disposition
from linwang.places.actions.learn_alias import confirm_alias, refuse_alias
from linwang.places.models import AliasProposal, PlaceName
from tests.builders import Town, make_town
from tests.concurrency.racing import ROUNDS, Race, racing, refusals
from tests.incidents.calls import take

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Round:
    """One round of a race: the town, its moment, and which round it is, who may act."""

    town: Town
    at: datetime
    turn: int
    actors: Mapping[str, Actor]

    def by(self, role: str) -> dict[str, Any]:
        """Key, actor and moment."""
        return {"key": uuid4(), "by": self.actors[role], "at": self.at}


FEW_ROUNDS = 30
ROLES = ("call_taker", "dispatcher", "duty_officer", "dispatcher@02", "duty_officer@02", "agency")
Answers = tuple[object, object]
Made = Any


@dataclass(frozen=True)
class Pair:
    """What stands before, the two acts, and what must hold afterwards of what stood before and the answers."""

    ready: Callable[[Round], Made]
    one: Callable[[Round, Made], Callable[[], object]]
    other: Callable[[Round, Made], Callable[[], object]]
    holds: Callable[[Round, Made, Answers], bool]


def one_wins(answers: Answers) -> bool:
    """One of them was refused, with a sentence."""
    return len(refusals(answers)) == 1


def both_count(answers: Answers) -> bool:
    """Neither was refused."""
    return refusals(answers) == []


def lines(number: object, *what: str) -> int:
    """How many lines of these acts a record has."""
    return JournalLine.objects.filter(reference=str(number), what__in=what).count()


def _call(round_: Round) -> str:
    return take(round_.town, round_.at, by=round_.actors["call_taker"], kind="theft.market")


def _draft(serial: int) -> Callable[[Round, Made], Callable[[], object]]:
    def save(round_: Round, key: Made) -> Callable[[], object]:
        who = {"by": round_.actors["call_taker"], "at": round_.at}
        return partial(
            save_draft, draft=key, content={"words": str(serial)}, serial=serial, begun_at=round_.at, **who
        )  # fmt: skip

    return save


def _take_it(round_: Round, key: Made) -> Callable[[], object]:
    return partial(
        take_call, words="x", channel="phone", rang_at=round_.at, key=key, by=round_.actors["call_taker"],
        at=round_.at,
    )  # fmt: skip


def _take_any(round_: Round, _made: Made) -> Callable[[], object]:
    return partial(take, round_.town, round_.at, by=round_.actors["call_taker"])


def _close(role: str) -> Callable[[Round, Made], Callable[[], object]]:
    return lambda r, number: partial(
        close, number=number, disposition=Disposition.HANDLED, words=role, **r.by(role)
    )  # fmt: skip


def _close_while_offered_is_one(round_: Round, number: Made, answers: Answers) -> bool:
    incident = Incident.objects.get(number=number)
    offered = StationHandOver.objects.filter(incident=incident, status="offered").count()
    return one_wins(answers) and (incident.status == "closed") != bool(offered)


def _offered(round_: Round) -> str:
    number = _call(round_)
    offer(number=number, to_station=round_.town.neighbour.pk, words="x", **round_.by("dispatcher"))
    return number


def _answered_once(round_: Round, number: Made, answers: Answers) -> bool:
    ended = StationHandOver.objects.exclude(status="offered").filter(incident__number=number).count()
    return one_wins(answers) and ended == 1 and lines(number, "hand_over_answered") == 1


def _tell(role: str) -> Callable[[Round, Made], Callable[[], object]]:
    return lambda r, number: partial(
        tell_agencies, number=number, partners=[r.town.agencies["water"].pk], asked="x", **r.by(role)
    )  # fmt: skip


def _told(round_: Round) -> int:
    number = _call(round_)
    (task,) = tell_agencies(
        number=number, partners=[round_.town.agencies["roads"].pk], asked="x", **round_.by("dispatcher")
    )
    return task


def _task_ended_once(round_: Round, task: Made, answers: Answers) -> bool:
    told = AgencyTask.objects.select_related("incident").get(pk=task)
    return one_wins(answers) and told.over_at is not None and told.incident.version == 3


def _alias(round_: Round) -> int:
    said = f"{chr(ord('一') + 37 * round_.turn)}记老铺"
    take(round_.town, round_.at, by=round_.actors["call_taker"], place=round_.town.market.pk, place_words=said)
    return AliasProposal.objects.values_list("pk", flat=True).get(said=said)


def _decide(action: Callable[..., object], role: str) -> Callable[[Round, Made], Callable[[], object]]:
    return lambda r, proposal: partial(action, proposal=proposal, **r.by(role))


def _alias_decided_once(round_: Round, proposal: Made, answers: Answers) -> bool:
    held = AliasProposal.objects.get(pk=proposal)
    made = PlaceName.objects.filter(name=held.said).count()
    return one_wins(answers) and made == (held.status == "confirmed")


def _shift(round_: Round) -> int:
    return hand_over_shift(words="x", **round_.by("call_taker"))


def _sign(role: str) -> Callable[[Round, Made], Callable[[], object]]:
    return lambda r, given: partial(take_over_shift, hand_over=given, **r.by(role))


def _join(round_: Round, number: Made) -> Callable[[], object]:
    return partial(take, round_.town, round_.at, by=round_.actors["call_taker"], join=number)


def _note(role: str) -> Callable[[Round, Made], Callable[[], object]]:
    return lambda r, number: partial(note, number=number, words=role, **r.by(role))


def _calls(number: object) -> int:
    return Call.objects.filter(incident__number=number).count()


def _version(number: object) -> int:
    return Incident.objects.values_list("version", flat=True).get(number=number)


def _answer_hand_over(action: Callable[..., object], role: str) -> Callable[[Round, Made], Callable[[], object]]:
    return lambda r, number: partial(action, number=number, words="x", **r.by(role))


def _signed_for(round_: Round) -> int:
    """How many hand-overs waited; the desk is free to give again."""
    return ShiftHandOver.objects.filter(taken_at=None).update(taken_at=round_.at)


def _open_tasks(number: object) -> int:
    return AgencyTask.objects.filter(incident__number=number, status__in=AGENCY_OPEN).count()


def _tick(role: str) -> Callable[[Round, Made], Callable[[], object]]:
    return lambda r, number: partial(tick, number=number, step="see", **r.by(role))


PAIRS: dict[str, Pair] = {
    "two desks close": Pair(
        _call, _close("dispatcher"), _close("duty_officer"),
        lambda _r, number, answers: one_wins(answers) and lines(number, "closed") == 1,
    ),
    "a desk closes while another offers it to a station": Pair(
        _call, _close("duty_officer"),
        lambda r, number: partial(
            offer, number=number, to_station=r.town.neighbour.pk, words="x", **r.by("dispatcher")
        ),
        _close_while_offered_is_one,
    ),
    "two desks accept a hand-over": Pair(
        _offered, _answer_hand_over(accept, "dispatcher@02"), _answer_hand_over(accept, "duty_officer@02"),
        _answered_once,
    ),
    "a hand-over is accepted while it is taken back": Pair(
        _offered, _answer_hand_over(accept, "dispatcher@02"), _answer_hand_over(take_back, "dispatcher"),
        _answered_once,
    ),
    "a hand-over is accepted and declined": Pair(
        _offered, _answer_hand_over(accept, "dispatcher@02"), _answer_hand_over(decline, "duty_officer@02"),
        _answered_once,
    ),
    "two desks tell one agency": Pair(
        _call, _tell("dispatcher"), _tell("duty_officer"),
        lambda _r, number, answers: one_wins(answers) and _open_tasks(number) == 1,
    ),
    "an agency is told while it is closed": Pair(
        _call, _tell("dispatcher"), _close("duty_officer"),
        lambda _r, number, answers: one_wins(answers) and _open_tasks(number) == 1 - lines(number, "closed"),
    ),
    "an agency declines while it is withdrawn": Pair(
        _told,
        lambda r, task: partial(answer_as_agency, task=task, to=AgencyStatus.DECLINED, words="x", **r.by("agency")),
        lambda r, task: partial(withdraw, task=task, words="x", **r.by("dispatcher")),
        _task_ended_once,
    ),
    "two people confirm a name": Pair(
        _alias, _decide(confirm_alias, "dispatcher"), _decide(confirm_alias, "duty_officer"), _alias_decided_once
    ),
    "a name is confirmed and refused": Pair(
        _alias, _decide(confirm_alias, "dispatcher"), _decide(refuse_alias, "duty_officer"), _alias_decided_once
    ),
    "a draft is saved twice": Pair(
        lambda _r: uuid4(), _draft(1), _draft(2),
        lambda _r, key, answers: both_count(answers) and CallDraft.objects.get(key=key).content == {"words": "2"},
    ),
    "a draft is saved while its call is taken": Pair(
        lambda _r: uuid4(), _draft(1), _take_it,
        lambda _r, key, answers: both_count(answers) and not CallDraft.objects.filter(key=key).exists(),
    ),
    "a draft grows while its call is taken": Pair(
        lambda r: (key := uuid4(), _draft(1)(r, key)())[0], _draft(2), _take_it,
        lambda _r, key, answers: both_count(answers) and not CallDraft.objects.filter(key=key).exists(),
    ),
    "one call is sent twice with one key": Pair(
        lambda _r: uuid4(), _take_it, _take_it,
        lambda _r, _key, answers: answers[0] == answers[1] and _calls(answers[0]) == 1,
    ),
    "two calls are taken at once": Pair(
        lambda _r: None, _take_any, _take_any,
        lambda r, _made, answers: {int(str(answer)[-4:]) for answer in answers} == {2 * r.turn + 1, 2 * r.turn + 2},
    ),
    "two callers tell of one incident": Pair(
        _call, _join, _join,
        lambda _r, number, answers: both_count(answers) and Incident.objects.get(number=number).caller_count == 3,
    ),
    "two desks write a line": Pair(
        _call, _note("dispatcher"), _note("call_taker"),
        lambda _r, number, answers: both_count(answers) and (_version(number), lines(number, "noted")) == (3, 2),
    ),
    "two desks tick one step": Pair(
        _call, _tick("dispatcher"), _tick("call_taker"),
        lambda _r, number, answers: one_wins(answers)
        and StepDone.objects.filter(incident__number=number).count() == lines(number, "step_done") == 1,
    ),
    "two people sign for a shift": Pair(
        _shift, _sign("dispatcher"), _sign("duty_officer"),
        lambda _r, given, answers: one_wins(answers) and ShiftHandOver.objects.get(pk=given).taken_by is not None
        and lines(given, "shift_taken") == 1,
    ),
    "two desks give the shift": Pair(
        lambda _r: None,
        lambda r, _made: partial(hand_over_shift, words="x", **r.by("dispatcher")),
        lambda r, _made: partial(hand_over_shift, words="x", **r.by("duty_officer")),
        lambda r, _made, answers: one_wins(answers) and _signed_for(r) == 1,
    ),
}  # fmt: skip


@pytest.fixture
def town(transactional_db: None) -> Town:
    with transaction.atomic():
        return make_town()


@pytest.fixture
def race() -> Iterator[Race]:
    with racing() as race:
        yield race


@pytest.mark.parametrize("name", PAIRS)
def test_two_acts_in_one_moment_end_well(town: Town, race: Race, now: datetime, name: str) -> None:
    assert _wrong(PAIRS[name], town, race, now, FEW_ROUNDS) == []


@pytest.mark.long
@pytest.mark.parametrize("name", PAIRS)
def test_two_acts_in_one_moment_end_well_often(town: Town, race: Race, now: datetime, name: str) -> None:
    assert _wrong(PAIRS[name], town, race, now, ROUNDS) == []


def _wrong(pair: Pair, town: Town, race: Race, now: datetime, rounds: int) -> list[tuple[int, Answers]]:
    """The rounds that did not end as they must."""
    actors, wrong = {role: town.actor(role) for role in ROLES}, []
    for turn in range(rounds):
        round_ = Round(town, now, turn, actors)
        made = pair.ready(round_)
        answers = race.run(pair.one(round_, made), pair.other(round_, made))
        if not pair.holds(round_, made, answers):
            wrong.append((turn, answers))
    return wrong
