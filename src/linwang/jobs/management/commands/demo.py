"""`manage.py demo`: makes the demo county once, and prints who may sign in."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from linwang import incidents
from linwang.foundation import bulk, clock
from linwang.foundation.capabilities import Role
from linwang.incidents.actions.edit_catalogue import load_catalogue
from linwang.jobs.demo import load
from linwang.jobs.demo.ground_rows import BUREAU_CODE
from linwang.jobs.demo.topics import read_kinds
from linwang.jobs.demo.words import word_list
from linwang.places.queries.stations import is_any_station_there, station_by_code

SEED = 20260815
CATALOGUE = Path(incidents.__file__).parent / "catalogue.yaml"
FIRST_LOGINS = (
    ("bureau", "analyst"), ("bureau", "chief"), ("bureau", "administrator"), ("bureau", "dispatcher"),
    ("town", "call_taker"), ("town", "dispatcher"), ("town", "duty_officer"), ("town", "chief"),
    ("town", "community_officer"), ("town", "case_officer"), ("town", "auxiliary"), ("town", "guard"),
    ("rural", "call_taker"), ("rural", "dispatcher"), ("rural", "duty_officer"), ("rural", "warden"),
    ("rural", "volunteer"), ("rural", "grid_worker"), ("rural", "mediator"),
)  # fmt: skip
AGENCY_LOGINS = ("town-fire", "town-roads", "rural-power")


class Command(BaseCommand):
    """Idempotent: where the demo county is, only the logins are printed."""

    help = "建立演示分局：两个派出所、地名、道路、人员、十八个月警情；已有时只打印登录名"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much to make, and from which seed."""
        parser.add_argument("--seed", type=int, default=SEED, help=_("种子：同一种子得到同一座城"))
        parser.add_argument("--closed", type=int, default=10_000, help=_("已办结警情的条数"))
        parser.add_argument("--open", type=int, default=300, help=_("未办结警情的条数"))
        parser.add_argument("--again", metavar="NAME", help=_("清空全部数据后重新建立；须写出演示分局的名称以确认"))
        parser.add_argument("--migrate", action="store_true", help=_("先更新数据表"))
        parser.add_argument("--no-map", action="store_true", help=_("不制作底图和道路文件"))
        parser.add_argument("--timings", action="store_true", help=_("打印每一步的秒数"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it unless it is there; print the logins in any case."""
        self.seconds: dict[str, float] = {}
        self.folder = Path(settings.MAP_FOLDER)
        if options["migrate"]:  # in this process: starting another takes longer than looking
            call_command("migrate", verbosity=0)
        if options["again"] is not None:
            self._empty(options["again"])
        bureau = station_by_code(BUREAU_CODE)
        if bureau is None:
            self._make(options)
        elif not options["no_map"] and not (self.folder / load.BASE_MAP).exists():
            load.write_map(load.invent_town(load.seed_of(bureau)), self.folder)
        self._print_logins()

    def _empty(self, typed: str) -> None:
        """Only after the bureau's name has been typed, and only where the demo is or nothing at all."""
        name = word_list("names")["bureau"]
        if typed != name:
            raise CommandError(_("这会删除全部数据。要继续，请写：--again %(name)s") % {"name": name})
        if is_any_station_there() and station_by_code(BUREAU_CODE) is None:
            raise CommandError(_("这个数据库里不是演示数据，不能清空。"))
        bulk.empty_all_tables()

    def _make(self, options: dict[str, Any]) -> None:
        at = clock.now()
        with self._timed("invent"):
            demo = load.invent(
                options["seed"], read_kinds(CATALOGUE), at, closed=options["closed"], still_open=options["open"]
            )
        with ThreadPoolExecutor(1) as aside:  # the map is made by another program while the database writes
            map_made = None if options["no_map"] else aside.submit(load.write_map, demo.town, self.folder)
            self._load(demo, at)
            with self._timed("wait for the map"):
                if map_made:
                    map_made.result()
        if options["timings"]:
            self.stderr.write(", ".join(f"{what} {seconds:.2f} s" for what, seconds in self.seconds.items()))

    def _load(self, demo: load.Demo, at: datetime) -> None:
        with transaction.atomic():
            with self._timed("ground and people"):
                keys = load.load_people_and_ground(demo, at)
            with self._timed("catalogue"):
                load_catalogue(station=keys.stations["bureau"], text=CATALOGUE.read_text(encoding="utf-8"), at=at)
            with self._timed("calls"):
                load.load_calls(demo, keys, at)
            with self._timed("call-out"):
                load.load_past_call_out(demo, keys, at)
        with self._timed("tidy"):
            bulk.refresh_statistics()

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[what] = time.perf_counter() - began

    def _print_logins(self) -> None:
        """One login for each kind of work; the others count on from 1."""
        names = word_list("names")
        where = {"bureau": names["bureau"], **{key: f"{name}派出所" for key, name in names["towns"].items()}}
        words = _("所有演示账号的密码：%(password)s，换人 PIN：%(pin)s")
        self.stdout.write(words % {"password": load.PASSWORD, "pin": load.PIN})
        for station, role in FIRST_LOGINS:
            login = f"{station}-{role.replace('_', '-')}-1"
            self.stdout.write(f"  {login:<28}{where[station]}　{Role(role).label}")
        for login in AGENCY_LOGINS:
            station, _dash, function = login.partition("-")
            agency = names["agencies"][function].format(town=names["towns"][station])
            self.stdout.write(f"  {login:<28}{agency}　{Role.AGENCY.label}")
