"""A place told by its relation to another: behind the market, between the bridge and the school, 人民路128号.

Question: which names does the saying hold, and how does the place stand to them?
Result: the parts to look up, the relation, and for a road the house number. What is no such saying is one plain name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How the place stands to what was named."""

    AT = "at"
    ON_ROAD = "on_road"
    BETWEEN = "between"
    BEHIND = "behind"
    IN_FRONT = "in_front"
    BESIDE = "beside"
    OPPOSITE = "opposite"
    EAST = "east"
    SOUTH = "south"
    WEST = "west"
    NORTH = "north"


@dataclass(frozen=True, slots=True)
class SpokenPlace:
    """The names said and how the place stands to them; `number` is the house on a road."""

    relation: Relation
    names: tuple[str, ...]
    number: int | None = None


_AFTER = {
    Relation.BEHIND: "后面|后边|后头|背后|屋后",
    Relation.IN_FRONT: "前面|前边|前头|门口|门前|大门口",
    Relation.OPPOSITE: "斜对面|正对面|对面|对过",
    Relation.BESIDE: "旁边|边上|隔壁|附近|旁|跟前|一带",
    Relation.EAST: "东边|东面|东侧|以东|东头",
    Relation.SOUTH: "南边|南面|南侧|以南|南头",
    Relation.WEST: "西边|西面|西侧|以西|西头",
    Relation.NORTH: "北边|北面|北侧|以北|北头",
}
_WITH_RELATION = [
    (relation, re.compile(rf"^(?P<name>.{{2,}}?)(?:的|那边|那儿|那里|这边)?(?:{words})(?:那边|那儿|那里|这里|这边)?$"))
    for relation, words in _AFTER.items()
]
_BETWEEN = re.compile(
    r"^(?:在)?(?P<one>.{2,}?)(?:和|与|跟|到|至|同)(?P<other>.{2,}?)"
    r"(?:的)?(?:之间|中间|当中|交叉口|路口|交界)$"
)
_ON_ROAD = re.compile(
    r"^(?P<road>.+?(?:大道|大街|公路|路|街|巷|弄|里))"
    r"(?P<number>[0-9０-９]{1,5}|[一二三四五六七八九十百零〇两]{1,6})(?:号|弄)?$"
)
_FIGURES = {figure: value for value, figure in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}


def spoken_place(said: str) -> SpokenPlace:
    """Take a saying apart."""
    text = re.sub(r"[\s,，。、]+", "", said).removeprefix("在")
    between = _BETWEEN.match(text)
    if between:
        return SpokenPlace(Relation.BETWEEN, (between["one"], between["other"]))
    for relation, pattern in _WITH_RELATION:
        found = pattern.match(text)
        if found:
            return SpokenPlace(relation, (found["name"],))
    on_road = _ON_ROAD.match(text)
    if on_road:
        return SpokenPlace(Relation.ON_ROAD, (on_road["road"],), number_of(on_road["number"]))
    return SpokenPlace(Relation.AT, (said.strip(),))


def number_of(words: str) -> int:
    """A house number in figures or characters: 128, 一二八, 一百二十八."""
    if words.isdigit():
        return int(words)
    if not set(words) & set(_TENS):
        return int("".join(str(_FIGURES[figure]) for figure in words))
    total, figure = 0, 0
    for sign in words:
        if sign in _TENS:
            total, figure = total + max(figure, 1) * _TENS[sign], 0
        else:
            figure = _FIGURES[sign]
    return total + figure
