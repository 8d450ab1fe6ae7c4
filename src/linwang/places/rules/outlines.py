"""Points and outlines as files give them, turned into what we keep: WGS-84, one ring, not closed."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput
from linwang.places.states import Datum
from linwang.science.geo.datums import Datum as GeoDatum
from linwang.science.geo.datums import convert_degrees
from linwang.science.geo.points import LonLat

DECIMALS = 7
"""A hundred-millionth of a turn is about a centimetre."""

Ring = list[list[float]]


def point_of(lon: str, lat: str, *, datum: Datum) -> LonLat:
    """A point written as two numbers, in WGS-84."""
    try:
        pair = float(lon), float(lat)
    except ValueError:
        raise BadInput(_("经纬度“%(lon)s, %(lat)s”不是数字。") % {"lon": lon, "lat": lat}) from None
    return _converted([pair], datum)[0]


def line_in(geometry: Mapping[str, Any] | None, *, datum: Datum) -> Ring:
    """The course of a river, road or railway, in WGS-84; empty for what is no line."""
    if (geometry or {}).get("type") != "LineString":
        return []
    corners = [_pair(corner) for corner in (geometry or {}).get("coordinates") or ()]
    if len(set(corners)) < 2:
        raise BadInput(_("线至少要有两个不同的点。"))
    return [[point.lon, point.lat] for point in _converted(corners, datum)]


def point_in(geometry: Mapping[str, Any], *, datum: Datum) -> LonLat:
    """The point of a GeoJSON geometry; of an outline a point inside it, of a line the middle of its way."""
    if geometry.get("type") == "LineString":
        half_way = shapely.LineString(line_in(geometry, datum=datum)).interpolate(0.5, normalized=True)
        return LonLat(round(half_way.x, DECIMALS), round(half_way.y, DECIMALS))
    if geometry.get("type") == "Point":
        return _converted([_pair(geometry.get("coordinates"))], datum)[0]
    return middle_of(ring_of(geometry, datum=datum))


def ring_of(geometry: Mapping[str, Any] | None, *, datum: Datum) -> Ring:
    """The one outline of a GeoJSON polygon, in WGS-84."""
    corners = _corners(geometry)
    outline = shapely.Polygon(corners)
    if not outline.is_valid or outline.area == 0:
        raise BadInput(_("边界线自己交叉或没有面积，请在地图软件里修好。"))
    points = _converted(corners, datum)
    return [[point.lon, point.lat] for point in points]


def middle_of(ring: Ring) -> LonLat:
    """A point that surely lies inside the outline."""
    inside = shapely.Polygon(ring).representative_point()
    return LonLat(round(inside.x, DECIMALS), round(inside.y, DECIMALS))


def _corners(geometry: Mapping[str, Any] | None) -> list[tuple[float, float]]:
    kind, rings = (geometry or {}).get("type"), (geometry or {}).get("coordinates")
    if kind == "MultiPolygon" and isinstance(rings, list) and len(rings) == 1:
        kind, rings = "Polygon", rings[0]
    if kind == "MultiPolygon":
        raise BadInput(_("边界分成了几块。请把每一块写成单独的一项，或合成一块。"))
    if kind != "Polygon" or not isinstance(rings, list) or not rings:
        raise BadInput(_("缺少边界。警格和网格要有多边形（Polygon）。"))
    if len(rings) > 1:
        raise BadInput(_("边界中间有空洞，请去掉空洞。"))
    corners = [_pair(corner) for corner in rings[0]] if isinstance(rings[0], list) else []
    if corners and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        raise BadInput(_("边界至少要有三个角。"))
    return corners


def _pair(corner: Any) -> tuple[float, float]:
    if not isinstance(corner, Sequence) or len(corner) < 2 or not all(isinstance(n, int | float) for n in corner[:2]):
        raise BadInput(_("坐标要写成 [经度, 纬度]。"))
    return float(corner[0]), float(corner[1])


def _converted(corners: Sequence[tuple[float, float]], datum: Datum) -> list[LonLat]:
    lons, lats = (np.array(values, dtype=float) for values in zip(*corners, strict=True))
    if not (np.isfinite(lons) & np.isfinite(lats) & (np.abs(lons) <= 180) & (np.abs(lats) <= 90)).all():
        raise BadInput(_("坐标不在地球上：经度在 -180 到 180 之间，纬度在 -90 到 90 之间；请检查是否写反。"))
    if ((lons == 0) & (lats == 0)).any():
        raise BadInput(_("坐标是 0, 0，多半是没有定位。请补上真实坐标。"))
    if datum != Datum.WGS84:
        lons, lats = convert_degrees(lons, lats, source=GeoDatum(datum.value), target=GeoDatum.WGS84)
    return [LonLat(round(float(x), DECIMALS), round(float(y), DECIMALS)) for x, y in zip(lons, lats, strict=True)]
