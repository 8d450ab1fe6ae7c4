"""What a catalogue must hold beyond its shape: names that lead somewhere, codes used once, lawful steps.

It reads the plain content of the file, so that it can speak even where the shape is wrong elsewhere.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from linwang.incidents.rules.catalogue.faults import Fault, Path

Plain = Mapping[str, Any]
SAFE_ACTS = ("observe", "report", "keep_away", "guide", "comfort")
"""All that guards and volunteers may do; the code of each of their steps begins with one."""

NOT_OURS = ("上访", "信访", "涉稳", "维稳", "重点人员", "高危人群", "涉政", "异见")
"""The catalogue knows happenings; opinions, petitions and "persons of concern" are no kind of incident."""

_LEADS_TO = {"limits": "limits", "procedure": "procedures", "questions": "questions", "refer_to": "agencies"}
_LEAD_TO = {"closing": "closing", "agencies": "agencies"}


def faults_in(content: Plain) -> Iterator[Fault]:
    """Everything wrong that takes more than one field to see."""
    for section in ("agencies", "limits", "procedures", "questions", "closing", "categories"):
        yield from _twice(_rows(content, section))
    yield from _twice(_kinds(content))
    for path, limits in _rows(content, "limits"):
        yield from _arrival_faults(path, limits)
    for path, procedure in _rows(content, "procedures"):
        yield from _step_faults(path, procedure)
    for path, questions in _rows(content, "questions"):
        yield from _question_faults(path, questions)
    yield from _kind_faults(content)


def _rows(content: Plain, section: str, path: Path = ()) -> list[tuple[Path, Plain]]:
    listed = enumerate(_listed(content, section))
    return [((*path, section, number), row) for number, row in listed if isinstance(row, Mapping)]


def _listed(row: Plain, name: str) -> list[Any]:
    values = row.get(name)
    return list(values) if isinstance(values, list | tuple) else []


def _kinds(content: Plain) -> list[tuple[Path, Plain]]:
    found = []
    for path, category in _rows(content, "categories"):
        found += _rows(category, "kinds", path)
    return found


def _twice(rows: list[tuple[Path, Plain]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, row in rows:
        code = str(row.get("code"))
        if code in seen:
            yield Fault((*path, "code"), _("编码“%(code)s”前面已经用过，请换一个。") % {"code": code})
        seen.add(code)


def _arrival_faults(path: Path, limits: Plain) -> Iterator[Fault]:
    arrive = limits.get("arrive_minutes")
    if not isinstance(arrive, Mapping):
        return
    minutes = [m for ground in ("town", "outskirts", "country") if isinstance(m := arrive.get(ground), int)]
    if minutes != sorted(minutes):
        yield Fault((*path, "arrive_minutes"), _("到场时限应当是城区最短、乡村最长。"))


def _step_faults(path: Path, procedure: Plain) -> Iterator[Fault]:
    steps = _rows(procedure, "steps", path)
    yield from _twice(steps)
    for step_path, step in steps:
        is_lay = step.get("authority") in ("guard", "volunteer")
        if is_lay and not str(step.get("code")).startswith(SAFE_ACTS):
            sentence = _("保安和志愿者只能观察、报告、提醒远离、引导、安抚；这一步请改由民警或辅警做，或换编码开头。")
            yield Fault((*step_path, "authority"), sentence)


def _question_faults(path: Path, questions: Plain) -> Iterator[Fault]:
    asked = _rows(questions, "questions", path)
    yield from _twice(asked)
    calm_before = False
    for question_path, question in asked:
        if question.get("urgent") and calm_before:
            yield Fault((*question_path, "urgent"), _("紧急的问题要排在前面。"))
        calm_before = calm_before or not question.get("urgent")
        yield from _choice_faults(question_path, question)


def _choice_faults(path: Path, question: Plain) -> Iterator[Fault]:
    choices = _rows(question, "choices", path)
    yield from _twice(choices)
    if question.get("kind") == "choice" and len(choices) < 2:
        yield Fault((*path, "choices"), _("选择题至少要有两个选项。"))
    if question.get("kind") != "choice" and choices:
        yield Fault((*path, "choices"), _("只有选择题才写选项。"))


def _kind_faults(content: Plain) -> Iterator[Fault]:
    sections = {*_LEADS_TO.values(), *_LEAD_TO.values()}
    known = {name: {str(row.get("code")) for _path, row in _rows(content, name)} for name in sections}
    lay_steps = {str(row.get("code")): _comforts(row) for _path, row in _rows(content, "procedures")}
    for category_path, category in _rows(content, "categories"):
        for path, kind in _rows(category, "kinds", category_path):
            yield from _dangling(path, kind, known)
            yield from _own_faults(path, kind, str(category.get("code")))
            if kind.get("danger") and lay_steps.get(str(kind.get("procedure"))):
                sentence = _("有危险的小类，流程里不能有志愿者或保安安抚的步骤。")
                yield Fault((*path, "procedure"), sentence)


def _comforts(procedure: Plain) -> bool:
    return any(
        step.get("authority") in ("guard", "volunteer") and str(step.get("code")).startswith("comfort")
        for _path, step in _rows(procedure, "steps")
    )


def _dangling(path: Path, kind: Plain, known: Mapping[str, set[str]]) -> Iterator[Fault]:
    wanted = [((*path, name), section, kind.get(name)) for name, section in _LEADS_TO.items()]
    for name, section in _LEAD_TO.items():
        codes = _listed(kind, name)
        wanted += [((*path, name, number), section, code) for number, code in enumerate(codes)]
        yield from _listed_twice((*path, name), codes)
    for place, section, code in wanted:
        if isinstance(code, str) and code not in known[section]:
            facts = {"section": section, "code": code}
            yield Fault(place, _("%(section)s 里没有“%(code)s”，请先写上或改正编码。") % facts)


def _listed_twice(path: Path, codes: list[Any]) -> Iterator[Fault]:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield Fault((*path, number), _("“%(code)s”写了两遍，请删去一个。") % {"code": code})


def _own_faults(path: Path, kind: Plain, category: str) -> Iterator[Fault]:
    if not str(kind.get("code")).startswith(f"{category}."):
        yield Fault((*path, "code"), _("小类编码应当以大类编码“%(category)s.”开头。") % {"category": category})
    if bool(kind.get("not_police")) != bool(kind.get("refer_to")):
        yield Fault((*path, "refer_to"), _("通常转办的小类要写转给谁（refer_to），其他小类不写。"))
    if kind.get("danger") and "comfort" in _listed(kind, "first_eyes"):
        yield Fault((*path, "first_eyes"), _("有危险的小类，志愿者不靠近，不能写“安抚”。"))
    words = [str(kind.get("name")), *(str(word) for word in _listed(kind, "also"))]
    if any(word in text for text in words for word in NOT_OURS):
        yield Fault((*path, "name"), _("目录只记发生的事，不收意见、信访和针对某类人的项目。"))
