"""The board in two stations' browsers: a call appears where it belongs, and nothing moves under the pointer."""

import re
from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from linwang.foundation import clock
from linwang.incidents.actions.take_call import take_call
from tests.builders import Town, new_key
from tests.incidents.test_board import make
from tests.journeys.conftest import OpenPage, Seen

NEVER_MS = 1500
"""How long a page that must not change is watched."""


def ring(town: Town, words: str, **facts: Any) -> str:
    """Somebody rings the first station."""
    now = clock.now()
    by = town.actor("call_taker")
    answer: Any = take_call(words=words, channel="phone", rang_at=now, key=new_key(), by=by, at=now, **facts)
    return str(answer if isinstance(answer, str) else answer["number"])


def test_a_call_appears_on_its_own_stations_board_and_on_no_other(town: Town, browser_page: OpenPage) -> None:
    ours, theirs = browser_page("dispatcher"), browser_page("dispatcher@02")
    for page in (ours, theirs):
        page.goto("/incidents/")
        expect(page.locator("[data-empty]")).to_be_visible()

    number = ring(town, "有人在东门菜市场门口晕倒了")

    expect(ours.locator(f'[data-number="{number}"]')).to_be_visible()
    expect(ours.locator(".chip-all b")).to_have_text("1")
    theirs.wait_for_timeout(NEVER_MS)
    expect(theirs.locator(f'[data-number="{number}"]')).to_have_count(0)


def test_the_order_waits_while_the_list_is_pointed_at(town: Town, browser_page: OpenPage) -> None:
    now = clock.now()
    make(town, now, 1, priority="C", due_at=now + timedelta(hours=1))
    page = browser_page("dispatcher")
    page.goto("/incidents/")
    rows = page.locator("[data-number]")
    rows.first.hover()

    number = ring(town, "有人打架，动刀了", kind="violence.fight")

    expect(rows).to_have_count(2)
    expect(rows.first).to_have_attribute("data-number", "JQ01-20260715-0001")
    page.mouse.move(1300, 20)
    expect(rows.first).to_have_attribute("data-number", number)


def test_the_list_is_filtered_walked_and_opened_without_a_mouse(town: Town, browser_page: OpenPage) -> None:
    now = clock.now()
    for serial, priority in enumerate("ABC", start=1):
        make(town, now, serial, priority=priority, due_at=now + timedelta(hours=1))
    page = browser_page("dispatcher")
    page.goto("/incidents/")
    page.locator(".chip-priority_b").click()
    expect(page.locator("[data-number]")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"priority=B"))

    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/incidents/JQ01-20260715-0002/"))


def test_a_refusal_leaves_what_was_typed(town: Town, browser_page: OpenPage, seen: Seen) -> None:
    seen.allow("422")
    page = browser_page("dispatcher")
    page.goto("/incidents/search/")
    page.locator("[data-open=phone-search]").click()
    page.locator("#phone").fill("138")
    page.locator("#reason").fill("通话中断")
    page.locator("#phone-search .btn-primary").click()

    expect(page.locator("#phone-search .refusal")).to_contain_text("整号")
    expect(page.locator("#phone")).to_have_value("138")
    expect(page.locator("#reason")).to_have_value("通话中断")
