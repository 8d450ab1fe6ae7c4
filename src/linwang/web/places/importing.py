"""Bringing in a file of reference data: first every change and every fault with its row, then the writing.

Nothing of the file is kept on the server between the two: the page carries it back.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.foundation.importing import Plan
from linwang.foundation.refusals import BadInput
from linwang.gateways.tables import read_table
from linwang.incidents.actions.import_reference import apply_import, headings_of, plan_import
from linwang.incidents.rules.import_kinds import ImportKind
from linwang.places.queries import station_choices
from linwang.places.queries.national_names import national_names
from linwang.places.states import Datum
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.keys_of_forms import key_of
from linwang.web.whole_numbers import whole_number

LARGEST_FILE = 3_000_000
"""Bytes; what is larger goes by the command line."""

MOST_ROWS = 500
KINDS = [(kind.value, kind.label) for kind in ImportKind if kind != ImportKind.CATALOGUE]


@dataclass(frozen=True)
class Chosen:
    """What the form says; the file as it was sent."""

    kind: str = ImportKind.BEATS.value
    station: int = 0
    datum: str = ""
    name: str = ""
    content: bytes = b""
    skip_bad: bool = False

    @property
    def packed(self) -> str:
        """The file in letters, for the page to carry."""
        return base64.b64encode(self.content).decode()


@needs(Capability.IMPORT_DATA)
def bring_in(request: Request) -> HttpResponse:
    """Show what a file would change; with `do=write`, change it."""
    if request.method != "POST":
        return _page(request, Chosen(station=request.actor.station))
    chosen = _chosen(request)
    try:
        return _write(request, chosen) if request.POST.get("do") == "write" else _look(request, chosen)
    except BadInput as refusal:
        return _page(request, chosen, problem=str(refusal), status=422)


def _look(request: Request, chosen: Chosen) -> HttpResponse:
    return _page(request, chosen, plan=plan_import(**_said(request, chosen)))


def _write(request: Request, chosen: Chosen) -> HttpResponse:
    counts = apply_import(**_said(request, chosen), skip_bad=chosen.skip_bad, key=key_of(request))
    messages.success(request, _("已导入：新增 %(added)d，更改 %(changed)d，不变 %(same)d。") % counts)
    return redirect("places:import")


def _said(request: Request, chosen: Chosen) -> dict[str, Any]:
    return {
        "kind": ImportKind(chosen.kind),
        "table": read_table(chosen.name, chosen.content),
        "station": chosen.station,
        "datum": Datum(chosen.datum) if chosen.datum in Datum.values else None,
        "by": request.actor,
        "at": clock.now(),
    }


def _chosen(request: Request) -> Chosen:
    said = request.POST
    name, content = _file(request)
    station = said.get("station", "")
    return Chosen(
        kind=said.get("kind", "") if said.get("kind", "") in dict(KINDS) else ImportKind.BEATS.value,
        station=whole_number(station) or request.actor.station,
        datum=said.get("datum", ""),
        name=name,
        content=content,
        skip_bad=said.get("skip_bad") == "1",
    )


def _file(request: Request) -> tuple[str, bytes]:
    """The uploaded file, or the one that the page carries."""
    file = request.FILES.get("file")
    if file is None:
        try:
            return request.POST.get("name", "")[:200], base64.b64decode(request.POST.get("content", ""), validate=True)
        except (binascii.Error, ValueError):
            raise BadInput(_("页面已过期，请重新选择文件。")) from None
    if file.size is None or file.size > LARGEST_FILE:
        sentence = _("文件超过 3 MB。请拆成几个文件，或请管理员在服务器上用 ./linwang import 导入。")
        raise BadInput(sentence, fields={"file": sentence})
    return file.name or "", file.read()


def _page(
    request: Request, chosen: Chosen, *, plan: Plan | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    steps = [step for how in ("changed", "added") for step in (plan.of(how) if plan else [])]
    page = {
        "chosen": chosen, "kinds": KINDS, "data": Datum.choices, "problem": problem, "plan": plan,
        "stations": station_choices(seen_by=request.actor),
        "headings": [(ImportKind(kind).label, headings_of(ImportKind(kind))) for kind, _label in KINDS],
        "national": national_names(),
        "steps": steps[:MOST_ROWS], "more_steps": max(0, len(steps) - MOST_ROWS),
        "faults": plan.faults[:MOST_ROWS] if plan else (), "can_write": bool(steps),
    }  # fmt: skip
    return render(request, "places/import.html", page, status=status)
