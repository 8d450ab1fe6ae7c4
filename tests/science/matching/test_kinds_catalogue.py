"""The station's own catalogue, judged with half of its other words held back and spoken by the callers."""

from pathlib import Path

import pytest
import yaml

import linwang
from linwang.science.matching.kind_words import KindWords
from linwang.science.matching.kinds import KindIndex
from tests.science.matching.synthetic_calls import SaidKind, synthetic_calls, synthetic_examples


@pytest.fixture(scope="module")
def kinds() -> tuple[SaidKind, ...]:
    """Every item with one half of its other words; the other half is what callers say."""
    text = (Path(linwang.__file__).parent / "incidents" / "catalogue.yaml").read_text(encoding="utf-8")
    items = [kind for category in yaml.safe_load(text)["categories"] for kind in category["kinds"]]
    return tuple(
        SaidKind(item["code"], item["name"], tuple(also[::2]), tuple(also[1::2]) or (item["name"],))
        for item in items
        for also in [item.get("also", [])]
    )


def test_three_confirmed_stories_an_item_are_enough(kinds):
    examples = synthetic_examples(kinds, each=3, seed=3)
    index = KindIndex.build([KindWords(k.code, k.name, k.also, examples[k.code]) for k in kinds])

    answers = [(call.code, index.suggest(call.story, 3)) for call in synthetic_calls(kinds, count=600, seed=4)]

    sure = [offered[0].code == code for code, offered in answers if offered and offered[0].is_sure]
    assert sum(code in [one.code for one in offered] for code, offered in answers) / len(answers) >= 0.95
    assert sum(sure) / len(sure) >= 0.95


def test_with_no_confirmed_story_every_item_is_among_three_by_its_own_words(kinds):
    index = KindIndex.build([KindWords(k.code, k.name, (*k.also, *k.said)) for k in kinds])

    missed = [
        (kind.code, words)
        for kind in kinds
        for words in (kind.name, *kind.also, *kind.said)
        if kind.code not in [one.code for one in index.suggest(words, 3)]
    ]

    assert len(missed) <= 0.01 * sum(1 + len(kind.also) + len(kind.said) for kind in kinds), missed
