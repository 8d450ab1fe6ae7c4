"""The worker's tasks: parcels of the outbox, and the timetable. procrastinate finds this module by its name."""

import logging
from collections.abc import Callable
from typing import Any

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from linwang.foundation import clock
from linwang.jobs.deliveries import deliver
from linwang.jobs.timetable import CLEAR_QUEUE, KEPT_HOURS, TIMETABLE, Entry

_log = logging.getLogger(__name__)
RETRIES = RetryStrategy(max_attempts=8, exponential_wait=3)
"""After 3, 9, 27 … seconds, then the parcel stays failed and can be seen."""


@app.task(name="linwang.deliver", queue="outbox", retry=RETRIES, pass_context=True)
def deliver_parcel(context: JobContext, kind: str, facts: dict[str, Any]) -> None:
    """Hand one parcel to its handlers."""
    deliver(kind, facts, parcel=context.job.id or 0, at=clock.now())


@app.periodic(cron=CLEAR_QUEUE)
@app.task(name="linwang.clear_queue", queue="timetable", queueing_lock="linwang.clear_queue", pass_context=True)
async def clear_queue(context: JobContext, timestamp: int) -> None:
    """Finished jobs leave the queue after a while."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


def _act_of(entry: Entry) -> Callable[[int], None]:
    def act(timestamp: int) -> None:
        done = entry.act(clock.now())
        if done:
            _log.info("%s: %d", entry.name, done)

    return act


for _entry in TIMETABLE:
    _task = app.task(name=_entry.name, queue="timetable", queueing_lock=_entry.name, lock=_entry.name)(_act_of(_entry))
    app.periodic(cron=_entry.cron)(_task)
