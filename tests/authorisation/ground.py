"""The ground that the matrix is asked on: two stations with the same things in each, and a bureau over both."""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from PIL import Image

from linwang.duty.models import Unit
from linwang.foundation import clock, journal
from linwang.foundation.actor import Actor
from linwang.incidents.actions.agencies import tell_agencies
from linwang.incidents.actions.call_outs.answer import mark_called
from linwang.incidents.actions.call_outs.rescue import count_rescued
from linwang.incidents.actions.call_outs.start import start_call_out
from linwang.incidents.actions.call_outs.teams import form_team
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.drafts import save_draft
from linwang.incidents.actions.notes import note
from linwang.incidents.actions.photos import add_photo
from linwang.incidents.actions.refer import refer
from linwang.incidents.actions.shift_hand_over import hand_over_shift
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.actions.telephone import announce
from linwang.incidents.models import Call, Export, ShiftHandOver
from linwang.incidents.rules.pictures import clean_picture
from linwang.incidents.states import CalledStatus
from linwang.personnel.actions.keys import make_key
from linwang.personnel.models import Partner, Person
from linwang.places.models import AliasProposal, Beat, Grid, Station
from tests.authorisation.matrix import ALL, FIELD, TAKERS
from tests.builders import Town, add_person, make_town, new_key, put_on_duty
from tests.incidents.neighbours import called, people_of, wish

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
AT_THE_BUREAU = ("call_taker", "dispatcher", "chief", "case_officer", "auxiliary", "administrator")
RANKS = {
    "auxiliary": "auxiliary", "warden": "warden", "volunteer": "volunteer", "guard": "guard", "agency": "staff",
    "grid_worker": "staff",
}  # fmt: skip
OWN, THEIRS = "own", "theirs"


@dataclass(repr=False)
class Ground:
    """The town, a signed-in browser of everybody, and the records of each station by name."""

    town: Town
    browsers: dict[str, Client] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_role: dict[tuple[str, str], Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "ground"

    def record(self, name: str, side: str, role: str) -> Any:
        """What the address points at; some things are one's own and not the station's."""
        own = self.by_role.get((name, role)) if side == OWN else None
        return own or self.records[side][name]


def make_ground() -> Ground:
    """Everything once; the tests put back what they change."""
    town, at = make_town(), clock.now()
    for role in ALL - {"call_taker", "dispatcher", "duty_officer", "analyst"}:
        add_person(town, role, RANKS.get(role, "officer"), station=town.neighbour)
    for role in AT_THE_BUREAU:
        add_person(town, role, RANKS.get(role, "officer"), station=town.bureau)
    ground = Ground(town)
    ground.records[OWN] = _station_records(town, town.station, "", at)
    ground.records[THEIRS] = _station_records(town, town.neighbour, "@02", at)
    _own_things(ground, at)
    ground.browsers = {key: _browser(person) for key, person in town.people.items()} | {"nobody": Client()}
    ground.browsers["analyst"] = ground.browsers["analyst@90"]
    return ground


def picture() -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (32, 24), "red").save(out, "JPEG")
    return out.getvalue()


def call(actor: Actor, at: datetime, words: str, **told: Any) -> str:
    """A call by telephone."""
    return take_call(
        words=words, channel="phone", rang_at=at - timedelta(seconds=20), kind="theft.market", key=new_key(), by=actor,
        at=at, **told,
    )  # fmt: skip


def _browser(person: Any) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(person, backend=BACKEND)
    return browser


def _station_records(town: Town, station: Station, at_station: str, at: datetime) -> dict[str, Any]:
    desk, crew = town.actor(f"dispatcher{at_station}"), town.people[f"case_officer{at_station}"]
    act: dict[str, Any] = {"by": desk, "at": at}
    number = call(
        desk, at, f"{station.name}有人偷钱包", caller_name=f"林{station.code}", caller_phone=f"139000000{station.code}",
        lon=station.lon, lat=station.lat,
    )  # fmt: skip
    unit, spare = (_unit(station, f"{station.code}警{name}") for name in ("甲", "乙"))
    put_on_duty(crew, unit, at)
    put_on_duty(town.people[f"community_officer{at_station}"], spare, at)
    (order,) = dispatch(number=number, units=[unit.pk], key=new_key(), **act)
    roads, water = (_agency(station, function) for function in ("roads", "water"))
    told = tell_agencies(number=number, partners=[roads.pk, water.pk], asked="封路抢修", key=new_key(), **act)
    photo = add_photo(
        assignment=order, picture=clean_picture(picture()), key=new_key(), at=at,
        by=town.actor(f"case_officer{at_station}"),
    )  # fmt: skip
    shift = _shift_of_another(hand_over_shift(words="", key=new_key(), **act), crew)
    prefix = make_key(
        name="平台", scopes=frozenset({"calls"}), partner=None, days=30, key=new_key(),
        by=town.actor(f"administrator{at_station}"), at=at,
    )  # fmt: skip
    return {
        "number": number, "second": call(desk, at, f"{station.name}第二件"), "order": order, "own_order": order,
        "unit": unit.pk, "spare": spare.pk, "partner": _agency(station, "power").pk, "task": told[0],
        "task_of_another": told[1], "roads": roads, "photo": photo, "crew_photo": photo, "bureau": town.bureau.pk,
        "call": Call.objects.get(incident__number=number).pk, "prefix": str(prefix).split("_")[1],
        "incoming": announce(outside_number="T", phone="13900000099", rang_at=at, key=new_key(), **act),
        "hand_over": shift, "own_shift": shift,
        "line": journal.lines_of("incident", [note(number=number, words="记一笔", key=new_key(), **act)])[-1].id,
        "receipt": refer(number=number, to_words="居委会", words="请处理", key=new_key(), **act),
        "person": town.people[f"mediator{at_station}"].pk, "draft": _draft(desk, at),
        "export": _export(station, crew, at), "proposal": _proposal(town, station, crew, number, at),
        **_call_out(town, station, number, desk, at),
    }  # fmt: skip


def _own_things(ground: Ground, at: datetime) -> None:
    """Everybody's own draft and order: to another person they are nobody's business."""
    town = ground.town
    for role in TAKERS:
        ground.by_role["draft", role] = _draft(town.actor(role), at)
        if f"{role}@90" in town.people:
            ground.by_role["draft", f"{role}@90"] = _draft(town.actor(f"{role}@90"), at)
    Person.objects.filter(pk=town.people["grid_worker"].pk).update(rank="staff")
    agent = town.people["agency"]
    agent.partner = ground.records[OWN]["roads"]
    agent.save(update_fields=["partner"])
    for role in sorted(FIELD - {"case_officer", "community_officer"}):
        unit = _unit(town.station, f"单元{role}")
        put_on_duty(town.people[role], unit, at)
        (order,) = dispatch(
            number=ground.records[OWN]["number"], units=[unit.pk], key=new_key(), by=town.actor("dispatcher"), at=at
        )
        ground.by_role["own_order", role] = order
    (order,) = dispatch(
        number=ground.records[OWN]["number"], units=[ground.records[OWN]["spare"]], key=new_key(),
        by=town.actor("dispatcher"), at=at,
    )  # fmt: skip
    ground.by_role["own_order", "community_officer"] = order


def _draft(actor: Actor, at: datetime) -> Any:
    key = new_key()
    save_draft(draft=key, content={"words": "钱包"}, serial=1, begun_at=at, by=actor, at=at)
    return key


def _shift_of_another(hand_over: int, giver: Person) -> int:
    """Nobody signs for what they gave themselves: the giver is nobody who may sign."""
    ShiftHandOver.objects.filter(pk=hand_over).update(given_by=giver)
    return hand_over


def _export(station: Station, by: Person, at: datetime) -> int:
    """Asked for by nobody who may approve or take it."""
    return Export.objects.create(station=station, asked_by=by, asked_at=at, purpose="研判", chosen={}, row_count=60).pk


def _proposal(town: Town, station: Station, by: Person, number: str, at: datetime) -> int:
    """What a caller called the market, waiting for a second person: proposed by nobody who may decide."""
    return AliasProposal.objects.create(
        station=station,
        place=town.market,
        said=f"{station.code}老菜场",
        incident=number,
        proposed_by=by,
        proposed_at=at,
    ).pk


def _call_out(town: Town, station: Station, number: str, desk: Actor, at: datetime) -> dict[str, Any]:
    """Two neighbours are asked; one came and leads a team that has rescued somebody."""
    beat = Beat.objects.create(station=station, code=f"{station.code}-9", name="河边警格", lon=120.9, lat=30.2)
    grid = Grid.objects.create(station=station, beat=beat, code=f"{station.code}-G", name="河边", lon=120.9, lat=30.2)
    people_of(town, grid, 2, station=station)
    wished = wish([grid], at, needed=9)
    act: dict[str, Any] = {"by": desk, "at": at}
    call_out = start_call_out(number=number, wish=wished, first=2, key=new_key(), **act)
    asked, came = called(call_out)
    mark_called(called=came.pk, to=CalledStatus.ARRIVED, key=new_key(), **act)
    team = form_team(call_out=call_out, task="搬沙袋", place="桥头", members=[came.pk], key=new_key(), **act)
    rescue = count_rescued(call_out=call_out, people=3, place="", key=new_key(), **act)
    return {
        "call_out": call_out, "called": asked.pk, "led_by": came.pk, "helper_team": team, "rescue": rescue,
        "grid": grid.pk,
    }  # fmt: skip


def _unit(station: Station, call_sign: str) -> Unit:
    return Unit.objects.create(
        station=station, call_sign=call_sign, kind="police_car", authority="police", profile="car"
    )


def _agency(station: Station, function: str) -> Partner:
    return Partner.objects.get_or_create(
        station=station, kind="agency", function=function, defaults={"name": f"{station.name}{function}"}
    )[0]
