"""How groups answered earlier call-outs: by grid, by skill, or the whole station; never one person."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q, Sum

from linwang.incidents.models import AnswerCount
from linwang.science.dispatching.asking import Acceptance

ENOUGH_ASKED = 30
"""Fewer answers of a group say less than those of the whole station."""


class Basis(Enum):
    """What an estimate stands on."""

    SKILLS = "skills"
    GRIDS = "grids"
    STATION = "station"
    PRIOR = "prior"


@dataclass(frozen=True)
class Measured:
    """Earlier answers and whose they were."""

    acceptance: Acceptance
    basis: Basis


def measured_acceptance(*, station: int, grids: Collection[int], skills: Collection[str]) -> Measured:
    """Of the smallest group that was asked often enough; else nothing but the range found elsewhere."""
    groups = [
        (Basis.SKILLS, Q(grid=None, skill__in=skills), bool(skills)),
        (Basis.GRIDS, Q(grid__in=grids), bool(grids) and not skills),
        (Basis.STATION, Q(grid=None, skill=""), True),
    ]
    for basis, of_group, is_asked in groups:
        if is_asked and (found := _sum(station, of_group)).asked >= ENOUGH_ASKED:
            return Measured(found, basis)
    return Measured(Acceptance(), Basis.PRIOR)


def _sum(station: int, of_group: Q) -> Acceptance:
    rows = AnswerCount.objects.filter(of_group, call_out__station=station)
    sums = rows.aggregate(asked=Sum("asked", default=0), accepted=Sum("accepted", default=0))
    return Acceptance(**sums)
