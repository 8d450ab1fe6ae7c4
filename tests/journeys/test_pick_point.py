"""No name fits: a point is put on the map by keys, or typed as degrees, and kept in the draft."""

import re

from playwright.sync_api import Page, expect

from linwang.incidents.models import CallDraft, Incident
from tests.builders import Town
from tests.journeys.conftest import OpenPage


def _open(page: Page) -> None:
    page.goto("/incidents/new/")
    page.get_by_label("报警人怎么说").fill("田里有人吵架")
    page.get_by_text("没有合适的地名，在地图上点").click()


def test_a_point_is_put_on_the_map_by_keys_and_by_a_click(town: Town, browser_page: OpenPage) -> None:
    page = browser_page("call_taker", maps=True)
    _open(page)
    canvas = page.locator("[data-pick-map] canvas")
    canvas.focus()

    canvas.press("ArrowRight")
    page.wait_for_timeout(600)
    canvas.press("Enter")
    first = page.locator("[name=lon]").input_value()
    expect(page.locator("[data-pick-said]")).to_contain_text(re.compile("离东门菜市场 [0-9]+ 米 · 东门警格 · 城东街道"))
    page.wait_for_timeout(600)
    canvas.click(position={"x": 40, "y": 60})

    expect(page.locator("[name=lon]")).not_to_have_value(first)
    expect(page.locator("[data-chosen-place]")).to_be_visible()


def test_without_a_map_the_degrees_are_typed_and_survive_a_reload(town: Town, browser_page: OpenPage) -> None:
    page = browser_page("call_taker")
    _open(page)
    expect(page.get_by_text("这台电脑画不出地图，请直接填经纬度。")).to_be_visible()

    page.get_by_label("经度").fill("120.915")
    page.get_by_label("纬度").fill("30.212")
    expect(page.locator("[data-pick-said]")).to_contain_text("东门警格")
    expect(page.locator("[data-chosen-place]")).to_contain_text("地图上的点")
    expect(page.locator("#suggestions .offer.is-chosen")).to_contain_text("东门菜市场附近")
    expect(page).to_have_url(re.compile("draft="))
    page.wait_for_function("document.querySelector('[data-saved]').textContent.includes('已存')")
    page.reload()
    expect(page.get_by_label("经度")).to_have_value("120.915")
    page.get_by_role("button", name="完成接警").click()

    expect(page.locator(".incident-sub")).to_be_visible()
    incident = Incident.objects.get()
    assert (incident.lon, incident.lat, incident.place, incident.beat) == (120.915, 30.212, None, town.beat)
    assert not CallDraft.objects.exists()
