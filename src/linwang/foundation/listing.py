"""Names in a row, with the mark that the reader's language puts between them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(words: Iterable[object]) -> str:
    """`甲、乙` in Chinese, `A, B` in English."""
    return _("、").join(map(str, words))
