"""What the pages of the catalogue show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries.catalogue.history import Version, history_of
from linwang.incidents.queries.catalogue.stored import content_of
from linwang.incidents.rules.catalogue import check, rows_of, write
from linwang.incidents.rules.catalogue.items import digest, item_in, used_by
from linwang.places.queries import bureau_of


@dataclass(frozen=True)
class KindLine:
    """One item in the list."""

    code: str
    name: str
    priority: str
    team: str
    procedure: str
    procedure_name: str
    is_dangerous: bool
    is_not_police: bool
    is_preventable: bool
    matched: tuple[str, ...]


@dataclass(frozen=True)
class CategoryLines:
    """A category and those of its items that were asked for."""

    code: str
    name: str
    group: str
    kinds: tuple[KindLine, ...]


@dataclass(frozen=True)
class CataloguePage:
    """The list: categories with items, and how many there are in all."""

    categories: tuple[CategoryLines, ...]
    found: int
    all_kinds: int
    all_categories: int


@dataclass(frozen=True)
class ItemPage:
    """One item of any section: its content, what it leans on, who leans on it, its history."""

    section: str
    code: str
    title: str
    item: Mapping[str, Any]
    seen: str
    leans_on: Mapping[str, Any]
    used_by: tuple[tuple[str, str], ...]
    history: tuple[Version, ...]


@dataclass(frozen=True)
class SectionLine:
    """One item in the list of a section."""

    code: str
    title: str
    count: int
    used: int


@dataclass(frozen=True)
class ItemForm:
    """An item to edit, its mark, and what the form may choose from: code and name of each, by section."""

    item: Mapping[str, Any] | None
    seen: str
    choices: Mapping[str, tuple[tuple[str, str], ...]]


def in_tongue(row: Mapping[str, Any], name: str = "name") -> str:
    """The name or text in the language of whoever reads; the other where this one is missing."""
    chinese, english = str(row.get(name) or ""), str(row.get(f"{name}_en") or "")
    return (english or chinese) if get_language() == "en" else (chinese or english)


def title_of(row: Mapping[str, Any]) -> str:
    """The name of an item, or the text of one that has no name."""
    return in_tongue(row, "name" if "name" in row else "text")


def catalogue_page(
    *, seen_by: Actor, words: str = "", group: str = "", team: str = "", priority: str = ""
) -> CataloguePage:
    """Items by category: those with the words in a name, a code or a caller's phrase."""
    content = _content(seen_by)
    procedures = rows_of("procedures", content)
    categories = []
    for category in content["categories"]:
        if group and category["group"] != group:
            continue
        kinds = tuple(_lines(category, words.strip().lower(), team, priority, procedures))
        if kinds:
            categories.append(CategoryLines(category["code"], in_tongue(category), category["group"], kinds))
    return CataloguePage(
        categories=tuple(categories),
        found=sum(len(category.kinds) for category in categories),
        all_kinds=len(rows_of("kinds", content)),
        all_categories=len(content["categories"]),
    )


def _lines(
    category: Mapping[str, Any], words: str, team: str, priority: str, procedures: Mapping[str, Any]
) -> Iterator[KindLine]:
    in_category = words in f"{category['name']} {category['name_en']}".lower()
    for kind in category["kinds"]:
        if (team and kind["team"] != team) or (priority and kind["priority"] != priority):
            continue
        phrases = tuple(phrase for phrase in kind["also"] if words and words in phrase.lower())
        in_kind = words in f"{kind['code']} {kind['name']} {kind['name_en']}".lower()
        if words and not (in_category or in_kind or phrases):
            continue
        yield KindLine(
            code=kind["code"], name=in_tongue(kind), priority=kind["priority"], team=kind["team"],
            procedure=kind["procedure"], procedure_name=in_tongue(procedures.get(kind["procedure"], {})),
            is_dangerous=kind["danger"], is_not_police=kind["not_police"], is_preventable=kind["preventable"],
            matched=phrases,
        )  # fmt: skip


def section_page(section: str, *, seen_by: Actor, words: str = "") -> tuple[SectionLine, ...]:
    """The items of a section other than kinds, with how many parts and users each has."""
    content = _content(seen_by)
    wanted = words.strip().lower()
    return tuple(
        SectionLine(code, title_of(row), len(row.get("steps") or row.get("questions") or ()), len(users))
        for code, row in rows_of(section, content).items()
        if wanted in f"{code} {' '.join(str(value) for value in row.values())}".lower()
        for users in [used_by(content, section, code)]
    )


def item_page(section: str, code: str, *, seen_by: Actor) -> ItemPage:
    """One item of any section with everything that its page tells."""
    content = _content(seen_by)
    item = item_in(content, section, code)
    return ItemPage(
        section=section,
        code=code,
        title=title_of(item),
        item=item,
        seen=digest(item),
        leans_on=_leans_on(content, section, item),
        used_by=tuple((kind["code"], in_tongue(kind)) for kind in used_by(content, section, code)),
        history=history_of(section, code, bureau=bureau_of(seen_by.station)),
    )


def kind_page(code: str, *, seen_by: Actor) -> ItemPage:
    """One kind with its procedure, limits, questions and closing conditions."""
    return item_page("kinds", code, seen_by=seen_by)


def item_form(section: str, code: str = "", *, seen_by: Actor) -> ItemForm:
    """The item under the code, if one is given, and what a form offers, in the order of the catalogue."""
    content = _content(seen_by)
    item = item_in(content, section, code) if code else None
    sections = ("categories", "limits", "procedures", "questions", "closing", "agencies")
    choices = {name: tuple((key, title_of(row)) for key, row in rows_of(name, content).items()) for name in sections}
    return ItemForm(item, digest(item) if item else "", choices)


def export_catalogue(*, seen_by: Actor) -> str:
    """The whole catalogue as a file; refused with what must be mended where it would not be read again."""
    return write(check(_content(seen_by)))


def catalogue_mark(*, seen_by: Actor) -> str:
    """A mark of the catalogue as it is now, to notice that somebody changed it meanwhile."""
    return digest(_content(seen_by))


def _content(seen_by: Actor) -> dict[str, Any]:
    seen_by.check_may(Capability.SEE_CATALOGUE)
    return content_of(bureau_of(seen_by.station))


def _leans_on(content: Mapping[str, Any], section: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """The items that a kind names, in full."""
    if section != "kinds":
        return {}
    agencies, closing = rows_of("agencies", content), rows_of("closing", content)
    return {
        "category": next(row for row in content["categories"] if item in row["kinds"]),
        "limits": rows_of("limits", content)[item["limits"]],
        "procedure": rows_of("procedures", content)[item["procedure"]],
        "questions": rows_of("questions", content)[item["questions"]],
        "closing": [closing[code] for code in item["closing"]],
        "agencies": [agencies[code] for code in item["agencies"]],
        "refer_to": agencies.get(item["refer_to"]),
    }
