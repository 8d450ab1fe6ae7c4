"""The units of a station by their call signs."""

from linwang.duty.models import Unit


def units_by_call_sign(station: int) -> dict[str, int]:
    """Id by call sign of every unit in use."""
    units = Unit.objects.filter(station=station, is_used=True).order_by("call_sign")
    return dict(units.values_list("call_sign", "pk"))
