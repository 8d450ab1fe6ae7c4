"""The open Traccar Client phone app: what it sends about where it is.

Its older releases send OsmAnd's parameters in the address or as a form (`id`, `timestamp`, `lat`, `lon`, `accuracy` …),
the newer ones a JSON body `{"location": {"timestamp", "coords": {…}}, "device_id"}`. Both are read as Traccar's own
OsmAnd decoder reads them: https://www.traccar.org/osmand/. Speed, bearing and battery are not kept: nobody needs them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput

SECONDS_END = 2**31
"""A whole number below this counts seconds, above it milliseconds, as Traccar decides it."""


@dataclass(frozen=True)
class DeviceReport:
    """One position of a device in WGS-84 degrees; `at` is None where the device told no time."""

    device: str
    lon: float
    lat: float
    at: datetime | None
    accuracy_metres: float | None


def read_report(*, query: Mapping[str, str], content_type: str, body: bytes) -> DeviceReport:
    """What a request of the app says, in whichever of its forms."""
    try:
        if content_type.startswith("application/json"):
            return _from_json(json.loads(body))
        return _from_pairs(query or dict(parse_qsl(body.decode())))
    except (ValueError, TypeError, KeyError, AttributeError, OSError, OverflowError, RecursionError) as error:
        raise BadInput(_("定位数据不完整或不正确，没有保存。请检查定位应用的设置。")) from error


def _from_pairs(pairs: Mapping[str, str]) -> DeviceReport:
    lat, lon = pairs["location"].split(",")[:2] if "location" in pairs else (pairs["lat"], pairs["lon"])
    return DeviceReport(
        device=_device(pairs.get("id") or pairs["deviceid"]),
        lon=float(lon),
        lat=float(lat),
        at=_moment(pairs.get("timestamp", "")),
        accuracy_metres=_accuracy(pairs.get("accuracy")),
    )


def _from_json(said: Mapping[str, Any]) -> DeviceReport:
    location = said["location"]
    coords = location["coords"]
    return DeviceReport(
        device=_device(said["device_id"]),
        lon=float(coords["longitude"]),
        lat=float(coords["latitude"]),
        at=_moment(location.get("timestamp", "")),
        accuracy_metres=_accuracy(coords.get("accuracy")),
    )


def _device(identifier: object) -> str:
    device = str(identifier).strip()
    if not device or "\x00" in device or not device.isprintable():
        raise ValueError("a device has an identifier")
    return device


def _moment(said: object) -> datetime | None:
    """Seconds, milliseconds or a date and time; a time without a zone is UTC, as OsmAnd defines it."""
    words = str(said).strip()
    if not words:
        return None
    if words.removeprefix("-").isdigit():
        number = int(words)
        return datetime.fromtimestamp(number if number < SECONDS_END else number / 1000, UTC)
    moment = datetime.fromisoformat(words)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _accuracy(said: object) -> float | None:
    """Metres; a device that does not know says a negative number or nothing."""
    metres = float(str(said)) if said not in (None, "") else -1.0
    return metres if 0 <= metres < 1e6 else None
