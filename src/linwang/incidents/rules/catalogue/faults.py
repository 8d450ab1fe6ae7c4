"""What can be wrong in a catalogue, said so that whoever edits the file can mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from linwang.foundation.refusals import BadInput

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing to mend: where it stands and what to do. `line` is 0 where there is no file."""

    path: Path
    sentence: str
    line: int = 0

    @property
    def where(self) -> str:
        """The place in the file: categories[3].kinds[1].procedure."""
        parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(parts).lstrip(".")

    def __str__(self) -> str:
        place = _("第 %(line)d 行") % {"line": self.line} if self.line else ""
        return " — ".join(filter(None, (" ".join(filter(None, (place, self.where))), self.sentence)))


class WrongCatalogue(BadInput):
    """The catalogue cannot be used as it is; `faults` names every reason at once, in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        head = _("目录有 %(count)d 处要改，没有写入任何内容。") % {"count": len(self.faults)}
        lines = "\n".join(str(fault) for fault in self.faults)
        super().__init__(f"{head}\n{lines}", fields={"text": head})


def faults_of(problem: ValidationError) -> list[Fault]:
    """What the shape refuses, as sentences."""
    return [Fault(error["loc"], _sentence(error)) for error in problem.errors(include_url=False)]


def _sentence(error: Mapping[str, Any]) -> str:
    facts = {"given": _short(error.get("input"))} | error.get("ctx", {})
    sentences = {
        "missing": _("缺少这一项，请补上。"),
        "extra_forbidden": _("不认识这一项，请检查拼写或删去。"),
        "string_pattern_mismatch": _("编码“%(given)s”只能用小写字母、数字和下划线，以字母开头；小类编码中间有一个点。"),
        "string_too_short": _("不能空着，请填写。"),
        "string_too_long": _("太长了，请不超过 %(max_length)s 个字。"),
        "literal_error": _("“%(given)s”不在可选范围内，可选：%(expected)s。"),
        "too_short": _("至少要有 %(min_length)s 条，现在 %(actual_length)s 条。"),
        "too_long": _("最多 %(max_length)s 条，现在 %(actual_length)s 条。"),
        "greater_than_equal": _("不能小于 %(ge)s。"),
        "less_than_equal": _("不能大于 %(le)s。"),
        "string_type": _("这里要写文字；像数字或“是、否”的内容请加引号。"),
        "int_type": _("这里要写整数。"),
        "bool_type": _("这里要写 true 或 false。"),
        "tuple_type": _("这里要写成列表。"),
        "model_type": _("这里要写成“项目: 内容”的形式。"),
    }
    return sentences.get(error["type"], _("这里写得不对，请对照说明检查。")) % facts


def _short(given: object) -> str:
    words = str(given)
    return words if len(words) <= 40 else words[:39] + "…"
