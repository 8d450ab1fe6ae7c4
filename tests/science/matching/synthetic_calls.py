"""Made-up calls for judging the matcher: seeded, with wrong characters and a distracting second matter.

Written apart from the matcher: it knows nothing of n-grams or scores, only how callers talk. Each
item has words that stand in the catalogue and sentences that do not; a call is mostly made from the latter.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WRONG_CHARACTER_SHARE = 0.05
DISTRACTED_SHARE = 0.35
_OPENINGS = ("喂,你好,", "警察同志,", "我要报警,", "麻烦你们快来,", "那个,", "是这样的,", "", "")
_PLACES = ("在菜市场后门,", "就在我们小区三幢,", "在国道边上,", "村委会旁边,", "老桥这里,", "在学校对面,", "")
_ENDINGS = ("你们快点过来。", "现在怎么办?", "人还在这里。", "大概十分钟前的事。", "我在这里等你们。", "")
_SECOND = ("对了,", "另外", "刚才还看到", "昨天也是,", "旁边还有人说")
_FILL = "的了是在有一不人我他这大来上个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后"


@dataclass(frozen=True)
class SaidKind:
    """One item with the catalogue's words and the callers' sentences."""

    code: str
    name: str
    also: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class SyntheticCall:
    """A story and the kind it was made from."""

    code: str
    story: str


def said_kinds() -> tuple[SaidKind, ...]:
    """The items of the word list beside this file."""
    lines = Path(__file__).with_name("call_words.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    return tuple(
        SaidKind(f"K{number:03d}", name, tuple(also.split(",")), tuple(said.split(";")))
        for number, (name, also, said) in enumerate(rows, start=1)
    )


def synthetic_calls(kinds: Sequence[SaidKind], *, count: int, seed: int) -> tuple[SyntheticCall, ...]:
    """`count` calls, the kinds drawn evenly."""
    chance = random.Random(seed)
    return tuple(_call(chance, kinds, chance.choice(kinds)) for _ in range(count))


def synthetic_examples(kinds: Sequence[SaidKind], *, each: int, seed: int) -> dict[str, tuple[str, ...]]:
    """`each` confirmed stories for every kind, in as many wordings as there are."""
    chance = random.Random(seed)
    return {kind.code: tuple(_call(chance, kinds, kind, number).story for number in range(each)) for kind in kinds}


def _call(
    chance: random.Random, kinds: Sequence[SaidKind], kind: SaidKind, wording: int | None = None
) -> SyntheticCall:
    """One call: opening, place, the matter, perhaps another matter, ending; then slips of the keyboard."""
    said = chance.choice(kind.said) if wording is None else kind.said[wording % len(kind.said)]
    matter = f"{said}、{chance.choice(kind.said)}" if chance.random() < 0.4 else said
    if chance.random() < 0.5:
        matter = f"{matter},{chance.choice((kind.name, *kind.also))}"
    parts = [chance.choice(_OPENINGS), chance.choice(_PLACES), matter, ","]
    if chance.random() < DISTRACTED_SHARE:
        other = chance.choice(kinds)
        parts += [chance.choice(_SECOND), chance.choice((*other.also, *other.said)), ","]
    return SyntheticCall(kind.code, _with_slips(chance, "".join([*parts, chance.choice(_ENDINGS)])))


def _with_slips(chance: random.Random, text: str) -> str:
    """Replace about one character in twenty."""
    return "".join(chance.choice(_FILL) if chance.random() < WRONG_CHARACTER_SHARE else c for c in text)
