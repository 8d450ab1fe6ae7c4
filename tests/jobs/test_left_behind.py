"""A worker that was killed in the middle of a job: another does the job, and no entry of the timetable is stuck."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from linwang.foundation import outbox
from linwang.jobs.left_behind import put_back

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_queue() -> None:
    """The queue's tables are not ours to be emptied between tests."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")


def _held_by_a_worker(job: int, *, silent_seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "with worker as (insert into procrastinate_workers (last_heartbeat)"
            " values (now() - make_interval(secs => %s)) returning id)"
            " update procrastinate_jobs set status = 'doing', worker_id = (select id from worker) where id = %s",
            [silent_seconds, job],
        )


def _jobs() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("select id, status::text from procrastinate_jobs order by id")
        return list(cursor.fetchall())


def _look() -> int:
    async def look() -> int:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            async with working.open_async():
                return await put_back(working, silence=20)

    return asyncio.run(look())


def test_a_parcel_of_a_dead_worker_waits_again() -> None:
    outbox.put("unit.dispatched", assignment=1)
    ((job, _status),) = _jobs()
    _held_by_a_worker(job, silent_seconds=60)

    assert _look() == 1
    assert _jobs() == [(job, "todo")]


def test_a_parcel_of_a_living_worker_is_left_to_it() -> None:
    outbox.put("unit.dispatched", assignment=1)
    ((job, _status),) = _jobs()
    _held_by_a_worker(job, silent_seconds=5)

    assert _look() == 0
    assert _jobs() == [(job, "doing")]


def test_a_turn_of_the_timetable_whose_next_turn_waits_is_over() -> None:
    escalate = app.tasks["linwang.escalate"]
    escalate.defer(timestamp=1)
    ((job, _status),) = _jobs()
    _held_by_a_worker(job, silent_seconds=60)
    escalate.defer(timestamp=2)

    assert _look() == 1
    assert [status for _job, status in _jobs()] == ["failed", "todo"]
