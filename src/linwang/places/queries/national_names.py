"""Which town or village of the nation was meant: the national list beside the bureau's own names, without points.

It tells in whose land a place lies that one's own list does not know: the town to ask for, the county to hand over to.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from linwang.foundation.kept import Kept
from linwang.science.matching.name_files import WORDS, count_of, is_of_this_layout
from linwang.science.matching.names import Candidate, NameIndex, Nearness

NAMES = "national_names"
PREFECTURE = 4
_kept: Kept[NameIndex | None] = Kept(most=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ListedPlace:
    """A town or village of the national list: its code, and the county and town it belongs to."""

    code: str
    name: str
    county_code: str
    county: str
    town: str
    is_in_county: bool
    is_sure: bool
    score: float


def listed_places(*, said: str, county: str, k: int = 5) -> tuple[ListedPlace, ...]:
    """Towns and villages of the nation that were meant, those of the caller's county and prefecture first.

    Without a county all of the nation counts alike.
    """
    index = _index()
    if index is None or not said.strip():
        return ()
    neighbours = index.neighbours_of(county, PREFECTURE) if county else ()
    return tuple(_listed(one, index) for one in index.find(said, area=county or None, neighbours=neighbours, k=k))


def is_list_there() -> bool:
    """Whether the list has been imported on this machine; the index itself is read when somebody first asks."""
    return (national_names_folder() / WORDS).is_file()


@dataclass(frozen=True)
class NationalNames:
    """The list on this machine, as the import page tells of it; not readable where it must be imported again."""

    names: int
    imported_at: datetime
    megabytes: float
    is_readable: bool


def national_names() -> NationalNames | None:
    """How many names were imported and when; nothing where the list has not been imported."""
    folder = national_names_folder()
    if not is_list_there():
        return None
    sizes = [file.stat().st_size for file in folder.iterdir()]
    return NationalNames(
        names=count_of(folder),
        imported_at=datetime.fromtimestamp((folder / WORDS).stat().st_mtime, UTC),
        megabytes=sum(sizes) / 1e6,
        is_readable=is_of_this_layout(folder),
    )


def national_names_folder() -> Path:
    """Where this machine keeps the list, laid out."""
    return Path(settings.MAP_FOLDER) / NAMES


def _index() -> NameIndex | None:
    folder = national_names_folder()
    try:
        version = folder.stat().st_mtime_ns
    except OSError:
        return None
    return _kept.get(str(folder), version, lambda: _load(folder))


def _load(folder: Path) -> NameIndex | None:
    try:
        return NameIndex.load(folder)
    except (OSError, ValueError, KeyError) as problem:
        _log.error("the national names cannot be read: %s", problem)
        return None


def _listed(one: Candidate, index: NameIndex) -> ListedPlace:
    return ListedPlace(
        code=str(one.id),
        name=one.text,
        county_code=one.area,
        county=index.words_of(one.area),
        town=one.town,
        is_in_county=one.nearness == Nearness.OWN_AREA,
        is_sure=one.is_sure,
        score=one.score,
    )
