"""`./linwang import roads FILE`: shows what roads the file holds; with `--commit` they take the place of the old."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from linwang.foundation.refusals import BadInput
from linwang.gateways.osm_file import read_roads
from linwang.places.queries.roads import ROADS
from linwang.science.routing.osm_roads import Built, MapRoads, build_roads
from linwang.science.routing.parts import Parts, parts_of
from linwang.science.routing.travel_times import Profile

SHOWN = 5
"""Cut-off parts that are shown for each way of moving; the others are counted."""


def import_roads(path: Path, *, is_committed: bool, in_full: bool = False) -> Iterator[str]:
    """Read the file, tell what is in it, and write the graph if that was asked for."""
    if not path.is_file():
        raise BadInput(_("打不开文件“%(path)s”。请检查路径和权限。") % {"path": path})
    roads = read_roads(path)
    built = build_roads(roads)
    yield from lines_of(roads, built, in_full=in_full)
    if not is_committed:
        yield _("以上只是预览，没有写入。加 --commit 写入。")
        return
    target = Path(settings.MAP_FOLDER) / ROADS
    target.parent.mkdir(parents=True, exist_ok=True)
    built.graph.save(target)
    yield _("道路已写入 %(path)s。运行中的网页服务会自动换用。") % {"path": target}


def lines_of(roads: MapRoads, built: Built, *, in_full: bool = False) -> Iterator[str]:
    """What the file holds, and for each way of moving what is cut off."""
    graph = built.graph
    yield _("道路 %(ways)d 条，分成 %(stretches)d 段；路口 %(junctions)d 个，其中 %(doubled)d 个因禁止转向而加") % {
        "ways": len(roads.ways), "stretches": built.stretches, "junctions": len(graph.junctions),
        "doubled": int((graph.stands_for != np.arange(len(graph.stands_for))).sum()),
    }  # fmt: skip
    yield _("禁止转向 %(bans)d 处，用上 %(laid)d 处；阻车桩 %(blocked)d 处；文件里缺 %(missing)d 个点") % {
        "bans": len(roads.bans), "laid": built.bans_laid, "blocked": len(roads.blocked),
        "missing": built.points_missing,
    }  # fmt: skip
    for profile, name in ((Profile.CAR, _("汽车")), (Profile.EBIKE, _("电动车")), (Profile.FOOT, _("步行"))):
        yield from _parts(name, parts_of(graph, profile), in_full=in_full)


def _parts(name: str, parts: Parts, *, in_full: bool) -> Iterator[str]:
    yield _("%(who)s：连通 %(main)d 个路口；隔断 %(count)d 块，共 %(lost)d 个路口") % {
        "who": name, "main": parts.main, "count": len(parts.cut_off), "lost": parts.lost,
    }  # fmt: skip
    for part in parts.cut_off[: None if in_full else SHOWN]:
        yield _("  隔断：%(count)d 个路口，在 %(lon).5f, %(lat).5f") % {
            "count": part.junctions, "lon": part.at.lon, "lat": part.at.lat,
        }  # fmt: skip
