"""`./linwang import KIND FILE`: shows what a file of reference data would change; `--commit` takes it over."""

import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.importing import Table
from linwang.foundation.refusals import BadInput, Refused
from linwang.gateways.tables import read_table, read_text
from linwang.incidents.actions.import_reference import apply_import, plan_import
from linwang.incidents.rules.import_kinds import ImportKind
from linwang.jobs.imports.roads import import_roads
from linwang.jobs.imports.showing import lines_of, summary
from linwang.jobs.terminal import TerminalCommand
from linwang.places.queries.codes import only_station, station_by_code
from linwang.places.states import Datum

_MAY = frozenset({Capability.IMPORT_DATA, Capability.MANAGE_PEOPLE, Capability.EDIT_CATALOGUE})
HAS_FAULTS = 1
ROADS = "roads"


class Command(TerminalCommand):
    """A dry run unless `--commit` is said; refused while there are faults unless `--skip-bad` is said."""

    requires_system_checks = ()
    help = "导入地名、警格、网格、人员、处警单元、职责目录或道路(OpenStreetMap);先列出变化和错误,加 --commit 才写入"

    def add_arguments(self, parser: CommandParser) -> None:
        """KIND FILE and how."""
        parser.add_argument("kind", choices=[*ImportKind.values, ROADS])
        parser.add_argument("file", type=Path)
        parser.add_argument("--station", default="", help="code of the station; may be left out where there is one")
        parser.add_argument("--datum", choices=Datum.values, help="coordinate system of the points in the file")
        parser.add_argument("--commit", action="store_true", help="write what the dry run shows")
        parser.add_argument("--skip-bad", action="store_true", help="leave out rows with faults")
        parser.add_argument("--all", action="store_true", help="show every line of a long list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show the plan, and carry it out if that was asked for."""
        try:
            if options["kind"] == ROADS:
                return self._import_roads(options)
            self._import(options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _import(self, options: dict[str, Any]) -> None:
        kind = ImportKind(options["kind"])
        station = _station(options["station"])
        datum = Datum(options["datum"]) if options["datum"] else None
        said: dict[str, Any] = {
            "kind": kind,
            "table": _table(kind, options["file"]),
            "station": station,
            "datum": datum,
        }
        by, at = _operator(station), clock.now()
        plan = plan_import(**said, by=by, at=at)
        for line in lines_of(plan, in_full=options["all"]):
            self.stdout.write(line)
        if options["commit"]:
            apply_import(**said, skip_bad=options["skip_bad"], key=uuid4(), by=by, at=at)
            self.stdout.write(_("已写入。") + summary(plan))
            return
        self.stdout.write(_("以上只是预览，没有写入。加 --commit 写入。"))
        if plan.faults:
            sys.exit(HAS_FAULTS)

    def _import_roads(self, options: dict[str, Any]) -> None:
        """Roads are a file of this machine, not rows of a station."""
        for line in import_roads(options["file"], is_committed=options["commit"], in_full=options["all"]):
            self.stdout.write(line)


def _table(kind: ImportKind, path: Path) -> Table:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise BadInput(_("打不开文件“%(path)s”。请检查路径和权限。") % {"path": path}) from problem
    read = read_text if kind == ImportKind.CATALOGUE else read_table
    return read(path.name, content)


def _station(code: str) -> int:
    """The station named, or the only one there is."""
    found = station_by_code(code) if code else only_station()
    if found is None:
        raise BadInput(
            _("请用 --station 写明单位代码。") if not code else _("没有代码为“%(code)s”的单位。") % {"code": code}
        )
    return found


def _operator(station: int) -> Actor:
    """Whoever may run this command on the machine holds its database already."""
    return Actor(person=None, name=str(_("本机管理员")), station=station, sees=frozenset({station}), capabilities=_MAY)
