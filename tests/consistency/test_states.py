"""Every state can be reached and left, and the diagrams in the docs are those of the code."""

from pathlib import Path

import pytest

from linwang.incidents import states
from linwang.jobs import documents

ROOT = Path(__file__).resolve().parents[2]

TABLES = {
    "incident": (states.INCIDENT_NEXT, states.IncidentStatus.RECEIVED, set()),
    "assignment": (states.ASSIGNMENT_NEXT, states.AssignmentStatus.SENT, {states.AssignmentStatus.RECALLED}),
    "call_out": (states.CALL_OUT_NEXT, states.CallOutStatus.ASKING, {states.CallOutStatus.ENDED}),
    "called": (states.CALLED_NEXT, states.CalledStatus.ASKED, set()),
    "agency": (
        states.AGENCY_NEXT,
        states.AgencyStatus.TOLD,
        {states.AgencyStatus.CLEARED, states.AgencyStatus.DECLINED, states.AgencyStatus.WITHDRAWN},
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_state_is_reached_and_only_the_ends_have_no_way_out(name: str) -> None:
    following, first, ends = TABLES[name]

    reached, waiting = {first}, [first]
    while waiting:
        for state in following[waiting.pop()] - reached:
            reached.add(state)
            waiting.append(state)

    assert reached == set(following) == set(type(first))
    assert {state for state, after in following.items() if not after} == ends


def test_the_documents_are_those_of_the_code() -> None:
    stale = [path for path, text in documents.generated().items() if (ROOT / path).read_text() != text]

    assert stale == [], "run `./linwang write_docs`"
