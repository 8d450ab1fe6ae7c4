"""Files of every odd content at the importers: a plan with its faults, or one refusal; never a fault of the program."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linwang.foundation.refusals import BadInput
from linwang.gateways.tables.reading import read_table
from linwang.web.places.importing import KINDS
from tests.authorisation.ground import Ground
from tests.bad_input.spoiling import ODD, fault_in, rows_stored
from tests.builders import new_key

NAMES = ("a.csv", "a.geojson", "a.json", "a.xlsx", "a", "")
ENCODINGS = ("utf-8", "utf-16", "gb18030")
HEADINGS = {
    "beats": "编号,名称,经度,纬度", "places": "名称,类型,经度,纬度", "units": "呼号,类型", "people": "登录名,姓名,岗位",
}  # fmt: skip
pytestmark = pytest.mark.django_db


@settings(max_examples=150, deadline=None, derandomize=True)
@given(name=st.sampled_from(NAMES), content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_a_table_or_a_refusal(name: str, content: bytes) -> None:
    try:
        table = read_table(name, content)
    except BadInput as refusal:
        assert str(refusal)
    else:
        assert table is not None


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from([kind for kind, _label in KINDS]),
    heading=st.sampled_from(sorted(HEADINGS.values())),
    cells=st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=20)), min_size=1, max_size=4),
    encoding=st.sampled_from(ENCODINGS),
    do=st.sampled_from(["look", "write"]),
)  # fmt: skip
def test_any_row_is_planned_or_refused(
    ground: Ground, kind: str, heading: str, cells: list[str], encoding: str, do: str
) -> None:
    text = heading + "\n" + ",".join(cell[:2000].replace(",", "") for cell in cells)
    before = rows_stored()

    answer = ground.browsers["administrator"].post(
        reverse("places:import"),
        {
            "kind": kind, "do": do, "key": str(new_key()), "datum": "wgs84",
            "file": SimpleUploadedFile("a.csv", text.encode(encoding, "replace")),
        },
    )  # fmt: skip

    assert fault_in(answer) == ""
    assert answer.status_code < 400 or rows_stored() == before
