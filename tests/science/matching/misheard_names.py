"""Misheard and mistyped names for judging the matcher: seeded, written apart from it and by other rules.

It turns sounds into characters by pypinyin's phrase readings and a list of common characters, never by the matcher's
own tables, costs or foldings.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

COMMON = (
    "一二三四五六七八九十百千万东西南北中前后上下左右大小新老高长平安和明光红青白黄金银石山水河江湖海塘港桥路街村庄园"
    "家王李张刘陈杨赵周吴徐孙马朱胡林郭何罗郑梁宋谢唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔"
    "谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤民生活动力量里外内天"
    "地人才文化学校医院场市区县镇乡社会门口头尾坝坡坑坪岗岭峰谷沟溪泉井田地土木火花草树竹松柏梅兰菊荷莲桃梨杏枣柳杨"
    "福禄寿喜乐康宁泰和顺兴旺发达富贵荣华昌盛隆丰裕利祥瑞吉庆春夏秋冬日月星云风雨雪霜虹霞光辉晨曦朝阳晚景色美丽好佳"
    "凤凰鹤雁鸡鸭鹅鱼虾蟹龟蛇虎狼牛羊猪狗猫鼠兔旗鼓楼台亭阁寺庙庵观塔宫殿祠堂府宅院墙城关卡站台码渡船车马驿店铺行号"
    "建设立业工农商贸联合同心齐团结友爱善良正义公平自由幸福美满团圆斗门渚姆诸暨余姚慈溪观卫掌起龙山逍林浒宗汉坎墩横崇寿"
)
SWAPS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("l", "n"), ("z", "zh"), ("c", "ch"), ("s", "sh"))
ENDS = (("eng", "en"), ("ing", "in"), ("en", "eng"), ("in", "ing"))


@dataclass(frozen=True)
class Misheard:
    """What was said for which name, and by which slip."""

    said: str
    slip: str


def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for character in dict.fromkeys(COMMON):
        found[lazy_pinyin(character)[0]].append(character)
    return found


BY_SOUND = _by_sound()


def misheard(chance: random.Random, name: str, slip: str) -> Misheard | None:
    """The name with one slip of the kind, or None where it cannot be made."""
    said = _SLIPS[slip](chance, name)
    return Misheard(said, slip) if said and said != name else None


def _homophone(chance: random.Random, name: str) -> str:
    return _sounding(chance, name, lambda syllable: [syllable])


def _dialect(chance: random.Random, name: str) -> str:
    return _sounding(chance, name, _merged)


def _sounding(chance: random.Random, name: str, sounds) -> str:
    places = list(range(len(name)))
    chance.shuffle(places)
    for place in places:
        syllable = lazy_pinyin(name)[place] if len(lazy_pinyin(name)) == len(name) else ""
        others = [c for sound in sounds(syllable) for c in BY_SOUND.get(sound, []) if c != name[place]]
        if others:
            return name[:place] + chance.choice(others) + name[place + 1 :]
    return ""


def _merged(syllable: str) -> list[str]:
    """Syllables that some speaker does not keep apart from this one."""
    found = []
    for start, other in SWAPS:
        if syllable.startswith(start) and not (start in "zcs" and syllable[1:2] == "h"):
            found.append(other + syllable[len(start) :])
    for end, other in ENDS:
        if syllable.endswith(end):
            found.append(syllable[: -len(end)] + other)
    return found


def _wrong(chance: random.Random, name: str) -> str:
    place = chance.randrange(len(name))
    return name[:place] + chance.choice(COMMON) + name[place + 1 :]


def _dropped(chance: random.Random, name: str) -> str:
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :] if len(name) >= 3 else ""


def _pinyin(chance: random.Random, name: str) -> str:
    return chance.choice(["", " "]).join(lazy_pinyin(name))


def _initials(chance: random.Random, name: str) -> str:
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


_SLIPS = {
    "homophone": _homophone,
    "dialect": _dialect,
    "wrong": _wrong,
    "dropped": _dropped,
    "pinyin": _pinyin,
    "initials": _initials,
}
SLIPS = tuple(_SLIPS)
