"""Reading the catalogue: the list, the parts, one item, the file."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from linwang.foundation.capabilities import Capability
from linwang.incidents.queries import catalogue as queries
from linwang.incidents.rules.catalogue.items import check_section
from linwang.incidents.rules.catalogue.words import CatalogueSection
from linwang.incidents.states import KindGroup, Priority
from linwang.personnel.states import TeamKind
from linwang.web.asking import Request
from linwang.web.catalogue.showing import label, shown_versions
from linwang.web.guards import needs


@needs(Capability.SEE_CATALOGUE)
def listing(request: Request) -> HttpResponse:
    """Every item by category; search and filters stand in the address."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("group", "team", "priority")}
    words = request.GET.get("q", "").strip()
    page = queries.catalogue_page(seen_by=request.actor, words=words, **chosen)
    return render(
        request,
        "catalogue/list.html",
        {
            "page": page, "words": words, "chosen": chosen, "is_filtered": bool(words or any(chosen.values())),
            "groups": KindGroup.choices, "teams": TeamKind.choices, "priorities": Priority.choices,
            "group_labels": dict(KindGroup.choices), "team_labels": dict(TeamKind.choices),
            "priority_labels": dict(Priority.choices), "parts": parts(), "section": "kinds",
        },
    )  # fmt: skip


@needs(Capability.SEE_CATALOGUE)
def section(request: Request, section: str) -> HttpResponse:
    """The items of one part: procedures, questions, limits, words."""
    check_section(section)
    if section == "kinds":
        return redirect("catalogue:list")
    words = request.GET.get("q", "").strip()
    page = {
        "section": section, "section_label": CatalogueSection(section).label, "words": words, "parts": parts(),
        "rows": queries.section_page(section, seen_by=request.actor, words=words),
    }  # fmt: skip
    return render(request, "catalogue/section.html", page)


@needs(Capability.SEE_CATALOGUE)
def item(request: Request, section: str, code: str) -> HttpResponse:
    """One item with all that follows from it, and its history."""
    page = queries.item_page(section, code, seen_by=request.actor)
    names = ("priority", "team", "group")
    labels = {name: label(name, page.item[name]) for name in names if name in page.item}
    eyes = [label("first_eyes", act) for act in page.item.get("first_eyes", ())]
    return render(
        request,
        "catalogue/item.html",
        {
            "page": page, "labels": labels, "first_eyes": eyes, "history": shown_versions(page.history),
            "section_label": CatalogueSection(section).label,
            "steps": _labelled((page.leans_on.get("procedure") or page.item).get("steps", ()), "authority", "who"),
            "questions": _labelled(_asked(page), "kind"),
        },
    )  # fmt: skip


@needs(Capability.SEE_CATALOGUE)
def export(request: Request) -> HttpResponse:
    """The whole catalogue as a file that can be edited and brought in again."""
    text = queries.export_catalogue(seen_by=request.actor)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="catalogue.yaml"'
    return response


def parts() -> list[tuple[str, str]]:
    """The parts of the catalogue, as tabs."""
    return [(str(value), str(said)) for value, said in CatalogueSection.choices]


def _asked(page: queries.ItemPage) -> tuple[dict, ...]:
    if page.section == "kinds":
        return tuple(page.leans_on["questions"]["questions"])
    return tuple(page.item["questions"]) if page.section == "questions" else ()


def _labelled(rows: tuple[dict, ...], *names: str) -> list[dict]:
    return [{**row, "labels": {name: label(name, row[name]) for name in names}} for row in rows]
