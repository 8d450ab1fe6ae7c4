"""Frozen rows with a point, as the map reads them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any


def collection(points: Sequence[Any]) -> dict[str, Any]:
    """Rows with `lon` and `lat` as a GeoJSON collection; the other fields are their properties."""
    return {"type": "FeatureCollection", "features": [_feature(asdict(point)) for point in points]}


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    lon, lat = row.pop("lon"), row.pop("lat")
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": row}
