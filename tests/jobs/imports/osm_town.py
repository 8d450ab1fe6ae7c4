"""A town of nine crossings for the tests of roads, written as OpenStreetMap does.

7 ── 8 ── 9        the crossings lie 1 km apart; every street is residential
│    │    │        a footpath leads from 1 past a lone hut 20, a bollard stands between 8 and 9 at 30
4 ── 5 ── 6        5-8 goes one way north; from 4 over 5 one may not turn north (no_left_turn)
│    │    │        from 2 over 5 one must go straight on (only_straight_on)
1 ── 2 ── 3        an island of two points 40, 41 is cut off
"""

STEP = 0.009
METRES = 1000.75
"""0.009 degrees of latitude on our sphere."""
_COSINE = 0.866025


def place(number: int) -> tuple[float, float]:
    """Longitude and latitude of a crossing."""
    return 121 + (number - 1) % 3 * STEP / _COSINE, 30 + (number - 1) // 3 * STEP


_EXTRA = {20: (120.99, 30.0), 30: (121 + 1.5 * STEP / _COSINE, 30 + 2 * STEP), 40: (122.0, 31.0), 41: (122.001, 31.0)}
_WAYS = {
    100: ((1, 2), {"highway": "residential"}),
    101: ((2, 3), {"highway": "residential"}),
    102: ((4, 5), {"highway": "residential"}),
    103: ((5, 6), {"highway": "residential"}),
    104: ((7, 8), {"highway": "residential"}),
    105: ((8, 30, 9), {"highway": "residential"}),
    106: ((1, 4), {"highway": "residential"}),
    107: ((4, 7), {"highway": "residential"}),
    108: ((2, 5), {"highway": "residential"}),
    109: ((5, 8), {"highway": "residential", "oneway": "yes"}),
    110: ((3, 6), {"highway": "residential"}),
    111: ((6, 9), {"highway": "residential"}),
    112: ((1, 20), {"highway": "footway"}),
    113: ((40, 41), {"highway": "residential"}),
    114: ((1, 9), {"highway": "construction"}),
}
_BANS = {200: (102, 5, 109, "no_left_turn"), 201: (108, 5, 109, "only_straight_on"), 202: (102, 77, 109, "no_u_turn")}


def as_xml() -> str:
    """The town as an .osm file."""
    points = {**{number: place(number) for number in range(1, 10)}, **_EXTRA}
    lines = ['<?xml version="1.0"?>', '<osm version="0.6">']
    for number, (lon, lat) in points.items():
        tags = '<tag k="barrier" v="bollard"/>' if number == 30 else ""
        lines.append(f'<node id="{number}" lon="{lon}" lat="{lat}">{tags}</node>')
    for number, (refs, tags) in _WAYS.items():
        lines.append(f'<way id="{number}">' + "".join(f'<nd ref="{ref}"/>' for ref in refs) + _tags(tags) + "</way>")
    for number, (start, via, end, kind) in _BANS.items():
        members = (("way", start, "from"), ("node", via, "via"), ("way", end, "to"))
        told = "".join(f'<member type="{kind_}" ref="{ref}" role="{role}"/>' for kind_, ref, role in members)
        lines.append(f'<relation id="{number}">{told}{_tags({"type": "restriction", "restriction": kind})}</relation>')
    return "\n".join([*lines, "</osm>"])


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
