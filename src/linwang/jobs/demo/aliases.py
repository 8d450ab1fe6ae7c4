"""Other names for places: what they were once called, what neighbours say, what a hurried ear writes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from numpy.random import Generator

from linwang.jobs.demo.layout import Alias, Place
from linwang.jobs.demo.words import word_list

_LOCAL_SHARE = 0.09
_OLD_SHARE = 0.05
_HOMOPHONE_SHARE = 0.12
_ALIASED_KINDS = frozenset(
    {"estate", "school", "market", "hospital", "factory", "bridge", "crossing", "square", "business"}
)
_SHORTENED = {
    "社区卫生服务中心": "社区医院",
    "人民医院": "人医",
    "初级中学": "初中",
    "高级中学": "高中",
    "实验学校": "实验",
    "购物中心": "商场",
    "小商品市场": "小市场",
    "街道办事处": "街道办",
    "中心小学": "小学",
    "村委会": "村里",
    "文化礼堂": "礼堂",
}


def give_aliases(rng: Generator, places: Sequence[Place]) -> Iterator[Place]:
    """Each place again, some with other names; old and local names are given to several places on purpose."""
    words = word_list("names")
    for place in places:
        found = [Alias(short, "short") for short in _short_names(place.name)]
        if place.kind in _ALIASED_KINDS and rng.random() < _LOCAL_SHARE * 2:
            found.append(Alias(str(rng.choice(words["local_names"])), "local"))
        if place.kind in _ALIASED_KINDS and rng.random() < _OLD_SHARE * 2:
            found.append(Alias(str(rng.choice(words["old_names"])), "old"))
        if place.kind != "building" and rng.random() < _HOMOPHONE_SHARE:
            found.extend(_misheard(place.name, words["homophones"]))
        yield replace(place, aliases=tuple(found)) if found else place


def _short_names(name: str) -> Iterator[str]:
    for long, short in _SHORTENED.items():
        if name.endswith(long):
            yield name.removesuffix(long) + short
            return


def _misheard(name: str, homophones: dict[str, str]) -> Iterator[Alias]:
    """The name with its first confusable character changed for one that sounds the same."""
    for character in name:
        if character in homophones:
            yield Alias(name.replace(character, homophones[character], 1), "homophone")
            return
