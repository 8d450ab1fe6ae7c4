"""Told by other places: "behind the market", "between the market and the school". Who may act and whose eyes are there.

Police are asked to act, the market's guard to look; one click sends both. What the beat is left with is said before.
A volunteer or guard is never offered a fight at the same market.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from linwang.duty.models import Unit
from linwang.foundation import clock, journal
from linwang.incidents.models import Assignment, Incident
from linwang.places.models import Beat, PlaceName
from tests.builders import Town, place_unit, put_on_duty
from tests.journeys import desk
from tests.journeys.conftest import OpenPage

WORDS = "钱包被偷了，市场扒窃"


def test_a_theft_between_the_market_and_the_school(town: Town, browser_page: OpenPage) -> None:
    _ground(town)
    _units(town)
    page = browser_page("dispatcher")

    _behind_then_between(page)
    incident = _take(page)
    _two_answers_side_by_side(page)
    _what_is_left_behind(page)
    _one_click_sends_both(page)

    _check_the_record(town, incident)
    _nobody_unprotected_goes_to_a_fight(page)


def _ground(town: Town) -> None:
    PlaceName.objects.create(
        station=town.station, beat=town.beat, name="东门小学", kind="school", lon=120.916, lat=30.211, cell=0
    )
    Beat.objects.create(
        station=town.station, code="01-2", name="西郊警格", town="西郊镇", lon=120.70, lat=30.21,
        area=[[120.65, 30.18], [120.75, 30.18], [120.75, 30.24], [120.65, 30.24]],
    )  # fmt: skip
    kind = town.kinds["theft.market"]
    kind.first_eyes = ["observe", "report"]
    kind.save(update_fields=["first_eyes"])


def _units(town: Town) -> None:
    """One car at the market, two units far out in the west, and the guard of the market itself."""
    at = clock.now()
    guard = Unit.objects.create(
        station=town.station, call_sign="市场保安", kind="guard", authority="guard", profile="foot", beat=town.beat
    )
    for unit, role, lon, lat in (
        (town.units["巡一"], "case_officer", 120.920, 30.211),
        (town.units["巡二"], "community_officer", 120.70, 30.21),
        (town.units["辅三"], "auxiliary", 120.701, 30.21),
        (guard, "guard", 120.9139, 30.2110),
    ):
        put_on_duty(town.people[role], unit, at - timedelta(hours=1))
        place_unit(unit, lon, lat, at)


def _behind_then_between(page: Page) -> None:
    page.goto("/incidents/new/")
    page.get_by_label("报警人怎么说").fill(WORDS)
    desk.accept(page, "kind", "市场扒窃")
    where, offers = page.locator("#place_words"), page.locator("#suggestions button.offer[data-accept=place]")
    where.fill("菜市场后面")
    expect(offers.first).to_contain_text("东门菜市场")
    expect(offers.first).to_contain_text("在其后面")
    where.fill("菜市场和东门小学之间")
    expect(offers.first).to_contain_text("在两处之间")
    offers.first.click()
    expect(page.locator("#intake [name=lon]")).to_have_value("120.914000")


def _take(page: Page) -> Incident:
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="市场扒窃")).to_be_visible()
    incident = Incident.objects.get()
    assert incident.lon == pytest.approx(120.914)
    assert incident.place_words == "菜市场和东门小学之间"
    return incident


def _two_answers_side_by_side(page: Page) -> None:
    lawful, eyes = page.get_by_role("region", name="依法处置"), page.get_by_role("region", name="可先到看一看")
    expect(lawful).to_contain_text("保护现场")
    expect(lawful.locator("li.offer").first).to_contain_text("巡一")
    expect(lawful.locator("li.offer").filter(has_text="市场保安")).to_have_count(0)
    expect(eyes).to_contain_text("只观察、报告")
    expect(eyes.locator("li.offer").filter(has_text="市场保安")).to_be_visible()
    left, right = lawful.bounding_box(), eyes.bounding_box()
    assert left is not None and right is not None
    assert left["y"] == pytest.approx(right["y"]) and left["x"] + left["width"] <= right["x"] + 1


def _what_is_left_behind(page: Page) -> None:
    offer = page.get_by_role("region", name="依法处置").locator("li.offer").filter(has_text="巡一")
    expect(offer.locator(".offer-price")).to_contain_text("派出后东门警格暂无留守，补位建议：")
    expect(offer.locator(".offer-price")).to_contain_text("移至东门警格")


def _one_click_sends_both(page: Page) -> None:
    page.get_by_role("button", name="两路一并派出").click()
    expect(desk.order_of(page, "巡一")).to_contain_text("已下达")
    expect(desk.order_of(page, "市场保安")).to_contain_text("请观察、报告。")


def _check_the_record(town: Town, incident: Incident) -> None:
    orders = {one.unit.call_sign: one.order for one in Assignment.objects.select_related("unit")}
    assert orders == {"巡一": "", "市场保安": "请观察、报告。"}
    (sent,) = [line for line in journal.lines_of("incident", [incident.number]) if line.what == "dispatched"]
    assert sent.words == "巡一、市场保安（观察、报告）"


def _nobody_unprotected_goes_to_a_fight(page: Page) -> None:
    page.goto("/incidents/new/")
    page.get_by_label("报警人怎么说").fill("打架斗殴，东门菜市场")
    desk.accept(page, "kind", "打架斗殴")
    desk.accept(page, "place", "东门菜市场")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("有危险，不派志愿者和保安")).to_be_visible()
    expect(page.locator("[data-send]")).not_to_contain_text("市场保安")
    page.get_by_role("button", name="全部单元").click()
    guard = page.locator("#all-units li.offer").filter(has_text="市场保安")
    expect(guard).to_be_visible()
    expect(guard.get_by_role("checkbox")).to_be_disabled()
