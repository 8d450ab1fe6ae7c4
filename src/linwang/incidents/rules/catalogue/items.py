"""One item of the catalogue changed on its own: checked with everything around it, put in, taken out."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from linwang.foundation.listing import listed
from linwang.foundation.refusals import BadInput, ChangedMeanwhile, NotFound, WrongMoment
from linwang.incidents.rules.catalogue.difference import rows_of
from linwang.incidents.rules.catalogue.faults import Fault, Path, WrongCatalogue, faults_of
from linwang.incidents.rules.catalogue.references import faults_in
from linwang.incidents.rules.catalogue.shape import (
    Agency,
    CategoryHead,
    ClosingCondition,
    Kind,
    Limits,
    Procedure,
    QuestionSet,
)

Plain = Mapping[str, Any]
MODELS: dict[str, type[BaseModel]] = {
    "kinds": Kind,
    "categories": CategoryHead,
    "procedures": Procedure,
    "questions": QuestionSet,
    "limits": Limits,
    "closing": ClosingCondition,
    "agencies": Agency,
}


def check_section(section: str) -> None:
    """Only the parts that a catalogue has."""
    if section not in MODELS:
        raise NotFound(_("目录里没有这一部分。"))


def item_in(content: Plain, section: str, code: str) -> dict[str, Any]:
    """The item under this code, or a refusal."""
    check_section(section)
    item = rows_of(section, content).get(code)
    if item is None:
        raise NotFound(_("目录里没有“%(code)s”，可能已被删除。请回到目录查看。") % {"code": code})
    return item


def checked_item(content: Plain, section: str, item: Plain) -> dict[str, Any]:
    """The item with every field written out; refused with the faults of this item only, by its own fields."""
    faults: list[Fault] = []
    whole: dict[str, Any] = dict(item)
    try:
        whole = MODELS[section].model_validate(item).model_dump(mode="json")
    except ValidationError as problem:
        faults += faults_of(problem)
    changed = with_item(content, section, whole)
    place = _place(changed, section, str(whole.get("code")))
    own = [fault for fault in faults_in(changed) if place and fault.path[: len(place)] == place]
    faults += [Fault(fault.path[len(place) :], fault.sentence) for fault in own]
    if section == "kinds" and not place:
        faults.append(Fault(("code",), _("请先建大类，小类编码写成“大类.小类”。")))
    if faults:
        raise WrongCatalogue(faults)
    return whole


def check_unchanged(content: Plain, section: str, code: str, seen: str) -> None:
    """`seen` is the digest of the item as the editor saw it, empty for a new one."""
    known = rows_of(section, content).get(code)
    if known is None and seen:
        raise ChangedMeanwhile(_("这一项刚被别人删除。请回到目录查看。"))
    if known is not None and not seen:
        sentence = _("编码“%(code)s”已经有了，请换一个。") % {"code": code}
        raise BadInput(sentence, fields={"code": sentence})
    if known is not None and digest(known) != seen:
        raise ChangedMeanwhile(_("这一项刚被别人改过。请复制您的修改，刷新后再改。"))


def check_unused(content: Plain, section: str, code: str) -> None:
    """What items lean on stays until they lean on something else."""
    users = used_by(content, section, code)
    if users:
        facts = {"count": len(users), "names": listed(kind["name"] for kind in users[:5])}
        raise WrongMoment(_("还有 %(count)d 个小类在用（%(names)s），请先改那些小类。") % facts)


def used_by(content: Plain, section: str, code: str) -> list[dict[str, Any]]:
    """The kinds that name this item."""
    return [kind for kind in rows_of("kinds", content).values() if _names(kind, section, code)]


def _names(kind: Plain, section: str, code: str) -> bool:
    match section:
        case "procedures":
            return kind["procedure"] == code
        case "questions" | "limits":
            return kind[section] == code
        case "closing":
            return code in kind["closing"]
        case "agencies":
            return code in kind["agencies"] or kind["refer_to"] == code
        case "categories":
            return kind["code"].startswith(f"{code}.")
    return False


def with_item(content: Plain, section: str, item: Plain) -> dict[str, Any]:
    """The content with the item in the place of the one with its code, or as the last."""
    if section == "kinds":
        category = str(item.get("code")).partition(".")[0]
        rows = [
            {**row, "kinds": _put(row["kinds"], item)} if row["code"] == category else row
            for row in content["categories"]
        ]
        return {**content, "categories": rows}
    if section == "categories":
        kinds: list[Plain] = next(
            (row["kinds"] for row in content["categories"] if row["code"] == item.get("code")), []
        )
        item = {**item, "kinds": kinds}
    return {**content, section: _put(content[section], item)}


def without_item(content: Plain, section: str, code: str) -> dict[str, Any]:
    """The content without it."""
    if section == "kinds":
        rows = [{**row, "kinds": _drop(row["kinds"], code)} for row in content["categories"]]
        return {**content, "categories": rows}
    return {**content, section: _drop(content[section], code)}


def digest(content: object) -> str:
    """A short mark of what somebody saw: it differs when anything in it was changed."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def _put(rows: list[Plain], item: Plain) -> list[Plain]:
    if any(row["code"] == item.get("code") for row in rows):
        return [item if row["code"] == item["code"] else row for row in rows]
    return [*rows, item]


def _drop(rows: list[Plain], code: str) -> list[Plain]:
    return [row for row in rows if row["code"] != code]


def _place(content: Plain, section: str, code: str) -> Path:
    if section != "kinds":
        codes = [row.get("code") for row in content[section]]
        return (section, codes.index(code)) if code in codes else ()
    for number, category in enumerate(content["categories"]):
        codes = [row.get("code") for row in category["kinds"]]
        if code in codes:
            return ("categories", number, "kinds", codes.index(code))
    return ()
