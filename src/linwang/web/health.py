"""Whether this process lives, and whether it can serve: asked by a service manager, a proxy and a watcher."""

import shutil
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from linwang.web.guards import open_to_all

LEAST_FREE_BYTES = 200 * 1024 * 1024
"""Below it photos and the database are about to fail."""


@open_to_all("asked by machines before anybody is signed in; says only yes")
def alive(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; a database that is away is no reason to restart it."""
    return HttpResponse("ok", content_type="text/plain")


@open_to_all("asked by machines before anybody is signed in; says of three things whether they are well")
def ready(request: HttpRequest) -> JsonResponse:
    """200 when acts can be taken: the database answers, its tables are up to date, the disk has room."""
    said = {"database": _database(), "disk": _disk()}
    said["migrations"] = _migrations() if said["database"] == "ok" else "unknown"
    is_ready = all(word == "ok" for word in said.values())
    return JsonResponse(said, status=200 if is_ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return "away"
    return "ok"


def _migrations() -> str:
    """Once up to date, this process stays so: its code does not change."""
    try:
        _check_migrated()
    except _Behind:
        return "behind"
    return "ok"


class _Behind(Exception):
    """Not kept by the cache: asked again the next time."""


@cache
def _check_migrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Behind


def _disk() -> str:
    """Of the folder with the photos (the database's own disk is its machine's to watch)."""
    place = settings.HOME if settings.HOME.exists() else settings.ROOT
    return "ok" if shutil.disk_usage(place).free >= LEAST_FREE_BYTES else "full"
