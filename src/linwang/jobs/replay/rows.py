"""One record of the file as a call, or the reason why it cannot be one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linwang.gateways.tables.records import Record
from linwang.jobs.replay.mapping import CallMapping

JOINT = " · "


class Reason(StrEnum):
    """Why a row is not taken."""

    WRONG_ENCODING = "wrong_encoding"
    UNCLOSED_QUOTE = "unclosed_quote"
    UNREADABLE = "unreadable"
    WRONG_COLUMN_COUNT = "wrong_column_count"
    MISSING_FIELD = "missing_field"
    BAD_TIME = "bad_time"
    NEGATIVE_TIME = "negative_time"
    BAD_COORDINATES = "bad_coordinates"
    OUT_OF_BOUNDS = "out_of_bounds"
    DAMAGED_FILE = "damaged_file"
    REFUSED_BY_DESK = "refused_by_desk"


SENTENCES: dict[Reason, Promise] = {
    Reason.WRONG_ENCODING: _("有不能识别的字符，编码不对"),
    Reason.UNCLOSED_QUOTE: _("引号没有成对"),
    Reason.UNREADABLE: _("这一行读不懂"),
    Reason.WRONG_COLUMN_COUNT: _("列数与表头不同"),
    Reason.MISSING_FIELD: _("缺少必填的内容"),
    Reason.BAD_TIME: _("时间写法不对"),
    Reason.NEGATIVE_TIME: _("派警时间早于来电时间"),
    Reason.BAD_COORDINATES: _("坐标不对"),
    Reason.OUT_OF_BOUNDS: _("坐标远在本地之外"),
    Reason.DAMAGED_FILE: _("压缩文件从这里起损坏或不完整"),
    Reason.REFUSED_BY_DESK: _("指挥室没有接受"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken: its line, why, and what stood there."""

    line: int
    reason: Reason
    detail: str = ""

    @property
    def sentence(self) -> str:
        """The reason in words, with what stood in the row."""
        words = str(SENTENCES[self.reason])
        return gettext("%(reason)s：%(detail)s") % {"reason": words, "detail": self.detail} if self.detail else words


@dataclass(slots=True)
class CallRow:
    """A call as the file tells it; moments are seconds since 1970 (UTC), points degrees of WGS-84."""

    line: int
    rang: float
    words: str
    kind_words: str
    place_words: str
    lon: float | None
    lat: float | None
    call: str
    unit: str
    sent: float | None


class _Bad(Exception):
    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class RowReader:
    """Reads the records of one file."""

    def __init__(self, mapping: CallMapping, heading: Sequence[str]) -> None:
        place = {name.strip(): number for number, name in enumerate(heading)}
        self._mapping = mapping
        self._width = len(heading)
        self._cells = {field: tuple(place[name] for name in names) for field, names in mapping.columns.items()}
        self._has_point = "lon" in mapping.columns

    def read(self, record: Record) -> CallRow | Refusal:
        """The call in a record."""
        try:
            return self._call(record)
        except _Bad as bad:
            return Refusal(record.line, bad.reason, bad.detail[:80])

    def _call(self, record: Record) -> CallRow:
        if record.problem:
            raise _Bad(Reason(record.problem))
        cells = record.cells
        if len(cells) != self._width:
            raise _Bad(Reason.WRONG_COLUMN_COUNT, f"{len(cells)} ≠ {self._width}")
        rang = self._moment("rang_at", cells)
        lon, lat = self._point(cells) if self._has_point else (None, None)
        sent = self._moment("sent_at", cells) if "sent_at" in self._cells else None
        if sent is not None and sent < rang:
            raise _Bad(Reason.NEGATIVE_TIME, f"{self._said('sent_at', cells)} < {self._said('rang_at', cells)}")
        words = self._needed("words", cells)
        call = self._needed("call", cells) if "call" in self._cells else ""
        kind, where, unit = (self._said(field, cells) for field in ("kind", "place_words", "unit"))
        return CallRow(record.line, rang, words, kind, where, lon, lat, call, unit, sent)

    def _said(self, field: str, cells: Sequence[str]) -> str:
        parts = (cells[place].strip() for place in self._cells.get(field, ()))
        return JOINT.join(part for part in parts if part)

    def _needed(self, field: str, cells: Sequence[str]) -> str:
        said = self._said(field, cells)
        if not said:
            raise _Bad(Reason.MISSING_FIELD, "、".join(self._mapping.columns[field]))
        return said

    def _moment(self, field: str, cells: Sequence[str]) -> float:
        said = self._needed(field, cells)
        try:
            moment = _read_moment(said, self._mapping.time_format)
            return (moment if moment.tzinfo else moment.replace(tzinfo=self._mapping.zone)).timestamp()
        except (ValueError, OverflowError, OSError):
            raise _Bad(Reason.BAD_TIME, said) from None

    def _point(self, cells: Sequence[str]) -> tuple[float, float]:
        said = self._needed("lon", cells), self._needed("lat", cells)
        try:
            lon, lat = map(float, said)
        except ValueError:
            raise _Bad(Reason.BAD_COORDINATES, ", ".join(said)) from None
        on_earth = isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
        if not on_earth or (lon == 0 and lat == 0):
            raise _Bad(Reason.BAD_COORDINATES, ", ".join(said))
        if self._mapping.bounds is not None and not _is_within(self._mapping.bounds, lon, lat):
            raise _Bad(Reason.OUT_OF_BOUNDS, ", ".join(said))
        return lon, lat


def _read_moment(said: str, time_format: str) -> datetime:
    if time_format == "epoch":
        return datetime.fromtimestamp(float(said), UTC)
    if time_format in ("iso", "%Y-%m-%d %H:%M:%S"):
        return datetime.fromisoformat(said)
    return datetime.strptime(said, time_format)  # noqa: DTZ007 - the zone is the mapping's, added by the caller


def _is_within(bounds: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = bounds
    return west <= lon <= east and south <= lat <= north
