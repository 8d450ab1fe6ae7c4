"""Builds the invented town of the tests: one bureau, two stations, their people, units and a small catalogue."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from linwang.duty.models import DutyPeriod, Unit, UnitPosition
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Role
from linwang.incidents.models import IncidentKind, KindCategory, LimitSet, Procedure, QuestionSet
from linwang.personnel import queries as personnel
from linwang.personnel.models import Partner, Person, RoleGrant
from linwang.places import queries as places
from linwang.places.models import Beat, PlaceName, Station

SINCE = date(2026, 1, 1)
PASSWORD = "willow-river-42"


def new_key() -> UUID:
    """A key as a client makes one."""
    return uuid4()


@dataclass
class Town:
    """What make_town made; people by role, units by call sign, kinds by code."""

    bureau: Station
    station: Station
    neighbour: Station
    beat: Beat
    market: PlaceName
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    kinds: dict[str, IncidentKind] = field(default_factory=dict)
    agencies: dict[str, Partner] = field(default_factory=dict)

    def actor(self, role: str) -> Actor:
        """The person of a role as queries and actions know them."""
        person = self.people[role]
        return personnel.actor_of(person, sees=places.stations_seen_from(person.station_id), on=SINCE)


def make_town() -> Town:
    """One bureau, two stations, everybody on duty."""
    bureau = Station.objects.create(code="90", name="清陂分局", kind="bureau", lon=120.90, lat=30.20)
    station = Station.objects.create(code="01", name="城东派出所", parent=bureau, lon=120.91, lat=30.21)
    neighbour = Station.objects.create(code="02", name="柳湾派出所", parent=bureau, lon=120.99, lat=30.25)
    beat = Beat.objects.create(
        station=station, code="01-1", name="东门警格", town="城东街道", lon=120.91, lat=30.21,
        area=[[120.88, 30.18], [120.95, 30.18], [120.95, 30.24], [120.88, 30.24]],
    )  # fmt: skip
    market = PlaceName.objects.create(
        station=station, beat=beat, name="东门菜市场", kind="market", lon=120.912, lat=30.211, cell=0
    )
    town = Town(bureau, station, neighbour, beat, market)
    _people(town)
    _units(town)
    _catalogue(town)
    return town


def put_on_duty(person: Person, unit: Unit, at: datetime) -> DutyPeriod:
    """The person goes on duty in the unit."""
    return DutyPeriod.objects.create(person=person, unit=unit, from_at=at)


def place_unit(unit: Unit, lon: float, lat: float, at: datetime) -> UnitPosition:
    """The unit's position now."""
    return UnitPosition.objects.create(unit=unit, lon=lon, lat=lat, at=at, received_at=at, source="traccar")


def add_person(town: Town, role: str, rank: str, *, station: Station | None = None, name: str = "") -> Person:
    """Somebody with one role; the key in `town.people` is the role, or the role and station code."""
    station = station or town.station
    key = role if station == town.station else f"{role}@{station.code}"
    person = Person(login=key, name=name or f"测试{role}", station=station, rank=rank)
    person.set_unusable_password()
    person.save()
    RoleGrant.objects.create(person=person, role=role, from_on=SINCE)
    town.people[key] = person
    return person


def _people(town: Town) -> None:
    ranks = {
        Role.AUXILIARY: "auxiliary",
        Role.WARDEN: "warden",
        Role.GUARD: "guard",
        Role.VOLUNTEER: "volunteer",
    }
    for role in Role:
        if role not in (Role.ANALYST, Role.AGENCY):
            add_person(town, str(role), ranks.get(role, "officer"))
    add_person(town, "analyst", "officer", station=town.bureau)
    for role in ("call_taker", "dispatcher", "duty_officer"):
        add_person(town, role, "officer", station=town.neighbour)
    for function, name in {
        "roads": "市政养护所",
        "water": "清陂自来水公司",
        "power": "清陂供电所",
        "fire": "消防站",
    }.items():
        town.agencies[function] = Partner.objects.create(
            station=town.station, kind="agency", function=function, name=name
        )
    agent = add_person(town, "agency", "staff")
    agent.partner = town.agencies["roads"]
    agent.save(update_fields=["partner"])


def _units(town: Town) -> None:
    for call_sign, kind, authority, profile in (
        ("巡一", "police_car", "police", "car"),
        ("巡二", "police_car", "police", "car"),
        ("辅三", "auxiliary", "auxiliary", "ebike"),
        ("守四", "warden", "volunteer", "foot"),
    ):
        town.units[call_sign] = Unit.objects.create(
            station=town.station,
            call_sign=call_sign,
            kind=kind,
            authority=authority,
            profile=profile,
            beat=town.beat,
        )


def _catalogue(town: Town) -> None:
    limits = LimitSet.objects.create(
        station=town.bureau, code="urgent", name="紧急", sign_for_seconds=60, leave_seconds=120,
        arrive_minutes={"town": 5, "outskirts": 10, "country": None}, feed_back_minutes=60,
    )  # fmt: skip
    steps = [
        {"code": "see", "text": "问清现场是否有人受伤", "text_en": "Ask whether anybody is hurt",
         "authority": "volunteer", "who": "desk", "urgent": True},
        {"code": "guard", "text": "保护现场", "text_en": "Secure the scene",
         "authority": "auxiliary", "who": "unit", "urgent": False},
    ]  # fmt: skip
    procedure = Procedure.objects.create(station=town.bureau, code="theft", name="盗窃处置", steps=steps)
    questions = QuestionSet.objects.create(
        station=town.bureau, code="theft",
        questions=[
            {"code": "still_there", "text": "人还在现场吗?", "text_en": "Is he still there?", "kind": "yes_no",
             "urgent": True},
            {"code": "what", "text": "丢了什么?", "text_en": "What is gone?", "kind": "text", "urgent": False},
        ],
    )  # fmt: skip
    category = KindCategory.objects.create(
        station=town.bureau, code="theft", name="盗窃", name_en="Theft", group="crime"
    )
    for code, name, priority, danger in (
        ("theft.market", "市场扒窃", "C", False),
        ("theft.from_vehicle", "盗窃车内财物", "C", False),
        ("violence.fight", "打架斗殴", "A", True),
    ):
        town.kinds[code] = IncidentKind.objects.create(
            station=town.bureau, category=category, code=code, name=name, also=[name], priority=priority,
            limits=limits, procedure=procedure, questions=questions, team="case", is_dangerous=danger,
            closing=[{"code": "report", "text": "出警单元已反馈", "text_en": "Units have reported"}],
            agencies=["roads"],
        )  # fmt: skip
