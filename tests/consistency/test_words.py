"""The words: every enumeration label stands in the glossary, every phrase has its English."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.db.models import Choices
from django.utils import translation

from linwang.foundation import capabilities
from linwang.jobs.documents import enumerations

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/linwang"
IN_PYTHON = re.compile(r"""(?<![\w.])(?:_|say|gettext|gettext_lazy|pgettext)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)""")
IN_TEMPLATE = re.compile(r"""{%\s*translate\s+(["'])((?:(?!\1)[^\\]|\\.)*)\1""")
BLOCK = re.compile(r"{%\s*blocktranslate([^%]*)%}(.*?){%\s*endblocktranslate\s*%}", re.S)


def _phrases() -> set[str]:
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for group in IN_PYTHON.findall(path.read_text()):
            found.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', group)).replace('\\"', '"').replace("\\n", "\n"))
    for path in (PACKAGE / "templates").rglob("*.html"):
        text = path.read_text()
        found |= {words for _quote, words in IN_TEMPLATE.findall(text)}
        found |= {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', group)) for group in IN_PYTHON.findall(text)}
        for options, block in BLOCK.findall(text):
            for part in re.split(r"{%\s*plural\s*%}", block):
                words = re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", part)
                found.add(
                    " ".join(line.strip() for line in words.strip().splitlines()) if "trimmed" in options else words
                )
    return {phrase for phrase in found if re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", phrase)}


def _english() -> dict[str, str]:
    known: dict[str, str] = {}
    for path in (ROOT / "locale/en").glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                one = message.id[0] if isinstance(message.id, tuple) else message.id
                said = message.string[0] if isinstance(message.string, tuple) else message.string
                if one and said:
                    known[one] = said
    return known


def test_every_phrase_has_its_english() -> None:
    assert sorted(_phrases() - set(_english())) == []


def test_no_english_phrase_is_left_without_its_chinese() -> None:
    assert sorted(set(_english()) - _phrases()) == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    named = re.compile(r"%\((\w+)\)")

    wrong = [
        chinese for chinese, english in _english().items() if set(named.findall(chinese)) != set(named.findall(english))
    ]

    assert wrong == []


def test_every_label_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text()

    with translation.override("zh-hans"):
        missing = [
            str(member.label)
            for enumeration in enumerations()
            for member in enumeration
            if str(member.label) not in glossary
        ]

    assert missing == []


def test_every_choice_of_a_column_is_an_enumeration() -> None:
    labels = {tuple(map(str, e.values)) for e in enumerations()}

    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models() if model.__module__.startswith("linwang.")
        for field in model._meta.concrete_fields
        if field.choices and tuple(str(value) for value, _ in field.choices) not in labels
    ]  # fmt: skip

    assert wrong == []


@pytest.mark.parametrize("role", list(capabilities.Role))
def test_every_role_has_its_line_in_the_table(role: capabilities.Role) -> None:
    assert role in capabilities.GRANTS
    assert isinstance(capabilities.Role, type(Choices))
