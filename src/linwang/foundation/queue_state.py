"""How long the outbox and the timetable have been waiting: asked by the figures for Prometheus."""

from dataclasses import dataclass
from datetime import datetime

from linwang.foundation import statements


@dataclass(frozen=True)
class Waiting:
    """One queue: how many jobs wait, and for how long the oldest has been due."""

    name: str
    count: int
    oldest_seconds: float


_WAITING = """
select j.queue_name, count(*), coalesce(max(extract(epoch from %s - coalesce(j.scheduled_at, e.at))), 0)
from procrastinate_jobs j
left join lateral (
  select min(at) as at from procrastinate_events where job_id = j.id and type in ('deferred', 'deferred_for_retry')
) e on true
where j.status = 'todo' group by j.queue_name order by j.queue_name
"""


def waiting(*, at: datetime) -> list[Waiting]:
    """Every queue in which something waits."""
    return [Waiting(name, count, max(0.0, float(oldest))) for name, count, oldest in statements.rows(_WAITING, [at])]
