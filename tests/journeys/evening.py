"""An evening at the station with something of everything, and the addresses of the pages that show it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from linwang.foundation import clock, journal, station_settings
from linwang.foundation.capabilities import Role
from linwang.incidents.actions import (
    agencies,
    backup,
    close,
    drafts,
    hand_over,
    notes,
    refer,
    report,
    shift_hand_over,
    steps,
    take_call,
    telephone,
)
from linwang.incidents.actions import dispatch as orders
from linwang.incidents.actions import move as moves
from linwang.incidents.actions.call_outs.answer import mark_called
from linwang.incidents.actions.call_outs.rescue import count_rescued
from linwang.incidents.actions.call_outs.teams import form_team
from linwang.incidents.actions.call_outs.walk_up import join
from linwang.incidents.models import CalledPerson, CallOut, Escalation, Incident, ShiftHandOver
from linwang.incidents.states import AgencyStatus, AssignmentStatus, Disposition, Due, OutcomeKind
from linwang.personnel.actions.keys import make_key
from linwang.personnel.models import RoleGrant
from linwang.web.incidents.call_out_links import token_for
from tests.builders import PASSWORD, SINCE, Town, new_key, place_unit, put_on_duty
from tests.incidents.neighbours import call, called, make_grids, people_of, wish

EVERYBODY = "duty_officer"
"""One person with every role, so that one signing in opens every page."""

CREWS = (("巡一", "case_officer"), ("巡二", "community_officer"), ("辅三", "auxiliary"), ("守四", "warden"))
FIGHT = "东门菜市场有人打架，两个男的拿板凳"


@dataclass
class Evening:
    """What stands on the pages: numbers and ids by what they are."""

    town: Town
    at: datetime
    fight: str = ""
    unclear: str = ""
    closed: str = ""
    offered: str = ""
    draft: UUID = field(default_factory=new_key)
    shift: int = 0
    call_out: int = 0

    def act(self, role: str = EVERYBODY) -> dict[str, object]:
        """Key, person and moment of one act."""
        return {"key": new_key(), "by": self.town.actor(role), "at": self.at}

    def pages(self) -> dict[str, list[str]]:
        """Every page that a role can open, in groups of one story each."""
        one, over = f"/incidents/{self.fight}/", f"/incidents/{self.closed}/"
        person = self.town.people["auxiliary"].pk
        return {
            "desk": ["/incidents/", "/incidents/wall/", "/incidents/?q=nothing", f"/incidents/new/?draft={self.draft}"],
            "incident": [one, over, f"/incidents/{self.unclear}/", f"/incidents/{self.offered}/", f"{one}talk/"],
            "lists": [
                "/incidents/search/?q=东门", "/incidents/search/?q=nothing", "/incidents/callbacks/",
                "/incidents/referrals/", "/incidents/shift/", f"/incidents/shift/{self.shift}/", f"{one}print/",
            ],
            "call_out": [
                f"/incidents/call-outs/{self.call_out}/", f"{one}call-out/", self._join(),
                f"/incidents/call-outs/{self.call_out}/roll/", f"/incidents/call-outs/{self.call_out}/poster/",
            ],
            "field": ["/duty/phone/", "/duty/trail/", "/incidents/agency/"],
            "catalogue": [
                "/catalogue/", "/catalogue/kinds/theft.market/", "/catalogue/kinds/theft.market/edit/",
                "/catalogue/procedures/", "/catalogue/procedures/theft/edit/", "/catalogue/questions/theft/edit/",
                "/catalogue/limits/urgent/edit/", "/catalogue/import/",
            ],
            "office": [
                "/personnel/people/", f"/personnel/people/{person}/", "/personnel/people/new/", "/personnel/settings/",
                "/personnel/keys/", "/places/import/", "/places/aliases/",
            ],
            "account": [
                "/personnel/me/", "/personnel/lock/", "/personnel/second-factor/", "/account/password/change/",
                "/account/reauthenticate/", "/nowhere/",
            ],
        }  # fmt: skip

    def _join(self) -> str:
        until = CallOut.objects.get(pk=self.call_out).until_at
        return f"/incidents/join/{token_for(self.call_out, until)}/"


def make_evening(town: Town) -> Evening:
    """Open, overdue, closed, referred and offered incidents, a shift to sign, a ring, a draft, keys and settings."""
    evening = Evening(town, clock.now())
    _everybody(evening)
    _fight(evening)
    _unclear(evening)
    _closed(evening)
    _offered(evening)
    _beside(evening)
    _called_out(evening)
    return evening


def _everybody(evening: Evening) -> None:
    town, at = evening.town, evening.at
    person = town.people[EVERYBODY]
    person.partner = town.agencies["roads"]
    person.set_password(PASSWORD)
    person.save(update_fields=["partner", "password"])
    for role in (Role.CHIEF, Role.ADMINISTRATOR, Role.CASE_OFFICER, Role.AGENCY):
        RoleGrant.objects.create(person=person, role=role, from_on=SINCE)
    for call_sign, role in CREWS:
        put_on_duty(town.people[role], town.units[call_sign], at - timedelta(hours=1))
        place_unit(town.units[call_sign], town.market.lon + 0.004, town.market.lat, at)
    put_on_duty(person, town.units["巡一"], at - timedelta(hours=1))


def _take(evening: Evening, words: str, *, minutes_ago: float, kind: str | None, role: str = EVERYBODY) -> str:
    """A call that rang some minutes ago at the market."""
    when = evening.at - timedelta(minutes=minutes_ago)
    act = evening.act(role) | {"at": when}
    return take_call.take_call(
        words=words, channel="phone", rang_at=when, kind=kind, place=evening.town.market.pk, place_words="东门菜市场",
        caller_name="林女士", caller_phone="13800000001", **act,  # type: ignore[arg-type]
    )  # fmt: skip


def _send(evening: Evening, number: str, call_sign: str) -> int:
    unit = evening.town.units[call_sign].pk
    return orders.dispatch(number=number, units=[unit], order="先看有没有人受伤", **evening.act())[0]  # type: ignore[arg-type]


def _fight(evening: Evening) -> None:
    """Dangerous, on scene, two callers, an agency asked, backup wanted, taken to the duty officer."""
    number = evening.fight = _take(evening, FIGHT, minutes_ago=20, kind="violence.fight")
    act = evening.act
    _take(evening, "菜市场里面有人打架，快来", minutes_ago=19, kind="violence.fight")
    order = _send(evening, number, "巡一")
    for to in (AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.ON_SCENE):
        moves.move(assignment=order, to=to, **act())  # type: ignore[arg-type]
    backup.ask_backup(assignment=order, words="再来两人", **act())  # type: ignore[arg-type]
    roads = [evening.town.agencies["roads"].pk]
    agencies.tell_agencies(number=number, partners=roads, asked="清理路面", **act())  # type: ignore[arg-type]
    steps.tick(number=number, step="see", **act())  # type: ignore[arg-type]
    notes.note(number=number, words="双方已分开", **act())  # type: ignore[arg-type]
    written = journal.lines_of("incident", [number])[-1].id
    notes.strike(number=number, line=written, words="记错了", **act())  # type: ignore[arg-type]
    Escalation.objects.create(incident=Incident.objects.get(number=number), due=Due.DISPATCH, at=evening.at)


def _unclear(evening: Evening) -> None:
    evening.unclear = _take(evening, "说不清楚，电话断了", minutes_ago=1, kind=None)


def _closed(evening: Evening) -> None:
    """One incident gone through to its end, and one referred to an agency."""
    number = evening.closed = _take(evening, "车窗被砸，包没了", minutes_ago=90, kind="theft.from_vehicle")
    order = _send(evening, number, "巡二")
    for to in (AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.EN_ROUTE, AssignmentStatus.ON_SCENE):
        moves.move(assignment=order, to=to, **evening.act())  # type: ignore[arg-type]
    said = {"kind": OutcomeKind.NEEDS_MORE, "words": "已拍照，看监控", "people_helped": 1}
    report.report_outcome(assignment=order, **said, **evening.act())  # type: ignore[arg-type]
    close.close(number=number, disposition=Disposition.TO_CASE, words="已立案", **evening.act())  # type: ignore[arg-type]
    Incident.objects.filter(number=number).update(callback_due_on=clock.day_of(evening.at) - timedelta(days=1))
    road = _take(evening, "路灯坏了", minutes_ago=50, kind="theft.market")
    partner = evening.town.agencies["roads"].pk
    refer.refer(number=road, partner=partner, words="请修路灯", **evening.act())  # type: ignore[arg-type]


def _offered(evening: Evening) -> None:
    """The neighbour asks us to take one of its incidents."""
    town, neighbour = evening.town, "dispatcher@02"
    at = evening.at
    evening.offered = take_call.take_call(
        words="交界处吵架", channel="phone", rang_at=at, lon=120.93, lat=30.22, **evening.act(neighbour),  # type: ignore[arg-type]
    )  # fmt: skip
    hand_over.offer(
        number=evening.offered, to_station=town.station.pk, words="在你们辖区", **evening.act(neighbour),  # type: ignore[arg-type]
    )  # fmt: skip
    tasks = Incident.objects.get(number=evening.fight).agency_tasks.values_list("pk", flat=True)
    agencies.answer_as_agency(task=tasks[0], to=AgencyStatus.ACCEPTED, words="", **evening.act())  # type: ignore[arg-type]


def _beside(evening: Evening) -> None:
    """What stands beside the incidents: the shift, a ring, a draft, a key, a changed setting."""
    at = evening.at
    evening.shift = shift_hand_over.hand_over_shift(words="3号车送修", **evening.act())  # type: ignore[arg-type]
    shift_hand_over.take_over_shift(hand_over=evening.shift, **evening.act("dispatcher"))  # type: ignore[arg-type]
    shift_hand_over.hand_over_shift(words="小区停水", **evening.act("dispatcher"))  # type: ignore[arg-type]
    assert ShiftHandOver.objects.count() == 2
    telephone.announce(outside_number="T-1", phone="13900000001", rang_at=at, line="一号线", **evening.act())  # type: ignore[arg-type]
    typed = {"words": "东门菜市场有人吵架打架", "kind": "violence.fight"}
    by = evening.town.actor(EVERYBODY)
    for draft, content in ((evening.draft, typed), (new_key(), {"words": "另一通没写完的"})):
        drafts.save_draft(draft=draft, content=content, serial=1, begun_at=at, by=by, at=at)
    make_key(name="电话系统", scopes=frozenset({"telephone"}), partner=None, days=30, **evening.act())  # type: ignore[arg-type]
    station_settings.change(name="callback_within_days", said="5", **evening.act())  # type: ignore[arg-type]


def _called_out(evening: Evening) -> None:
    """Neighbours are called: one in a team, one walked up, some late and silent; who opens the pages is asked too."""
    town, began = evening.town, evening.at - timedelta(minutes=30)
    (grid,) = make_grids(town, 1)
    people_of(town, grid, 7, skills=["first_aid", "boat"])
    incident = Incident.objects.get(number=evening.fight)
    evening.call_out = call(town, incident, wish([grid], began, needed=6, words="带手电"), began, first=5)
    rows = called(evening.call_out)
    for row, to in ((rows[0], "here"), (rows[1], "coming"), (rows[2], "not_coming")):
        mark_called(called=row.pk, to=to, minutes=5, **evening.act() | {"at": began})  # type: ignore[arg-type]
    act: dict[str, Any] = {"call_out": evening.call_out}
    form_team(task="劝返路人", place="菜市场东门", members=[rows[0].pk], **act, **evening.act())
    join(name="周大海", phone="", key=new_key(), at=evening.at, **act)
    count_rescued(people=3, place="菜市场", **act, **evening.act())
    CalledPerson.objects.create(
        call_out_id=evening.call_out, person=town.people[EVERYBODY], wave=2, asked_at=evening.at
    )
