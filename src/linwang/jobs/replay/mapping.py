"""What the columns of a file of calls mean: a small YAML file, or one of our own for feeds we know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from django.utils.translation import gettext_lazy as _

from linwang.foundation.listing import listed
from linwang.foundation.refusals import BadInput

OURS = Path(__file__).parent / "mappings"
FIELDS = frozenset({"rang_at", "sent_at", "lon", "lat", "kind", "words", "place_words", "call", "unit"})
NEEDED = frozenset({"rang_at", "words"})
OTHERS = frozenset({"name", "recognise", "zone", "time_format", "encoding", "channel", "bounds", "kinds", "columns"})


@dataclass(frozen=True)
class CallMapping:
    """Which headings feed which of our fields, how times are written, and which kinds foreign words mean.

    `bounds` is west, south, east, north in degrees: a point outside is a slip of whoever wrote it.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    zone: ZoneInfo
    time_format: str
    encoding: str
    channel: str
    bounds: tuple[float, float, float, float] | None
    kinds: tuple[tuple[str, str], ...]

    def kind_of(self, words: str) -> str | None:
        """The catalogue's code for foreign words: the first pattern that fits; None leaves it to the desk."""
        return _first_that_fits(self.kinds, words)


@lru_cache(maxsize=4096)
def _first_that_fits(kinds: tuple[tuple[str, str], ...], words: str) -> str | None:
    said = words.strip().casefold()
    return next((code for pattern, code in kinds if fnmatchcase(said, pattern)), None)


def mapping_from(path: Path) -> CallMapping:
    """The mapping in a file."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise BadInput(_("对照文件“%(path)s”读不懂，请检查路径和格式。") % {"path": path}) from problem
    if not isinstance(content, dict) or not isinstance(content.get("columns"), dict):
        raise BadInput(_("对照文件里没有“columns”。写法见 docs/replay.md。"))
    return _mapping(content)


def mapping_for(heading: Sequence[str]) -> CallMapping:
    """One of our own mappings, recognised by the heading of the file."""
    columns = {cell.strip() for cell in heading}
    for path in sorted(OURS.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if columns >= set(content["recognise"]):
            return _mapping(content)
    raise BadInput(_("不认识这个文件的列。请用 --mapping 说明各列的含义，写法见 docs/replay.md。"))


def check_columns(mapping: CallMapping, heading: Sequence[str]) -> None:
    """Every heading that the mapping names stands in the file."""
    wanted = {name for names in mapping.columns.values() for name in names}
    if missing := sorted(wanted - {cell.strip() for cell in heading}):
        raise BadInput(_("文件里没有这些列：%(columns)s。") % {"columns": listed(missing)})


def _mapping(content: Mapping[str, Any]) -> CallMapping:
    columns = {field: _names(names) for field, names in content["columns"].items()}
    _check_fields(columns, content)
    return CallMapping(
        name=str(content.get("name", "")),
        columns=columns,
        zone=_zone(str(content.get("zone", "Asia/Shanghai"))),
        time_format=str(content.get("time_format", "iso")),
        encoding=str(content.get("encoding", "utf-8-sig")),
        channel=str(content.get("channel", "phone")),
        bounds=_bounds(content.get("bounds")),
        kinds=tuple((str(words).casefold(), str(code)) for words, code in (content.get("kinds") or {}).items()),
    )


def _names(names: Any) -> tuple[str, ...]:
    return tuple(map(str, names)) if isinstance(names, list) else (str(names),)


def _check_fields(columns: Mapping[str, Any], content: Mapping[str, Any]) -> None:
    unknown = sorted((columns.keys() - FIELDS) | (content.keys() - OTHERS))
    if unknown:
        raise BadInput(_("对照文件里不认识的项：%(names)s。") % {"names": listed(unknown)})
    if missing := sorted(NEEDED - columns.keys()):
        raise BadInput(_("对照文件里缺少：%(names)s。") % {"names": listed(missing)})
    if ("lon" in columns) != ("lat" in columns):
        raise BadInput(_("对照文件里经度和纬度要一起写。"))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise BadInput(_("没有“%(zone)s”这个时区。") % {"zone": name}) from problem


def _bounds(said: Any) -> tuple[float, float, float, float] | None:
    if said is None:
        return None
    try:
        west, south, east, north = map(float, said)
    except (TypeError, ValueError) as problem:
        raise BadInput(_("“bounds”要写西、南、东、北四个数。")) from problem
    return west, south, east, north
