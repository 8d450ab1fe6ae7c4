"""What a dead worker held: a job that was being done when its worker was killed stays "being done" for ever.

A parcel would never arrive, nor any later one with its lock; an entry of the timetable would never run again.
This is not an entry of the timetable itself, because it would be stuck in the same way.
"""

import asyncio
import logging

from procrastinate import App
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

_log = logging.getLogger(__name__)


async def take_up_again(app: App, *, silence: float) -> None:
    """For ever: put back what workers hold who have given no sign of life for `silence` seconds."""
    while True:
        try:
            await put_back(app, silence=silence)
        except ConnectorException as problem:
            _log.warning("looking for jobs left behind: %s", problem)
        await asyncio.sleep(silence / 2)


async def put_back(app: App, *, silence: float) -> int:
    """Let the jobs of dead workers wait again; their handlers do nothing twice. Returns how many."""
    left = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silence))
    for job in left:
        _log.warning("job %s (%s) was left behind by a dead worker", job.id, job.task_name)
        await _wait_again(app, job)
    return len(left)


async def _wait_again(app: App, job: Job) -> None:
    """Of an entry of the timetable the next turn may be waiting already: then this turn is over."""
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
