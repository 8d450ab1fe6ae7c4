"""In which grid those live or keep watch who may be called out: the grids of their beat, one after the other."""

from collections import defaultdict
from itertools import cycle

from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.staff import Staff

CALLED = ("warden", "volunteer", "guard", "grid_worker")


def homes_of(town: Town, staff: Staff) -> dict[str, str]:
    """Login to the key of a grid."""
    of_beat: dict[str, list[str]] = defaultdict(list)
    for grid in town.grids:
        of_beat[grid.beat].append(grid.key)
    next_of = {beat: cycle(grids) for beat, grids in of_beat.items()}
    called = (one for one in staff.workers if one.role in CALLED and one.beat in next_of)
    return {one.login: next(next_of[one.beat]) for one in called}
