"""Which encoding is it? Files come in UTF-8, with or without its mark, and in GB18030 from older programs."""

import codecs

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def decoded(content: bytes) -> str:
    """The text of a file. Single lines that do not fit the rest keep their bytes as lone surrogates."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="surrogateescape" if mark == codecs.BOM_UTF8 else "replace")
    if _is_mostly_utf8(content):
        return content.decode("utf-8", errors="surrogateescape")
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as problem:
        raise BadInput(_("看不出文件的编码。请另存为 UTF-8 编码后再导入。")) from problem


def _is_mostly_utf8(content: bytes) -> bool:
    """Of the lines with more than ASCII at least half read as UTF-8; lines of GB18030 almost never do."""
    lines = [line for line in content.split(b"\n") if not line.isascii()]
    return sum(map(_is_utf8, lines)) * 2 >= len(lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
