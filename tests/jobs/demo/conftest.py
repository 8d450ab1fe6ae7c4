"""One invented county for all tests of the demo: it is frozen, so they can share it."""

from datetime import UTC, datetime

import numpy as np
import pytest

from linwang.jobs.demo.calls import build_history
from linwang.jobs.demo.events import History, KindChoice
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.people import build_staff
from linwang.jobs.demo.staff import Staff
from linwang.jobs.demo.town import build_town

THIS_MOMENT = datetime(2026, 7, 15, 12, 0, tzinfo=UTC)
KINDS = tuple(
    KindChoice(code, name, "类别", (f"这里有{name}",), priority, agencies)
    for code, name, priority, agencies in (
        ("theft_ebike", "电动车被盗", "C", ()),
        ("burglary", "入室盗窃", "B", ()),
        ("fight", "打架斗殴", "B", ("ambulance",)),
        ("crash", "一般交通事故", "C", ()),
        ("crash_hurt", "伤人事故", "A", ("ambulance", "roads")),
        ("noise", "噪声扰民", "D", ()),
        ("missing", "老人走失", "A", ()),
        ("pipe", "管道破裂", "B", ("water", "roads", "gas")),
        ("not_police", "占道经营", "D", ("city_management",)),
        ("needless", "误拨", "D", ()),
        ("odd", "其他事项", "C", ()),
    )
)


@pytest.fixture(scope="session")
def county() -> Town:
    return build_town(np.random.default_rng(7))


@pytest.fixture(scope="session")
def staff(county: Town) -> Staff:
    return build_staff(np.random.default_rng(8), county)


@pytest.fixture(scope="session")
def history(county: Town, staff: Staff) -> History:
    return build_history(np.random.default_rng(9), county, staff, KINDS, THIS_MOMENT, closed=1500, still_open=300)
