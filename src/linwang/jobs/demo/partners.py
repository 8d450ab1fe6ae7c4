"""Invent who works with the stations: agencies of the county, property firms in town, committees in the villages."""

from collections.abc import Iterator

from numpy.random import Generator

from linwang.jobs.demo.areas import RURAL, TOWN
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.staff import PartnerFirm
from linwang.jobs.demo.words import word_list


def build_partners(rng: Generator, town: Town) -> list[PartnerFirm]:
    """Agencies for each station, ten property firms, a committee for each village."""
    return [*_agencies(rng, town), *_property_firms(rng, town), *_committees(rng, town)]


def _agencies(rng: Generator, town: Town) -> Iterator[PartnerFirm]:
    """Each station tells its own branch of each agency."""
    for station in (TOWN, RURAL):
        short_name = town.station(station).short_name
        for function, name in word_list("names")["agencies"].items():
            yield PartnerFirm(
                key=f"{station}-{function.replace('_', '-')}",
                station=station,
                kind="agency",
                function=function,
                name=name.format(town=short_name),
                phone=_office_phone(rng),
            )


def _property_firms(rng: Generator, town: Town) -> Iterator[PartnerFirm]:
    for station, share in ((TOWN, slice(None, 8)), (RURAL, slice(8, None))):
        for n, stem in enumerate(word_list("names")["property_first"][share], 1):
            yield PartnerFirm(f"{station}-property-{n}", station, "property", "", f"{stem}物业", _office_phone(rng))


def _committees(rng: Generator, town: Town) -> Iterator[PartnerFirm]:
    villages = [area for area in town.neighbourhoods if area.kind == "village"]
    for n, village in enumerate(villages, 1):
        yield PartnerFirm(f"{RURAL}-committee-{n}", RURAL, "committee", "", f"{village.name}治保会", _office_phone(rng))


def _office_phone(rng: Generator) -> str:
    """An area code that does not exist, and seven digits."""
    return f"0500-{rng.integers(10**7):07d}"
