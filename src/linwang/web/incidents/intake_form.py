"""The intake form as it is sent: nothing that was typed is refused here; what cannot be read counts as empty."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_datetime

from linwang.incidents.actions.complete_call import Learnt
from linwang.incidents.queries.intake import Typed
from linwang.incidents.queries.intake_page import FIELDS
from linwang.incidents.rules.calls import Answered
from linwang.incidents.states import Channel
from linwang.science.geo.points import point_of

ANSWER, ASKED = "answer.", "asked."


def typed_in(form: QueryDict) -> Typed:
    """What the suggestions are made from."""
    return Typed(
        words=" ".join(part for part in (form.get("words", ""), form.get("further_words", "")) if part),
        place_words=form.get("place_words", ""),
        kind=form.get("kind", ""),
        place=whole(form.get("place")),
        point=point_of(form.get("lon", ""), form.get("lat", "")),
        narrowed=frozenset(filter(None, form.get("narrowed", "").split(","))),
        answers=answers_by_code(form),
    )


def told_in(form: QueryDict, *, at: datetime) -> dict[str, Any]:
    """What `take_call` takes."""
    outside = form.get("outside_number") or None
    point = point_of(form.get("lon", ""), form.get("lat", ""))
    return {
        "words": form.get("words", ""),
        "channel": form.get("channel") or Channel.PHONE,
        "rang_at": moment(form.get("rang_at")) or at,
        "kind": form.get("kind") or None,
        "place": whole(form.get("place")),
        "place_words": form.get("place_words", ""),
        "lon": point.lon if point else None,
        "lat": point.lat if point else None,
        "caller_name": form.get("caller_name", ""),
        "caller_phone": form.get("caller_phone", ""),
        "is_anonymous": "is_anonymous" in form,
        "on_behalf_of": form.get("on_behalf_of", ""),
        "answers": answered_in(form),
        "join": form.get("join") or None,
        "outside_number": outside,
        "source": "telephone" if outside else "",
    }


def learnt_in(form: QueryDict) -> Learnt:
    """What `complete_call` takes."""
    point = point_of(form.get("lon", ""), form.get("lat", ""))
    return Learnt(
        further_words=form.get("further_words", ""),
        kind=form.get("kind") or None,
        place=whole(form.get("place")),
        lon=point.lon if point else None,
        lat=point.lat if point else None,
        place_words=form.get("place_words", ""),
        caller_name=form.get("caller_name", ""),
        caller_phone=form.get("caller_phone", ""),
        on_behalf_of=form.get("on_behalf_of", ""),
        answers=answered_in(form),
    )


def answered_in(form: QueryDict) -> tuple[Answered, ...]:
    """The answers with their questions as they were asked."""
    by_code = answers_by_code(form)
    return tuple(Answered(code, form.get(f"{ASKED}{code}", code), answer) for code, answer in by_code.items())


def answers_by_code(form: Mapping[str, str]) -> dict[str, str]:
    """Answer by the code of its question."""
    return {name.removeprefix(ANSWER): form[name] for name in form if name.startswith(ANSWER)}


def units_in(form: QueryDict) -> list[int]:
    """The units that are ticked."""
    return [unit for text in form.getlist("units") if (unit := whole(text)) is not None]


def draft_in(request: HttpRequest) -> dict[str, str]:
    """What a draft keeps of the form."""
    form = request.POST
    fields = {name: form[name] for name in FIELDS if form.get(name)}
    return fields | {name: form[name] for name in form if name.startswith((ANSWER, ASKED)) and form[name]}


def whole(text: str | None) -> int | None:
    """A whole number, or nothing."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def moment(text: str | None) -> datetime | None:
    """A moment with its time zone, or nothing."""
    try:
        found = parse_datetime(text) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def degrees(text: str | None) -> float | None:
    """Degrees of longitude or latitude, or nothing."""
    try:
        return float(text) if text else None
    except ValueError:
        return None


def identifier(text: str | None) -> UUID | None:
    """A key, or nothing."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
