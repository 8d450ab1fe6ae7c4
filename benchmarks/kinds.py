"""`./linwang bench kinds`: how quickly and how well a caller's words find their kind, on the catalogue itself.

Yardstick: a plain count of shared characters answers the same questions.
"""

import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from django.conf import settings

from benchmarks.table import keep, show, spread
from linwang.science.matching.kinds import KindIndex, KindWords

CATALOGUE = Path(settings.ROOT) / "src/linwang/incidents/catalogue.yaml"


def main(options: Namespace) -> None:
    """Two judgements: calls told like those confirmed before, and phrases that nobody has ever used."""
    chance = np.random.default_rng(options.limit or 2026)
    kinds = [kind for category in yaml.safe_load(CATALOGUE.read_text())["categories"] for kind in category["kinds"]]
    rows = []
    for name, (taught, asked) in {
        "like before": _told_again(kinds, chance),
        "unheard": _unheard(kinds, chance),
    }.items():
        index = KindIndex.build(taught)
        engines = {"ours": _ours(index), "shared characters": _by_characters(taught)}
        rows += [{"asked": name, "engine": engine, **_judge(answer, asked)} for engine, answer in engines.items()]
    show(f"{len(kinds)} kinds, three stories each; ms", rows)
    keep(options.json, {"kinds": len(kinds), "rows": rows})


def _told_again(
    kinds: Sequence[dict[str, Any]], chance: np.random.Generator
) -> tuple[list[KindWords], list[tuple[str, str]]]:
    """Stories and questions drawn from the same phrases, one sign in twenty wrong, one in three with another matter."""
    every = [(phrase, kind["code"]) for kind in kinds for phrase in kind["also"]]
    others = [phrase for phrase, _code in every]
    taught = [
        KindWords(
            code=kind["code"], name=kind["name"], also=tuple(kind["also"]),
            examples=tuple(_spoilt(str(chance.choice(kind["also"])), others, chance) for _ in range(3)),
        )
        for kind in kinds
    ]  # fmt: skip
    asked = [(_spoilt(phrase, others, chance), code) for phrase, code in every]
    return taught, asked


def _spoilt(phrase: str, others: Sequence[str], chance: np.random.Generator) -> str:
    signs = [chr(int(chance.integers(0x4E00, 0x9FA0))) if chance.random() < 0.05 else sign for sign in phrase]
    more = f"，还有{chance.choice(others)}" if chance.random() < 0.35 else ""
    return f"喂，{''.join(signs)}{more}，你们快来"


def _unheard(
    kinds: Sequence[dict[str, Any]], chance: np.random.Generator
) -> tuple[list[KindWords], list[tuple[str, str]]]:
    """Half of each kind's phrases teach, the other half ask: what words alone can know of words they never met."""
    taught, asked = [], []
    for kind in kinds:
        phrases = [str(phrase) for phrase in chance.permutation(kind["also"])]
        half = (len(phrases) + 1) // 2
        stories = tuple(f"{phrase}，你们快来" for phrase in phrases[:half][:3])
        taught.append(KindWords(code=kind["code"], name=kind["name"], also=tuple(phrases[:half]), examples=stories))
        asked += [(f"喂，我这里{phrase}", kind["code"]) for phrase in phrases[half:]]
    return taught, asked


def _judge(answer: Callable[[str], list[str]], asked: Sequence[tuple[str, str]]) -> dict[str, Any]:
    spent, first, third = [], 0, 0
    for words, code in asked:
        began = time.perf_counter()
        found = answer(words)
        spent.append((time.perf_counter() - began) * 1000)
        first += found[:1] == [code]
        third += code in found[:3]
    return {"top_1": round(first / len(asked), 3), "top_3": round(third / len(asked), 3), **spread(spent)}


def _ours(index: KindIndex) -> Callable[[str], list[str]]:
    return lambda words: [one.code for one in index.suggest(words, 3)]


def _by_characters(taught: Sequence[KindWords]) -> Callable[[str], list[str]]:
    signs = [(set("".join((kind.name, *kind.also, *kind.examples))), kind.code) for kind in taught]

    def answer(words: str) -> list[str]:
        shares = [(len(set(words) & known), code) for known, code in signs]
        return [code for _share, code in sorted(shares, reverse=True)[:3]]

    return answer
