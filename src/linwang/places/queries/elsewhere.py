"""A place that neither we nor our neighbours know: where in the country it may be, by the national list.

The list has no points: what is offered is a town or village with its county, to be written down and asked about.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from linwang.foundation.station_settings import value_of
from linwang.places.models import Beat
from linwang.places.queries.national_names import ListedPlace, is_list_there, listed_places
from linwang.places.queries.place_offers import PlaceOffer
from linwang.places.queries.stations import stations_of_bureau
from linwang.science.matching.spoken_form import plain_name

SHOWN = 3
NO_COUNTY = 0


@dataclass(frozen=True)
class ElsewhereOffer:
    """A town or village of the list, far where our county is known and it is another's.

    `station_name` where one of the bureau's beats has that town.
    """

    name: str
    town: str
    county: str
    is_far: bool
    station_name: str

    @property
    def words(self) -> str:
        """What is written into the field for the place."""
        where = self.county + (self.town if self.town != self.name else "")
        return f"{self.name}（{where}）" if where else self.name


def elsewhere(*, station: int, said: str, offers: Collection[PlaceOffer]) -> tuple[ElsewhereOffer, ...]:
    """Offered while none of our own or our neighbours' names is surely what was said, if the list is there."""
    name = said.partition("（")[0].strip()
    if not name or not is_list_there() or any(_is_meant(offer, name) for offer in offers):
        return ()
    county = value_of(station, "county_code")
    found = listed_places(said=name, county="" if county == NO_COUNTY else f"{county:06}", k=SHOWN)
    stations = _stations_by_town(station, [one.town for one in found if one.is_in_county])
    return tuple(_offer(one, stations, is_county_known=county != NO_COUNTY) for one in found)


def _is_meant(offer: PlaceOffer, said: str) -> bool:
    return offer.is_sure or plain_name(said) in {plain_name(offer.name), plain_name(offer.matched_name)}


def _stations_by_town(station: int, towns: Collection[str]) -> dict[str, str]:
    if not towns:
        return {}
    rows = Beat.objects.filter(station__in=stations_of_bureau(station), town__in=set(towns)).order_by("-pk")
    return dict(rows.values_list("town", "station__name"))


def _offer(one: ListedPlace, stations: Mapping[str, str], *, is_county_known: bool) -> ElsewhereOffer:
    return ElsewhereOffer(
        name=one.name,
        town=one.town,
        county=one.county,
        is_far=is_county_known and not one.is_in_county,
        station_name=stations.get(one.town, "") if one.is_in_county else "",
    )
