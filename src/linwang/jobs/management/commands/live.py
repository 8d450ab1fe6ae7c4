"""`manage.py live`: callers and units of the demo act over HTTP, so that a newcomer sees the board move."""

import time
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.jobs.demo import load
from linwang.jobs.demo.ground_rows import BUREAU_CODE, CODES
from linwang.jobs.demo.live.crews import Crews
from linwang.jobs.demo.live.crowd import Crowd
from linwang.jobs.demo.live.desk import Desk
from linwang.jobs.demo.live.scene import Scene
from linwang.jobs.demo.live.streets import Streets
from linwang.jobs.demo.live.visitors import Machine, Unreachable
from linwang.jobs.demo.nearness import Nearness
from linwang.jobs.demo.topics import read_kinds, topics_of
from linwang.jobs.management.commands.demo import CATALOGUE
from linwang.personnel.actions.keys import make_key
from linwang.personnel.states import KeyScope
from linwang.places.queries.stations import station_by_code

STEP_SECONDS = 1.0
PATIENCE_WITH_SERVER = 30
_NOBODY_CALLS = frozenset({"papers", "advice", "thanks", "complaint", "outreach"})


class Command(BaseCommand):
    """Runs until it is stopped, or for `--minutes`."""

    help = "演示：有人报警、单元签收、出警、到场、反馈，面板随之变化"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How fast, how long, against which server."""
        parser.add_argument("--address", default="http://127.0.0.1:8000", help=_("网页服务的地址"))
        parser.add_argument("--speed", type=float, default=40.0, help=_("比真实快多少倍"))
        parser.add_argument("--minutes", type=float, default=0.0, help=_("多少分钟后停止；0 为一直进行"))
        parser.add_argument("--patience", type=float, default=20.0, help=_("新警情等待人工派警的秒数，之后自动派警"))
        parser.add_argument("--quiet", action="store_true", help=_("没有报警，只更新单元位置"))
        parser.add_argument("--seed", type=int, help=_("报警的种子"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Set the players up and let them play."""
        bureau = station_by_code(BUREAU_CODE)
        if bureau is None:
            raise CommandError(_("还没有演示数据。请先运行 manage.py demo。"))
        self._cast(load.seed_of(bureau), options)
        ends_at = time.monotonic() + options["minutes"] * 60 if options["minutes"] else float("inf")
        lost = 0
        while time.monotonic() < ends_at:
            began = time.monotonic()
            try:
                self._step(is_quiet=options["quiet"])
                lost = 0
            except (Unreachable, DatabaseError) as problem:
                connection.close()
                lost += 1
                if lost > PATIENCE_WITH_SERVER:
                    raise CommandError(_("连不上网页服务：%(why)s") % {"why": problem}) from problem
            time.sleep(max(0.0, STEP_SECONDS - (time.monotonic() - began)))
        self.stdout.write(self._summary())

    def _cast(self, seed: int, options: dict[str, Any]) -> None:
        """Everybody who plays: the same people and ground as in the database, for they come from its seed."""
        town = load.invent_town(seed)
        staff = load.invent_staff(seed, town)
        rng = np.random.default_rng(options["seed"])
        stations = {key: station_by_code(code) or 0 for key, code in CODES.items()}
        topics = [one for one in topics_of(read_kinds(CATALOGUE)) if one.kind.category not in _NOBODY_CALLS]
        address, speed = options["address"], options["speed"]
        centres = {key: Machine(address, _key(pk, KeyScope.CALLS)) for key, pk in stations.items()}
        devices = {key: Machine(address, _key(pk, KeyScope.POSITIONS)) for key, pk in stations.items()}
        self.scene = Scene(staff.units, stations)
        self.crowd = Crowd(rng, town, topics, centres, speed)
        self.crews = Crews(rng, staff.units, Streets(town.roads), address, devices, speed)
        self.desk = Desk(Nearness(town, staff), self.scene.ids, address, options["patience"], speed)

    def _step(self, *, is_quiet: bool) -> None:
        at = clock.now()
        if is_quiet:
            self.crews.step([], at)
            return
        self.crowd.step(at)
        orders = self.scene.open_orders()
        self.crews.step(orders, at)
        self.desk.step(self.crowd.taken, orders, at)

    def _summary(self) -> str:
        words = _("报警 %(calls)d 起，派警 %(sent)d 次，单元操作 %(acts)d 次（%(refused)d 次被拒），办结 %(closed)d 起")
        return words % {
            "calls": self.crowd.calls,
            "sent": self.desk.sent,
            "acts": self.crews.acts,
            "refused": self.crews.refused + self.crowd.refused,
            "closed": self.desk.closed,
        }


def _key(station: int, scope: KeyScope) -> str:
    """A key for some weeks and one scope, as the station's administrator would make it."""
    maker = Actor(
        person=None,
        name=_("演示"),
        station=station,
        sees=frozenset({station}),
        capabilities=frozenset({Capability.MANAGE_KEYS}),
    )
    made = make_key(
        name=_("演示"), scopes=frozenset({scope}), partner=None, days=90, key=uuid4(), by=maker, at=clock.now()
    )
    if made is None:
        raise CommandError(_("接口密钥没有建立成功，请再试一次。"))
    return made
