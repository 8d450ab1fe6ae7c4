"""Cells: a known cell, the ring around it, and refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linwang.science.geo.cells import cell_centre, cell_of, cell_outline, cells_around
from linwang.science.geo.distance import metres_between
from linwang.science.geo.points import LonLat

points = st.builds(LonLat, st.floats(74, 135), st.floats(18, 53))


def test_the_brandenburg_gate_as_another_program_documents_it():
    # the example of Snowflake's H3_LATLNG_TO_CELL
    assert cell_of(LonLat(13.377704, 52.516262), resolution=8) == 613036919424548863


@given(points)
def test_a_cell_fits_a_signed_bigint_and_holds_its_own_centre(point):
    cell = cell_of(point)

    assert 0 < cell < 2**63
    assert cell_of(cell_centre(cell)) == cell
    assert metres_between(point, cell_centre(cell)) < 300


@given(points)
def test_six_neighbours_and_itself(point):
    cell = cell_of(point)

    assert cell in cells_around(cell)
    assert len(cells_around(cell)) == 7
    assert len(cells_around(cell, rings=2)) == 19
    assert cells_around(cell, rings=0) == (cell,)
    assert all(cell in cells_around(near) for near in cells_around(cell))


def test_the_outline_goes_round_the_centre():
    cell = cell_of(LonLat(121.15, 30.03))

    outline = cell_outline(cell)

    assert len(outline) == 6
    assert all(150 < metres_between(corner, cell_centre(cell)) < 260 for corner in outline)


def test_what_is_no_cell_is_refused():
    with pytest.raises(ValueError, match="not a cell"):
        cell_centre(12)
    with pytest.raises(ValueError, match="not a cell"):
        cells_around(0)
    with pytest.raises(ValueError, match="from 0"):
        cells_around(cell_of(LonLat(121, 30)), rings=-1)
