"""How is a registered name said? 斗门村民委员会 is 斗门村 in everybody's mouth.

Question: which characters of a name tell it from others, and which only say that it is a village, a street, an estate?
Result: the name without signs and without its committee, and how many characters at its end are such a word.
"""

from __future__ import annotations

import re
import unicodedata

_KEPT = re.compile(r"[0-9a-z㐀-鿿]")
_ONLY_CHARACTERS = re.compile(r"[㐀-鿿]+")
_END = re.compile(r"(?<=..)(?:社区|小区|街道|嘎查|村|镇|乡|市|县|路|街|巷|弄)$")
_COMMITTEES = (
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("社区居委", "社区"),
    ("社区委员会", "社区"),
    ("嘎查村民委员会", "嘎查"),
    ("嘎查村委会", "嘎查"),
    ("嘎查委员会", "嘎查"),
    ("嘎查委会", "嘎查"),
    ("居民委员会", "社区"),
    ("居委会", "社区"),
    ("居委", "社区"),
    ("村民委员会", "村"),
    ("村民委会", "村"),
    ("村委会", "村"),
    ("村委", "村"),
    ("街道办事处", "街道"),
)


def plain_name(text: str) -> str:
    """A name without spaces and signs, letters small and narrow."""
    if _ONLY_CHARACTERS.fullmatch(text):
        return text
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if _KEPT.match(c))


def spoken(text: str) -> str:
    """A plain name as it is said: its committee becomes the village, the neighbourhood, the street it stands for."""
    for committee, said in _COMMITTEES:
        if text.endswith(committee) and len(text) > len(committee):
            base = text[: -len(committee)]
            return base if base.endswith(said) and len(base) > len(said) else base + said
    return text


def size_of_end(text: str) -> int:
    """How many characters at the end of a spoken name only say what it is."""
    end = _END.search(text)
    return len(text) - end.start() if end else 0
