"""Bringing in a file: first every change or every error with its line, then, if wanted, the writing."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.incidents.actions.edit_catalogue import import_catalogue
from linwang.incidents.queries import catalogue as queries
from linwang.incidents.rules.catalogue import WrongCatalogue
from linwang.web.asking import Request
from linwang.web.catalogue.showing import shown_changes
from linwang.web.guards import needs

LARGEST_FILE = 2_000_000
"""Bytes; the shipped catalogue has about 270,000."""


@needs(Capability.EDIT_CATALOGUE)
def bring_in(request: Request) -> HttpResponse:
    """Show what a file would change; with `do=write`, change it."""
    if request.method != "POST":
        return render(request, "catalogue/import.html", {"text": "", "faults": (), "changes": None, "seen": ""})
    actor, is_write = request.actor, request.POST.get("do") == "write"
    seen = request.POST.get("seen", "") if is_write else queries.catalogue_mark(seen_by=actor)
    try:
        text = _text(request)
        changes = import_catalogue(text=text, by=actor, at=clock.now(), dry_run=not is_write, seen=seen)
    except WrongCatalogue as refusal:
        refused = {"text": text, "faults": refusal.faults, "changes": None, "seen": ""}
        return render(request, "catalogue/import.html", refused, status=422)
    if is_write:
        messages.success(request, _("目录已更新，共 %(count)d 处变化。") % {"count": len(changes)})
        return redirect("catalogue:list")
    shown = shown_changes(changes)
    counts = Counter(change.how for change in shown)
    said = {how: counts[how] for how in ("added", "changed", "removed")}
    page: dict[str, Any] = {"text": text, "faults": (), "changes": shown, "counts": said, "seen": seen}
    return render(request, "catalogue/import.html", page)


def _text(request: Request) -> str:
    """The uploaded file, or the text that was looked at or mended on the page."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")
    if file.size is None or file.size > LARGEST_FILE:
        raise BadInput(
            _("文件太大，请确认选的是职责目录文件。"), fields={"file": _("文件太大，请确认选的是职责目录文件。")}
        )
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = _("文件不是 UTF-8 编码。请另存为 UTF-8 后再试。")
        raise BadInput(sentence, fields={"file": sentence}) from None
