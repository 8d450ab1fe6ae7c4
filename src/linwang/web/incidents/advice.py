"""What was advised travels with the choice, signed, so that the journal keeps what the desk really saw."""

from django.core import signing
from django.http import HttpRequest

from linwang.incidents.actions.dispatch import Advice
from linwang.web.whole_numbers import whole_number

SALT = "linwang.advice"
MOST_KEPT = 12


def advice_in(request: HttpRequest) -> list[Advice]:
    """The first of the units that were offered, in their order; nothing where the form carries none."""
    try:
        rows = signing.loads(request.POST.get("advice", ""), salt=SALT)
    except signing.BadSignature:
        return []
    chosen = {*request.POST.getlist("units"), *map(str, both_in(request))}
    kept = [row for place, row in enumerate(rows) if place < MOST_KEPT or str(row[0]) in chosen]
    return [Advice(unit=unit, seconds=seconds, is_advised=advised) for unit, seconds, advised in kept]


def both_in(request: HttpRequest) -> list[int]:
    """The units of both answers, where one click sends them together."""
    said = request.POST.get("both", "").split(",")
    return [unit for one in said if (unit := whole_number(one)) is not None]
