"""A river among the places offered: each of its stretches by itself, and whose land it is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from linwang.places.queries.place_offers import Offered, PlaceOffer
from linwang.places.queries.stretches import CutLine, TownStretch
from linwang.science.geo.points import LonLat


def by_stretches(offers: Sequence[Offered], lines: Mapping[int, CutLine], station: int) -> list[Offered]:
    """Long places by their stretches, and without other marks of the same name on the same line."""
    drawn = [(offer, lines[offer.id]) for _c, offer in offers if offer.id in lines]
    parts: list[Offered] = []
    for candidate, offer in offers:
        if offer.id in lines:
            parts += [(candidate, part) for part in _stretches(offer, lines[offer.id], station)]
        elif not any(_is_mark_on(offer, other, line) for other, line in drawn):
            parts.append((candidate, offer))
    return parts


def _is_mark_on(offer: PlaceOffer, other: PlaceOffer, line: CutLine) -> bool:
    return (offer.name, offer.kind) == (other.name, other.kind) and line.passes(LonLat(offer.lon, offer.lat))


def _stretches(offer: PlaceOffer, line: CutLine, station: int) -> list[PlaceOffer]:
    is_one = len(line.stretches) == 1
    return [_as_stretch(offer, one, station, is_sure=offer.is_sure and is_one) for one in line.stretches]


def _as_stretch(offer: PlaceOffer, one: TownStretch, station: int, *, is_sure: bool) -> PlaceOffer:
    return replace(
        offer,
        key=f"{offer.id}.{one.number}",
        town=one.town or offer.town,
        beat=one.beat,
        near="",
        station=one.station_name or offer.station,
        is_own=one.station == station if one.station else offer.is_own,
        is_sure=is_sure,
        lon=one.lon,
        lat=one.lat,
        is_stretch=True,
        accesses=one.accesses,
    )
