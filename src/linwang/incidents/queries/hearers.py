"""Which other stations a change of an incident concerns: those it was handed to, or came from."""

from collections.abc import Collection

from linwang.incidents.models import StationHandOver
from linwang.incidents.states import HandOverStatus

CONCERNED = (HandOverStatus.OFFERED, HandOverStatus.ACCEPTED)


def stations_by_hand_over(*, numbers: Collection[str]) -> dict[str, frozenset[int]]:
    """For each incident that was ever handed over, the stations on both sides; not for a person but for the stream.

    A station that was only offered the incident hears of it; one that declined, no longer.
    """
    sides = StationHandOver.objects.filter(incident__number__in=numbers, status__in=CONCERNED)
    found: dict[str, frozenset[int]] = {}
    for number, from_station, to_station in sides.values_list("incident__number", "from_station", "to_station"):
        found[number] = found.get(number, frozenset()) | {from_station, to_station}
    return found
