"""Exports of what was found: asked for with a purpose, approved by a second person, taken once, with a watermark."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions import export_search as actions
from linwang.incidents.queries import exports as queries
from linwang.incidents.queries.search import FoundIncident, exported_incidents
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.pages import page_in
from linwang.web.incidents.search import filters_in
from linwang.web.incidents.spreadsheet import csv_text
from linwang.web.keys_of_forms import key_of
from linwang.web.words import exactly


@require_POST
@needs(Capability.EXPORT_RECORDS)
def export(request: Request) -> HttpResponse:
    """Few rows are a file at once; many wait on the list for a second person."""
    purpose, now = request.POST.get("purpose", "").strip()[:200], clock.now()
    asked = actions.ask_export(
        filters=filters_in(request.POST), purpose=purpose, key=key_of(request), by=request.actor, at=now
    )
    if queries.is_waiting(asked, seen_by=request.actor):
        return redirect("incidents:exports")
    return _file(request, asked, now)


@require_safe
@needs(Capability.EXPORT_RECORDS)
def exports(request: Request) -> HttpResponse:
    """What waits, what may be taken, what was taken."""
    found = queries.exports(seen_by=request.actor, page=page_in(request), at=clock.now())
    return render(request, "incidents/exports.html", {"found": found, "page": found.page, "address": ""})


@require_POST
@needs(Capability.EXPORT_RECORDS)
def approve(request: Request, export: int) -> HttpResponse:
    """The second person agrees."""
    actions.approve_export(export=export, key=key_of(request), by=request.actor, at=clock.now())
    return redirect("incidents:exports")


@require_POST
@needs(Capability.EXPORT_RECORDS)
def take(request: Request, export: int) -> HttpResponse:
    """The file, once."""
    now = clock.now()
    return _file(request, actions.take_export(export=export, key=key_of(request), by=request.actor, at=now), now)


def _file(request: Request, export: int, at: datetime) -> HttpResponse:
    granted = queries.granted(export, seen_by=request.actor, at=at)
    rows = exported_incidents(seen_by=request.actor, filters=granted.filters)
    mark = f"DC-{granted.id}"
    lines: list[list[object]] = [*([*_cells(row), mark] for row in rows), [], [watermark(granted, mark)]]
    response = HttpResponse(csv_text([*_heads(), _("导出编号")], lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="incidents-{clock.local(at):%Y%m%d-%H%M}-{mark}.csv"'
    return response


def watermark(granted: queries.Granted, mark: str) -> str:
    """Who, when, for what, and who agreed: the last line of the file; each row carries its number."""
    words = _("邻望导出 {mark}：{who}于 {when} 导出，用途：{purpose}").format(
        mark=mark, who=granted.asked_by, when=exactly(granted.taken_at), purpose=granted.purpose
    )
    return words + (_("；批准：{who}").format(who=granted.approved_by) if granted.approved_by else "")


def _heads() -> list[str]:
    return [
        _("编号"), _("级别"), _("状态"), _("处理结果"), _("大类"), _("类别"), _("内容"), _("地点"), _("单位"),
        _("来电时间"), _("首次派警"), _("首次到场"), _("办结时间"), _("来电数"),
    ]  # fmt: skip


def _cells(row: FoundIncident) -> list[object]:
    return [
        row.number, row.priority, row.status_label, row.disposition_label, row.category, row.kind, row.title, row.place,
        row.station_name, row.rang_at, row.first_sent_at, row.first_on_scene_at, row.closed_at, row.callers,
    ]  # fmt: skip
