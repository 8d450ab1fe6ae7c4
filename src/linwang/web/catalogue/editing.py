"""Editing one item: a form that keeps what was typed, with plain buttons to move, add and drop parts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.incidents.actions import edit_catalogue as actions
from linwang.incidents.queries.catalogue import item_form
from linwang.incidents.rules.catalogue.items import check_section
from linwang.web.asking import Request
from linwang.web.catalogue import forms
from linwang.web.catalogue.item_form import Typed, page_of
from linwang.web.guards import needs
from linwang.web.keys_of_forms import key_of


@needs(Capability.EDIT_CATALOGUE)
def new(request: Request, section: str) -> HttpResponse:
    """A new item, blank or like another one (`?like=theft.shop`)."""
    check_section(section)
    if request.method == "POST":
        return _posted(request, section)
    like = request.GET.get("like", "")
    form = item_form(section, like, seen_by=request.actor)
    item = forms.like(section, form.item) if form.item else forms.BLANK[section]
    return _page(request, Typed(section, item), form.choices)


@needs(Capability.EDIT_CATALOGUE)
def edit(request: Request, section: str, code: str) -> HttpResponse:
    """The form of an item; POST saves it, or moves one of its parts."""
    check_section(section)
    if request.method == "POST":
        return _posted(request, section, code)
    form = item_form(section, code, seen_by=request.actor)
    return _page(request, Typed(section, form.item or {}, code, form.seen), form.choices)


@require_POST
@needs(Capability.EDIT_CATALOGUE)
def remove(request: Request, section: str, code: str) -> HttpResponse:
    """Take an item out of the catalogue."""
    actions.remove_item(
        section=section, code=code, seen=request.POST.get("seen", ""),
        key=key_of(request), by=request.actor, at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("已移出目录。以前的警情仍保留原类别。"))
    return redirect("catalogue:section", section=section)


def _posted(request: Request, section: str, code: str = "") -> HttpResponse:
    item = forms.item_from(section, request.POST)
    if code:
        item["code"] = code
    seen, do = request.POST.get("seen", ""), request.POST.get("do", "save")
    if do != "save" and section in forms.PARTS:
        return _again(request, Typed(section, forms.moved(section, item, do), code, seen))
    try:
        saved = actions.change_item(
            section=section, item=item, seen=seen,
            key=key_of(request), by=request.actor, at=clock.now(),
        )  # fmt: skip
    except BadInput as refusal:
        return _again(request, Typed(section, item, code, seen, refusal))
    return redirect("catalogue:item", section=section, code=saved)


def _again(request: Request, typed: Typed) -> HttpResponse:
    """The form with what was typed."""
    return _page(request, typed, item_form(typed.section, seen_by=request.actor).choices)


def _page(request: Request, typed: Typed, choices: forms.Choices) -> HttpResponse:
    return render(request, "catalogue/edit.html", page_of(typed, choices), status=422 if typed.refusal else 200)
