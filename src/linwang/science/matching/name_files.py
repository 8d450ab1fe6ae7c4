"""A nation's names are laid out once and read from a file: the arrays are mapped, so that processes share them.

A folder holds one `.npy` per column and `words.json`; it replaces an older one whole or not at all. Numbers of
syllables belong to one table of sounds: a folder laid out with another is refused and must be imported again.
"""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.name_search import NameSearch
from linwang.science.matching.name_table import NameTable
from linwang.science.matching.sound_keys import KeyedRows, SoundKeys
from linwang.science.matching.sounds import sounds
from linwang.science.matching.syllable_rows import SyllableRows

LAYOUT = 2
WORDS = "words.json"
_TABLE = (
    "ids", "letters", "letter_starts", "end_sizes", "log_weights", "is_alias", "kind_numbers", "texts", "text_starts",
    "area_starts", "town_starts",
)  # fmt: skip
_WORDS = ("areas", "area_words", "towns", "kinds")
_KEYED = ("whole", "shortened", "towns", "counties", "initials")


def save(search: NameSearch, folder: Path) -> None:
    """Write beside the folder, then take its place."""
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for name, array in arrays_of(search).items():
        np.save(new / f"{name}.npy", array)
    words = {name: getattr(search.table, name) for name in _WORDS}
    (new / WORDS).write_text(json.dumps({"layout": LAYOUT, "sounds": _digest(), **words}, ensure_ascii=False))
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def load(folder: Path) -> NameSearch:
    """Map a folder's arrays; one of another layout or with other sounds is refused."""
    words = _words(folder)
    if not _is_ours(words):
        raise ValueError("these names were laid out for another version: import them again")
    held = {path.stem: np.asarray(np.load(path, mmap_mode="r")) for path in folder.glob("*.npy")}
    table = NameTable(
        **{name: held[name] for name in _TABLE},  # type: ignore[arg-type]
        **{name: tuple(words[name]) for name in _WORDS},  # type: ignore[arg-type]
    )
    keyed = {name: KeyedRows(held[f"{name}_keys"], held[f"{name}_rows"]) for name in _KEYED}
    return NameSearch(
        table=table,
        syllable_rows=SyllableRows(held["syllable_starts"], held["syllable_rows"], held["syllable_weights"]),
        sound_keys=SoundKeys(keyed["whole"], keyed["shortened"]),
        towns=keyed["towns"],
        counties=keyed["counties"],
        initials=keyed["initials"],
    )


def count_of(folder: Path) -> int:
    """How many names a folder holds, by the head of one file."""
    return len(np.load(folder / "ids.npy", mmap_mode="r"))


def is_of_this_layout(folder: Path) -> bool:
    """Whether a folder can be loaded, or must be laid out anew."""
    return _is_ours(_words(folder))


def _words(folder: Path) -> dict[str, Any]:
    words: dict[str, Any] = json.loads((folder / WORDS).read_text())
    return words


def _is_ours(words: Mapping[str, Any]) -> bool:
    return (words["layout"], words["sounds"]) == (LAYOUT, _digest())


def arrays_of(search: NameSearch) -> dict[str, NDArray[np.generic]]:
    """Every column by its name."""
    held: dict[str, NDArray[np.generic]] = {name: getattr(search.table, name) for name in _TABLE}
    held |= {
        "syllable_starts": search.syllable_rows.starts,
        "syllable_rows": search.syllable_rows.rows,
        "syllable_weights": search.syllable_rows.weights,
    }
    for name, keyed in zip(_KEYED, _keyed(search), strict=True):
        held |= {f"{name}_keys": keyed.keys, f"{name}_rows": keyed.rows}
    return held


def _keyed(search: NameSearch) -> tuple[KeyedRows, ...]:
    return search.sound_keys.whole, search.sound_keys.shortened, search.towns, search.counties, search.initials


def _digest() -> int:
    """A number for the table of sounds."""
    table = sounds()
    return zlib.crc32(table.readings.tobytes(), zlib.crc32(" ".join(table.syllables).encode()))
