"""Questions about ground: which stations one sees, which beat and grid a point lies in, which place is meant."""

from linwang.places.queries.stations import bureau_of, stations_seen_from

__all__ = ["bureau_of", "stations_seen_from"]
