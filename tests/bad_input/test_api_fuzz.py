"""The API as schemathesis reads its description: fitting and unfitting requests, one by one and in sequences.

Each request goes through the whole application. A fault, a refusal without a sentence, an answer that the
description does not know, or a row left by a refused request fails the test.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode

from linwang.foundation import clock
from linwang.personnel.actions.keys import make_key
from tests.authorisation.ground import OWN, Ground
from tests.authorisation.matrix import OPERATIONS
from tests.bad_input.spoiling import rows_stored
from tests.builders import new_key

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
ONE_BY_ONE, SEQUENCES, SECONDS = 2500, 400, 1200.0
"""Requests of each kind for each operation, sequences, and seconds after which the rest is left out."""
QUICK = 12
QUIET = [
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


class Door:
    """The application and the keys that open its operations; counts what was answered."""

    def __init__(self, ground: Ground) -> None:
        self.schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
        self.keys = {scope: _key(ground, scope) for scope in set(OPERATIONS.values())}
        self.task = ground.records[OWN]["task"]
        self.stored = rows_stored()
        self.answers: Counter[int] = Counter()
        self.until = time.monotonic() + SECONDS

    @property
    def operations(self) -> list[Any]:
        return [found.ok() for found in self.schema.get_all_operations()]

    def headers(self, case: Case) -> Mapping[str, str]:
        scope = OPERATIONS[case.operation.method, case.operation.path]
        return {"Authorization": f"Bearer {self.keys[scope]}"}

    def ask(self, case: Case) -> Any:
        """One request, put back afterwards; a refused one must have left nothing."""
        if "task" in case.path_parameters and self.answers.total() % 2:
            case.path_parameters["task"] = self.task
        with _put_back():
            answer = case.call(headers=self.headers(case))
            self.judge(case, answer)
            assert answer.status_code < 400 or rows_stored() == self.stored, f"{case} left something behind"
        return answer

    def judge(self, case: Case, answer: Any) -> None:
        self.answers[answer.status_code] += 1
        assert answer.status_code < 500, (case.as_curl_command(), answer.text[:500])
        if answer.status_code >= 400 and answer.status_code not in (404, 405):
            assert "refusal" in answer.text, (case.as_curl_command(), answer.status_code, answer.text[:500])


@contextmanager
def _put_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _key(ground: Ground, scope: str) -> str:
    partner = ground.records[OWN]["roads"].pk if scope == "agency_status" else None
    return str(make_key(
        name=f"平台{scope}", scopes=frozenset({scope}), partner=partner, days=30, key=new_key(),
        by=ground.town.actor("administrator"), at=clock.now(),
    ))  # fmt: skip


@pytest.fixture
def door(ground: Ground) -> Iterator[Door]:
    """As Django's own test client: the end of a request does not close the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield Door(ground)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _fuzz(door: Door, operation: Any, mode: GenerationMode, examples: int) -> None:
    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET,
        phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        if time.monotonic() < door.until:
            door.ask(case)

    ask()


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_each_operation_answers_what_fits_and_what_does_not(door: Door, mode: GenerationMode) -> None:
    for operation in door.operations:
        if mode is GenerationMode.POSITIVE or operation.body or operation.query:
            _fuzz(door, operation, mode, QUICK)

    assert door.answers.total() >= QUICK * len(door.operations) / 2


@pytest.mark.long
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_long_each_operation_answers_thousands(door: Door, mode: GenerationMode) -> None:
    for operation in door.operations:
        if mode is GenerationMode.POSITIVE or operation.body or operation.query:
            _fuzz(door, operation, mode, ONE_BY_ONE)

    _tell(f"API one by one, {mode.value}", door)


@pytest.mark.long
def test_long_sequences_are_answered(door: Door) -> None:
    """Whatever was done before, the next request is answered; what one sequence did stays for the next."""

    class Workflow(door.schema.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: Case) -> dict[str, Any]:
            return {"headers": door.headers(case)}

        def validate_response(self, response: Any, case: Case, **_: Any) -> None:
            door.judge(case, response)

    with _put_back():
        Workflow.run(settings=settings(
            max_examples=SEQUENCES, stateful_step_count=12, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
        ))  # fmt: skip

    _tell("API in sequences", door)


def _tell(what: str, door: Door) -> None:
    sys.__stderr__.write(f"\n{what}: {door.answers.total()} requests, {dict(sorted(door.answers.items()))}\n")


def test_the_operations_are_those_of_the_table(door: Door) -> None:
    assert {(one.method, one.path) for one in door.operations} == set(OPERATIONS)
