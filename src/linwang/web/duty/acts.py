"""One door for everything a unit says from its phone: each act with its key, done once however often it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.incidents.actions.backup import ask_backup
from linwang.incidents.actions.call_outs.answer import mark_called
from linwang.incidents.actions.call_outs.rescue import tell_rescued
from linwang.incidents.actions.move import move
from linwang.incidents.actions.notes import note
from linwang.incidents.actions.photos import add_photo
from linwang.incidents.actions.report import report_outcome
from linwang.incidents.actions.steps import tick, untick
from linwang.incidents.queries.phone import number_of_own_order
from linwang.incidents.rules.pictures import MOST_BYTES, clean_picture
from linwang.incidents.states import AssignmentStatus, CalledStatus, OutcomeKind
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.json_bodies import json_in
from linwang.web.whole_numbers import whole_number


@dataclass(frozen=True)
class PhoneAct:
    """What the phone queued: the act, the order it is about, when by its own clock, and the details."""

    key: UUID
    act: str
    assignment: int
    device_at: datetime | None
    body: Mapping[str, Any]

    def words(self, name: str = "words") -> str:
        """A text of the details."""
        return str(self.body.get(name) or "")


@require_POST
@needs(Capability.ANSWER_ORDERS)
def act(request: Request) -> JsonResponse:
    """Do one queued act; a refusal comes back as JSON with its sentence."""
    if _is_of_another_person(request):
        return _wait_for_that_person()
    said = _read(request)
    if said.act not in ACTS:
        raise BadInput(_("手机页面版本过旧，无法识别这项操作。请联网后刷新页面。"))
    ACTS[said.act](said, request.actor, clock.now())
    return JsonResponse({"done": True})


@require_POST
@needs(Capability.ANSWER_ORDERS)
def photo(request: Request) -> JsonResponse:
    """Take one photo; it comes as a form, for it may be large."""
    if _is_of_another_person(request):
        return _wait_for_that_person()
    upload = request.FILES.get("photo")
    if upload is None or (upload.size or 0) > MOST_BYTES:
        raise BadInput(_("没有收到照片，或照片超过 12 MB。请重拍一张。"))
    said = _act_from({**request.POST.dict(), "act": "photo"})
    add_photo(
        assignment=said.assignment, picture=clean_picture(upload.read()), key=said.key,
        by=request.actor, at=clock.now(), device_at=said.device_at,
    )  # fmt: skip
    return JsonResponse({"done": True})


def _is_of_another_person(request: Request) -> bool:
    """Whether somebody else has signed in since the page was opened that now sends what its person did."""
    return request.headers.get("X-Linwang-Person", "") not in ("", str(request.actor.person))


def _wait_for_that_person() -> JsonResponse:
    """The phone keeps the act until that person is back."""
    return JsonResponse({"refusal": _("现在登录的是另一个人。这一项由本人登录后发送。")}, status=401)


def _read(request: Request) -> PhoneAct:
    try:
        return _act_from(json_in(request))
    except (ValueError, TypeError, AttributeError) as error:
        raise _unreadable() from error


def _act_from(said: Mapping[str, Any]) -> PhoneAct:
    try:
        body = said.get("body") or {}
        return PhoneAct(
            key=UUID(str(said["key"])),
            act=str(said["act"]),
            assignment=int(said["assignment"]),
            device_at=_device_moment(str(said.get("at") or "")),
            body=body if isinstance(body, dict) else {},
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise _unreadable() from error


def _device_moment(words: str) -> datetime | None:
    moment = parse_datetime(words) if words else None
    return moment if moment and moment.tzinfo else None


def _unreadable() -> BadInput:
    return BadInput(_("手机发来的内容不完整，没有保存。请刷新页面后重试。"))


def _move(to: AssignmentStatus) -> Callable[[PhoneAct, Actor, datetime], None]:
    def do(said: PhoneAct, by: Actor, at: datetime) -> None:
        move(assignment=said.assignment, to=to, key=said.key, by=by, at=at, device_at=said.device_at)

    return do


def _outcome(said: PhoneAct, by: Actor, at: datetime) -> None:
    helped = said.words("people_helped").strip()
    if helped and whole_number(helped) is None:
        raise BadInput(_("救助人数不对。"), fields={"people_helped": _("请填 0 到 100000 之间的整数。")})
    kind = said.words("kind")
    report_outcome(
        assignment=said.assignment, kind=OutcomeKind(kind) if kind in OutcomeKind.values else kind,  # type: ignore[arg-type]
        words=said.words(), people_helped=whole_number(helped) or 0,
        key=said.key, by=by, at=at, device_at=said.device_at,
    )  # fmt: skip


def _note(said: PhoneAct, by: Actor, at: datetime) -> None:
    number = number_of_own_order(said.assignment, seen_by=by)
    note(number=number, words=said.words(), key=said.key, by=by, at=at, device_at=said.device_at)


def _backup(said: PhoneAct, by: Actor, at: datetime) -> None:
    ask_backup(assignment=said.assignment, words=said.words(), key=said.key, by=by, at=at, device_at=said.device_at)


def _tick(said: PhoneAct, by: Actor, at: datetime) -> None:
    number = number_of_own_order(said.assignment, seen_by=by)
    tick(number=number, step=said.words("step"), key=said.key, by=by, at=at)


def _untick(said: PhoneAct, by: Actor, at: datetime) -> None:
    number = number_of_own_order(said.assignment, seen_by=by)
    untick(number=number, step=said.words("step"), key=said.key, by=by, at=at)


def _called(to: CalledStatus) -> Callable[[PhoneAct, Actor, datetime], None]:
    """An answer to a call-out, one's own or as a leader; the body says whose."""

    def do(said: PhoneAct, by: Actor, at: datetime) -> None:
        mark_called(
            called=_number(said, "called"), to=to, minutes=whole_number(said.words("minutes")), key=said.key, by=by,
            at=at, device_at=said.device_at,
        )  # fmt: skip

    return do


def _rescued(said: PhoneAct, by: Actor, at: datetime) -> None:
    team, people = _number(said, "team"), whole_number(said.words("people"))
    if people is None:
        raise BadInput(_("救出人数不对。"), fields={"people": _("请填整数。")})
    tell_rescued(team=team, people=people, place=said.words("place"), key=said.key, by=by, at=at)


def _number(said: PhoneAct, name: str) -> int:
    number = whole_number(said.words(name))
    if number is None:
        raise _unreadable()
    return number


ACTS: Mapping[str, Callable[[PhoneAct, Actor, datetime], None]] = {
    "sign": _move(AssignmentStatus.ACKNOWLEDGED),
    "leave": _move(AssignmentStatus.EN_ROUTE),
    "arrive": _move(AssignmentStatus.ON_SCENE),
    "outcome": _outcome,
    "note": _note,
    "backup": _backup,
    "tick": _tick,
    "untick": _untick,
    "coming": _called(CalledStatus.COMING),
    "not_coming": _called(CalledStatus.DECLINED),
    "here": _called(CalledStatus.ARRIVED),
    "left": _called(CalledStatus.LEFT),
    "rescued": _rescued,
}
