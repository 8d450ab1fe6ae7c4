"""Figures for Prometheus: counts and times by view and status. Nothing about anybody: no person, no number, no place.

With `PROMETHEUS_MULTIPROC_DIR` (set by `./linwang serve`) all web processes count into files of one folder, and any
of them answers for all; without it, a process answers for itself.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import REGISTRY, Collector

from linwang.foundation import clock, heartbeats, queue_state
from linwang.foundation.refusals import NotAllowed
from linwang.web.guards import open_to_all

OWN_MACHINE = ("127.0.0.1", "::1")
REQUESTS = Counter("linwang_requests", "Answers given", ["view", "method", "status"])
SECONDS = Histogram(
    "linwang_request_seconds", "From the request to its answer", ["view", "method"],
    buckets=(0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10),
)  # fmt: skip
ACTS = Counter("linwang_acts", "Acts by how they ended: done, refused, busy, fault", ["view", "ended"])
LISTENERS = Gauge("linwang_live_listeners", "Browsers on the live stream", multiprocess_mode="livesum")
POOL = Gauge("linwang_pool", "Database connections of the web processes", ["state"], multiprocess_mode="livesum")


class MeasureMiddleware:
    """Counts every answer but those of health and of the figures themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's name stands for the address, which may hold numbers of incidents."""
        began = time.perf_counter()
        response = self.get_response(request)
        view, method = _view_of(request), request.method if request.method in ("GET", "POST", "HEAD") else "other"
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        SECONDS.labels(view, method).observe(time.perf_counter() - began)
        if method == "POST":
            ACTS.labels(view, _ended(response.status_code)).inc()
        _note_pool()
        return response


@open_to_all("asked by a Prometheus without an account: with its key, or from this machine itself")
def metrics(request: HttpRequest) -> HttpResponse:
    """All figures as text."""
    _check_may_read(request)
    registry = CollectorRegistry()
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        _forget_the_dead(Path(folder))
        MultiProcessCollector(registry)
    else:
        registry = REGISTRY
    text = generate_latest(registry) + generate_latest(_OfTheDatabase.registry())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


class _OfTheDatabase(Collector):
    """What is true of the station as a whole, asked at the moment of reading."""

    @classmethod
    def registry(cls) -> CollectorRegistry:
        """A registry of its own, so that it is told once however many processes there are."""
        made = CollectorRegistry()
        made.register(cls())
        return made

    def collect(self) -> Iterator[Metric]:
        """The queue and the heartbeats; a database that is away is a figure too."""
        now = clock.now()
        try:
            waiting, beats = queue_state.waiting(at=now), heartbeats.beats()
        except DatabaseError:
            yield GaugeMetricFamily("linwang_database_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("linwang_database_up", "Whether the database answers", value=1)
        jobs = GaugeMetricFamily("linwang_jobs_waiting", "Jobs that wait, by queue", labels=["queue"])
        oldest = GaugeMetricFamily("linwang_jobs_oldest_seconds", "Age of the oldest that is due", labels=["queue"])
        for queue in waiting:
            jobs.add_metric([queue.name], queue.count)
            oldest.add_metric([queue.name], queue.oldest_seconds)
        silent = GaugeMetricFamily("linwang_heartbeat_age_seconds", "Since it was last heard of", labels=["heart"])
        for heart, heard_at in beats.items():
            silent.add_metric([str(heart)], (now - heard_at).total_seconds())
        yield from (jobs, oldest, silent)


def _check_may_read(request: HttpRequest) -> None:
    """The machine's key; where none is set, only this machine, and not through a proxy on it."""
    if settings.METRICS_KEY:
        said = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if secrets.compare_digest(said.encode(), settings.METRICS_KEY.encode()):
            return
    elif request.META.get("REMOTE_ADDR") in OWN_MACHINE and "X-Forwarded-For" not in request.headers:
        return
    raise NotAllowed("metrics: set LINWANG_METRICS_KEY and send it as a bearer token, or ask from the machine itself")


def _view_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name if match else "") or "none"


def _ended(status: int) -> str:
    if status < 400:
        return "done"
    if status == 503:
        return "busy"
    return "refused" if status < 500 else "fault"


def _note_pool() -> None:
    pool = connections["default"].pool  # type: ignore[attr-defined]
    if pool is None:
        return
    stats = pool.get_stats()
    size, free = stats.get("pool_size", 0), stats.get("pool_available", 0)
    for state, count in {"in_use": size - free, "free": free, "waited_for": stats.get("requests_waiting", 0)}.items():
        POOL.labels(state).set(count)


def _forget_the_dead(folder: Path) -> None:
    """A process that was killed leaves its gauges behind."""
    pids = {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_live*_*.db")}
    for pid in pids:
        if not Path(f"/proc/{pid}").exists():
            mark_process_dead(pid)
