"""The catalogue as a file: read with every fault and its line, written so that nothing changes on the way."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _
from pydantic import ValidationError

from linwang.incidents.rules.catalogue.faults import Fault, Path, WrongCatalogue, faults_of
from linwang.incidents.rules.catalogue.references import faults_in
from linwang.incidents.rules.catalogue.shape import Catalogue

Lines = dict[Path, int]
HEADER = """\
# 职责目录：处警的大类、小类、流程、问话、时限、办结条件。可以直接改这个文件，再导入；导入前会先列出全部变化。
# The catalogue of duties. Edit, then import: every change and every error is shown before anything is written.
"""
_IN_ONE_LINE = {"steps", "choices", "agencies", "closing", "arrive_minutes"}


def read(text: str) -> Catalogue:
    """The catalogue in the text, or a refusal that names every fault with its line."""
    lines: Lines = {}
    return check(_plain(text, lines), lines)


def check(content: Mapping[str, Any], lines: Lines | None = None) -> Catalogue:
    """The catalogue of plain content, or a refusal that names every fault."""
    faults = list(faults_in(content))
    try:
        catalogue = Catalogue.model_validate(content)
    except ValidationError as problem:
        faults = faults_of(problem) + faults
    if faults:
        placed = [Fault(fault.path, fault.sentence, _line(lines, fault.path)) for fault in faults]
        raise WrongCatalogue(sorted(placed, key=lambda fault: fault.line))
    return catalogue


def write(catalogue: Catalogue) -> str:
    """The file of a catalogue; reading it again gives the same catalogue, writing that the same file."""
    content = catalogue.model_dump(mode="json", exclude_defaults=True)
    return HEADER + "".join(_section(name, value) for name, value in content.items())


def _section(name: str, value: Any) -> str:
    if not isinstance(value, list):
        return f"{name}: {value}\n"
    return f"\n{name}:\n" + "".join(_item(row, "  ") for row in value)


def _item(row: Mapping[str, Any], indent: str) -> str:
    """One item of a list: its plain fields on lines of their own, small parts each on one line."""
    if not _holds_rows(row):
        return f"{indent}- {_one_line(row)}\n"
    lines = [_field(name, value, indent + "  ") for name, value in row.items()]
    return f"{indent}- " + "".join(lines)[len(indent) + 2 :]


def _holds_rows(row: Mapping[str, Any]) -> bool:
    return len(row) > 7 or any(
        isinstance(value, list) and value and isinstance(value[0], dict) for value in row.values()
    )


def _field(name: str, value: Any, indent: str) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = (_item(row, indent + "  ") if name == "kinds" else f"{indent}  - {_one_line(row)}\n" for row in value)
        return f"{indent}{name}:\n" + "".join(rows)
    return f"{indent}{name}: {_one_line(value)}\n"


def _one_line(value: Any) -> str:
    written = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, default_flow_style=True, sort_keys=False, width=100_000
    )
    return str(written).removesuffix("...\n").strip()


class _Dumper(yaml.SafeDumper):
    """Plain YAML without aliases: a list that stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _plain(text: str, lines: Lines) -> Mapping[str, Any]:
    """Lists, mappings and values of the text, with the line of each; nothing in a file can make an object."""
    try:
        root = yaml.compose(text, Loader=_Loader)
        content = _Values(lines).of(root, ()) if root else None
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        sentence = _("格式读不懂（%(problem)s），请检查缩进、冒号和引号。") % {"problem": problem.problem or ""}
        raise WrongCatalogue([Fault((), sentence, mark.line + 1 if mark else 0)]) from problem
    except (yaml.YAMLError, RecursionError) as problem:
        raise WrongCatalogue([Fault((), _("文件里有不能用的字符或层次太深，请用 UTF-8 保存后再试。"))]) from problem
    if not isinstance(content, dict):
        raise WrongCatalogue([Fault((), _("文件是空的，或不是职责目录。"), 1)])
    return content


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Only composes; the values are made by `_Values`."""


class _Values:
    """Turns nodes into plain values. A node seen twice is an alias: refused, for a few could stand for millions."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._seen: set[int] = set()
        self._scalars = yaml.SafeLoader("")

    def of(self, node: yaml.Node, path: Path) -> Any:
        """The value of a node; its line is noted under its path."""
        line = node.start_mark.line + 1
        if id(node) in self._seen:
            raise WrongCatalogue([Fault(path, _("不能用引用（& 和 *），请把内容写全。"), line)])
        if path in self._lines:
            raise WrongCatalogue([Fault(path, _("同一项写了两遍，请删去一个。"), line)])
        self._seen.add(id(node))
        self._lines[path] = line
        if isinstance(node, yaml.MappingNode):
            return {key: self.of(part, (*path, key)) for key, part in _pairs(node)}
        if isinstance(node, yaml.SequenceNode):
            return [self.of(part, (*path, number)) for number, part in enumerate(node.value)]
        return self._scalar(node, path)

    def _scalar(self, node: yaml.Node, path: Path) -> Any:
        try:
            return self._scalars.construct_object(node)
        except ValueError as problem:
            line = node.start_mark.line + 1
            raise WrongCatalogue([Fault(path, _("这个值读不懂，是文字就请加引号。"), line)]) from problem


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
    for key, part in node.value:
        yield str(key.value), part


def _line(lines: Lines | None, path: Path) -> int:
    """The line of the nearest part that the file has."""
    if lines is None:
        return 0
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
