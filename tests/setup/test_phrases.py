"""The English phrases of all areas become one catalogue."""

import gettext
import os
from pathlib import Path

import pytest

from setup import phrases

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_areas_are_merged_with_plurals_and_contexts(tmp_path: Path) -> None:
    english = _english(
        tmp_path,
        incidents='msgid "派警"\nmsgstr "Dispatch"\n\nmsgctxt "verb"\nmsgid "到场"\nmsgstr "Arrive"\n',
        duty='msgid "%(n)s 人"\nmsgid_plural "%(n)s 人"\nmsgstr[0] "%(n)s person"\nmsgstr[1] "%(n)s people"\n',
    )

    phrases.build(english)

    words = _catalogue(english)
    assert words.gettext("派警") == "Dispatch"
    assert words.pgettext("verb", "到场") == "Arrive"
    assert words.ngettext("%(n)s 人", "%(n)s 人", 2) == "%(n)s people"


def test_a_phrase_with_two_translations_names_both_files(tmp_path: Path) -> None:
    english = _english(tmp_path, duty='msgid "撤回"\nmsgstr "Recall"\n', web='msgid "撤回"\nmsgstr "Take back"\n')

    with pytest.raises(phrases.PhrasesDisagree, match=r"撤回.*duty\.po.*web\.po"):
        phrases.build(english)


def test_the_same_translation_twice_is_fine(tmp_path: Path) -> None:
    english = _english(tmp_path, duty='msgid "撤回"\nmsgstr "Recall"\n', web='msgid "撤回"\nmsgstr "Recall"\n')

    assert phrases.build(english)


def test_it_is_written_again_only_when_a_source_is_newer(tmp_path: Path) -> None:
    english = _english(tmp_path, duty='msgid "撤回"\nmsgstr "Recall"\n')
    first, second = phrases.build(english), phrases.build(english)
    _make_newer(english / "duty.po")

    assert (first, second, phrases.build(english)) == (True, False, True)


def test_an_unsure_translation_is_left_out(tmp_path: Path) -> None:
    english = _english(tmp_path, duty='#, fuzzy\nmsgid "撤回"\nmsgstr "Maybe"\n')

    phrases.build(english)

    assert _catalogue(english).gettext("撤回") == "撤回"


def _english(folder: Path, **areas: str) -> Path:
    english = folder / "en"
    english.mkdir()
    for area, text in areas.items():
        (english / f"{area}.po").write_text(HEAD + text)
    return english


def _catalogue(english: Path) -> gettext.GNUTranslations:
    with (english / "LC_MESSAGES" / "django.mo").open("rb") as handle:
        return gettext.GNUTranslations(handle)


def _make_newer(path: Path) -> None:
    later = path.stat().st_mtime + 60
    os.utime(path, (later, later))
