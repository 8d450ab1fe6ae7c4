"""What is kept for a time only: callers' details, photos and rings leave when their days are over.

The words of a call stay: they are the record of the event. A reopened or open incident keeps everything.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from linwang.foundation.station_settings import value_of
from linwang.incidents.models import Call, CalledPerson, Caller, CallOut, Incident, IncomingCall, Photo
from linwang.incidents.states import IncidentStatus

_ENDED = (IncidentStatus.CLOSED, IncidentStatus.MERGED)
_BUNCH = 1000
_IN_BETWEEN = timedelta(days=1)
"""A photo's file is written before its row: a younger one may still get it."""


def forget_callers(*, station: int, at: datetime) -> int:
    """Names and numbers of callers of incidents closed long ago, and for whom they called; returns how many."""
    before = at - timedelta(days=value_of(station, "caller_days"))
    calls = Call.objects.filter(incident__in=_ended(station, before))
    Call.objects.filter(pk__in=calls.exclude(on_behalf_of="").values("pk")).update(on_behalf_of="")
    return Caller.objects.filter(call__in=calls.values("pk")).delete()[0]


def forget_photos(*, station: int, at: datetime) -> int:
    """Photos of incidents closed long ago: the row first, then its file; returns how many."""
    before = at - timedelta(days=value_of(station, "photo_days"))
    forgotten = 0
    while bunch := list(Photo.objects.filter(incident__in=_ended(station, before))[:_BUNCH]):
        with transaction.atomic():
            Photo.objects.filter(pk__in=[photo.pk for photo in bunch]).delete()
        for photo in bunch:
            (Path(settings.PHOTO_FOLDER) / photo.file).unlink(missing_ok=True)
        forgotten += len(bunch)
    return forgotten


def forget_litter(*, at: datetime) -> int:
    """Files of photos without their row, left by a process that was killed in between; returns how many."""
    folder, before = Path(settings.PHOTO_FOLDER), (at - _IN_BETWEEN).timestamp()
    old = {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.stat().st_mtime < before
    }
    litter = old - set(Photo.objects.filter(file__in=old).values_list("file", flat=True))
    for name in litter:
        (folder / name).unlink(missing_ok=True)
    return len(litter)


def forget_rings(*, station: int, at: datetime) -> int:
    """Who rang, whether a call came of it or not; returns how many."""
    before = at - timedelta(days=value_of(station, "ring_days"))
    return IncomingCall.objects.filter(station=station, rang_at__lt=before).delete()[0]


def forget_called(*, station: int, at: datetime) -> int:
    """Who was asked, came and walked up in call-outs that ended long ago; the counts stay. Returns how many."""
    before = at - timedelta(days=value_of(station, "call_out_days"))
    ended = CallOut.objects.filter(station=station, ended_at__lt=before)
    return CalledPerson.objects.filter(call_out__in=ended).delete()[1].get("incidents.CalledPerson", 0)


def _ended(station: int, before: datetime) -> QuerySet[Incident]:
    """Closed before the moment, or merged into one that was."""
    closed = Incident.objects.filter(station=station, status__in=_ENDED)
    return closed.filter(closed_at__lt=before) | closed.filter(closed_at=None, received_at__lt=before)
