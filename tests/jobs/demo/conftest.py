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
    KindChoice(code, name, code.split(".")[0], (f"这里有{name}",), priority, agencies)
    for code, name, priority, agencies in (
        ("theft.ebike", "电动车被盗", "C", ()),
        ("theft.burglary", "入室盗窃", "B", ()),
        ("fight.two_people", "个人打架", "B", ("ambulance",)),
        ("accident.damage", "只有车损的事故", "C", ()),
        ("accident.injury", "有人受伤的事故", "A", ("ambulance", "roads")),
        ("noise.square", "广场舞", "D", ()),
        ("missing.elder", "老人走失", "A", ()),
        ("pipes.water_main", "水管爆裂", "B", ("water", "roads", "gas")),
        ("city.stalls", "占道经营", "D", ("city_management",)),
        ("other.misdial", "误拨", "D", ()),
        ("invented.here", "自编事项", "C", ()),
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
