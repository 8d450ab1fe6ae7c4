"""What people, partners and units of the demo consist of: plain frozen things named by keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from linwang.jobs.demo.layout import Point

BUREAU = "bureau"


@dataclass(frozen=True, slots=True)
class PartnerFirm:
    """An agency, property firm or village committee; `function` is the catalogue's code of what an agency does."""

    key: str
    station: str
    kind: str
    function: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works at a station or with it, and signs in with `login`."""

    login: str
    name: str
    station: str
    role: str
    rank: str
    team: str
    partner: str
    beat: str
    skills: tuple[str, ...]
    phone: str


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """What is sent: a car, a foot patrol, a joint team, guards or wardens, with its crew and where it starts."""

    key: str
    station: str
    call_sign: str
    kind: str
    authority: str
    profile: str
    skills: tuple[str, ...]
    beat: str
    partner: str
    crew: tuple[str, ...]
    at: Point


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody, their partners and the units they form."""

    partners: Sequence[PartnerFirm]
    workers: Sequence[Worker]
    units: Sequence[DemoUnit]

    def logins(self, station: str, role: str) -> list[str]:
        """The logins of all who hold a role at a station."""
        return [one.login for one in self.workers if (one.station, one.role) == (station, role)]
