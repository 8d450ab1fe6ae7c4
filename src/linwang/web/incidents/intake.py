"""接警: the page on which a call is typed, and what it asks the server while that happens."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions.drafts import Saved, discard_draft, restore_draft, save_draft
from linwang.incidents.actions.order_now import Ordered, order_now
from linwang.incidents.actions.take_call import take_call as take
from linwang.incidents.queries.intake import chosen_kind, make_ready, suggestions
from linwang.incidents.queries.intake_page import intake_page
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents import intake_form
from linwang.web.keys_of_forms import key_of
from linwang.web.map_files import base_map_url


@require_http_methods(["GET", "POST"])
@needs(Capability.TAKE_CALLS)
def take_call(request: Request) -> HttpResponse:
    """The empty form, a draft taken up again, or a ring just answered; sent, it becomes an incident."""
    if request.method == "POST":
        return _take(request)
    page = intake_page(
        draft=intake_form.identifier(request.GET.get("draft")),
        incoming=intake_form.whole(request.GET.get("incoming")),
        seen_by=request.actor,
        at=clock.now(),
    )
    return render(request, "incidents/intake.html", {"page": page, "base_map": base_map_url()})


@require_POST
@needs(Capability.TAKE_CALLS)
def order(request: Request) -> HttpResponse:
    """先派警: take the call with what is there, send the ticked units, and go on talking."""
    at = clock.now()
    told = intake_form.told_in(request.POST, at=at)
    actor = request.actor
    ordered = order_now(units=intake_form.units_in(request.POST), key=key_of(request), by=actor, at=at, **told)
    return _go_on(request, ordered)


@require_POST
@needs(Capability.TAKE_CALLS)
def suggest(request: Request) -> HttpResponse:
    """What the program offers for the form as it stands: one fragment for all."""
    actor, at, form = request.actor, clock.now(), request.POST
    if not form.get("words"):
        make_ready(station=actor.station, at=at)
    found = suggestions(intake_form.typed_in(form), seen_by=actor, at=at, except_for=form.get("number", ""))
    return render(request, "incidents/_suggestions.html", {"offered": found, **_kept_in(form)})


@require_POST
@needs(Capability.TAKE_CALLS)
def questions(request: Request) -> HttpResponse:
    """The questions of the kind that was chosen, with the answers given so far."""
    kind = chosen_kind(
        request.POST.get("kind", ""),
        station=request.actor.station,
        answers=intake_form.answers_by_code(request.POST),
    )
    return render(request, "incidents/_questions.html", {"kind": kind})


@require_POST
@needs(Capability.TAKE_CALLS)
def save(request: Request) -> HttpResponse:
    """Autosave: says what became of it, so that the page knows whether to keep its own copy."""
    at = clock.now()
    serial = intake_form.whole(request.POST.get("serial")) or 0
    begun_at = intake_form.moment(request.POST.get("begun_at")) or at
    content = intake_form.draft_in(request)
    actor = request.actor
    saved = save_draft(draft=key_of(request), content=content, serial=serial, begun_at=begun_at, by=actor, at=at)
    return JsonResponse({"saved": saved, "is_kept": saved is not Saved.OLDER})


@require_POST
@needs(Capability.TAKE_CALLS)
def discard(request: Request, draft: UUID) -> HttpResponse:
    """Put a draft aside; the page offers to undo it."""
    discard_draft(draft=draft, by=request.actor, at=clock.now())
    return redirect("incidents:take_call")


@require_POST
@needs(Capability.TAKE_CALLS)
def restore(request: Request, draft: UUID) -> HttpResponse:
    """Take a draft back and go on with it."""
    restore_draft(draft=draft, by=request.actor)
    return redirect(f"{reverse('incidents:take_call')}?draft={draft}")


def _kept_in(form: QueryDict) -> dict[str, Any]:
    """What the fragment shows again as it was: ticks, the incident joined, whether the call has been taken."""
    return {
        "ticked": intake_form.units_in(form),
        "is_touched": bool(form.get("units_touched")),
        "join": form.get("join", ""),
        "said": form.get("place_words", ""),
        "is_taken": bool(form.get("number")),
    }


def _take(request: Request) -> HttpResponse:
    at = clock.now()
    told = intake_form.told_in(request.POST, at=at)
    number = take(key=key_of(request), by=request.actor, at=at, **told)
    return redirect("incidents:incident", number)


def _go_on(request: Request, ordered: Ordered) -> HttpResponse:
    if ordered.refusal is not None:
        messages.warning(request, str(ordered.refusal))
    return redirect("incidents:talk", ordered.number)
