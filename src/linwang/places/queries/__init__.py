"""Questions about ground: which stations one sees, which beat and grid a point lies in, which place is meant."""

from linwang.places.queries.stations import StationChoice, bureau_of, station_choices, stations_seen_from

__all__ = ["StationChoice", "bureau_of", "station_choices", "stations_seen_from"]
