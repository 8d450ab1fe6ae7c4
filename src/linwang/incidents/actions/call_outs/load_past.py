"""A call-out that has ended, written at once: what a demo or another system brings along."""

from datetime import datetime, timedelta

from django.db import transaction
from numpy.random import Generator

from linwang.foundation import journal
from linwang.foundation.actor import program
from linwang.foundation.station_settings import value_of
from linwang.incidents.actions.call_outs.ending import count_answers, tally_of
from linwang.incidents.actions.call_outs.telling import SUBJECT
from linwang.incidents.models import AnswerCount, CalledPerson, CallOut, HelperTeam, Incident, Rescue
from linwang.incidents.queries.call_outs.page import people_called
from linwang.incidents.states import CalledStatus, CallOutStatus, CallOutTask, IncidentStatus
from linwang.personnel.models import Person

YES, NO = 0.34, 0.62
"""Shares of those asked who said yes, and (cumulative) who answered at all."""
NEEDED, MOST_ASKED, RESCUED = 60, 240, (9, 12, 4)
BEGAN, LASTED = timedelta(minutes=12), timedelta(hours=5)
TEAMS = (("搬沙袋", "河堤缺口"), ("引导疏散", "村东低洼片"), ("安置照料", "村小学教室"))
WALK_UPS = ("周大海", "何秀英", "马长林")


@transaction.atomic
def load_call_out(*, station: int, meeting_place: str, chance: Generator, at: datetime) -> int | None:
    """For the newest flood that was closed at the station; nothing where there was none."""
    floods = Incident.objects.filter(station=station, kind__code__startswith="flood", status=IncidentStatus.CLOSED)
    incident = floods.filter(received_at__lt=at - LASTED - BEGAN).order_by("-received_at", "-pk").first()
    if incident is None:
        return None
    call_out = _write(incident, meeting_place)
    teams = [
        HelperTeam(call_out=call_out, number=n, task=task, place=place, formed_at=call_out.begun_at)
        for n, (task, place) in enumerate(TEAMS, 1)
    ]
    HelperTeam.objects.bulk_create(teams)
    CalledPerson.objects.bulk_create(_called(call_out, teams, chance))
    Rescue.objects.bulk_create(
        Rescue(
            call_out=call_out,
            people=people,
            place=team.place,
            team=team,
            at=call_out.begun_at,
            by_name=f"第{team.number}组",
        )
        for people, team in zip(RESCUED, teams, strict=True)
    )
    _count(call_out)
    journal.write(
        station=station, subject=SUBJECT, reference=str(call_out.pk), what="loaded", by=program(station), at=at
    )
    return call_out.pk


def _write(incident: Incident, meeting_place: str) -> CallOut:
    begun = incident.received_at + BEGAN
    return CallOut.objects.create(
        station_id=incident.station_id, incident=incident, status=CallOutStatus.ENDED, needed=NEEDED,
        tasks=[CallOutTask.CARRY, CallOutTask.GUIDE, CallOutTask.SHELTER], words="带手电和铁锹，听组长安排",
        meeting_place=meeting_place, begun_at=begun, until_at=begun + timedelta(hours=6),
        stood_down_at=begun + LASTED, ended_at=begun + LASTED + timedelta(minutes=40),
    )  # fmt: skip


def _called(call_out: CallOut, teams: list[HelperTeam], chance: Generator) -> list[CalledPerson]:
    people = Person.objects.filter(station=call_out.station_id, grid__isnull=False, may_be_called_out=True)
    ids = list(people.order_by("pk").values_list("pk", flat=True)[:MOST_ASKED])
    draws = chance.random((len(ids), 2))
    asked = [
        _one(call_out, person, draw, when, teams) for person, (draw, when) in zip(ids, draws.tolist(), strict=True)
    ]
    came = call_out.begun_at + timedelta(minutes=35)
    walked_up = [
        CalledPerson(
            call_out=call_out, name=name, wave=0, status=CalledStatus.LEFT, team=teams[0], asked_at=came,
            arrived_at=came, left_at=call_out.stood_down_at,
        )
        for name in WALK_UPS
    ]  # fmt: skip
    return asked + walked_up


def _one(call_out: CallOut, person: int, draw: float, when: float, teams: list[HelperTeam]) -> CalledPerson:
    asked = CalledPerson(call_out=call_out, person_id=person, wave=1, asked_at=call_out.begun_at)
    answered = call_out.begun_at + timedelta(minutes=1 + 20 * when)
    if draw < YES:
        asked.status, asked.answered_at, asked.team = CalledStatus.LEFT, answered, teams[person % len(teams)]
        asked.expected_at = asked.arrived_at = answered + timedelta(minutes=25)
        asked.left_at = (call_out.stood_down_at or answered) + timedelta(minutes=30 * when)
    elif draw < NO:
        asked.status, asked.answered_at = CalledStatus.DECLINED, answered
    else:
        asked.status, asked.released_at = CalledStatus.NOT_NEEDED, call_out.stood_down_at
    return asked


def _count(call_out: CallOut) -> None:
    """The counts as they would have been made at its end."""
    called = people_called(call_out)
    silent = timedelta(minutes=value_of(call_out.station_id, "call_out_silent_minutes"))
    call_out.tally = tally_of(call_out, called, call_out.ended_at or call_out.begun_at)
    call_out.save(update_fields=["tally"])
    call_out.grids.set({one.person.grid_id for one in called if one.person and one.person.grid_id})
    AnswerCount.objects.bulk_create(count_answers(call_out, called, silent=silent))
