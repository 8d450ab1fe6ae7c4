"""In the middle of a call the browser dies, or the network does: nothing that was typed is lost."""

import contextlib
import json
import re

from playwright.sync_api import Error, Page, Response, expect

from linwang.incidents.models import Call, CallDraft, Incident
from tests.builders import Town
from tests.journeys import desk
from tests.journeys.conftest import OpenPage, Seen

WORDS = "有人撬我车窗，东门菜市场门口，盗窃车内财物，包没了"


def _type(page: Page) -> None:
    page.goto("/incidents/new/")
    page.get_by_label("报警人怎么说").fill(WORDS)
    page.get_by_label("电话", exact=True).fill("13800000005")
    page.get_by_label("称呼").fill("王先生")
    page.get_by_label("地点", exact=False).first.fill("菜市场门口")


def _is_all_there(page: Page) -> None:
    expect(page.get_by_label("报警人怎么说")).to_have_value(WORDS)
    expect(page.get_by_label("电话", exact=True)).to_have_value("13800000005")
    expect(page.get_by_label("称呼")).to_have_value("王先生")
    expect(page.get_by_label("地点", exact=False).first).to_have_value("菜市场门口")


def _take_up_the_draft(page: Page) -> None:
    page.get_by_role("region", name="没写完的接警").get_by_role("link", name="有人撬我车窗").click()
    _is_all_there(page)


def _saves_the_answer(answer: Response) -> bool:
    return answer.url.endswith("/new/draft/") and "answer.still_there" in (answer.request.post_data or "")


def _crash(page: Page) -> None:
    """The page's process ends at once, as when it runs out of memory; nothing of it says goodbye."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")


def test_a_killed_browser_offers_the_call_again(town: Town, browser_page: OpenPage) -> None:
    page = browser_page("call_taker")
    _type(page)
    desk.accept(page, "kind", "盗窃车内财物")
    expect(page.get_by_role("heading", name="要问的")).to_be_visible()
    with page.expect_response(_saves_the_answer):
        page.get_by_role("radiogroup", name="人还在现场吗").get_by_text("是", exact=True).click()
    page.context.close()

    again = browser_page("call_taker")
    again.goto("/incidents/new/")
    _take_up_the_draft(again)
    expect(again.get_by_label("类别")).to_have_value("theft.from_vehicle")
    expect(again.get_by_role("radio", name="是", exact=True)).to_be_checked()
    again.keyboard.press("Control+Enter")
    expect(again.get_by_role("heading", name="盗窃车内财物")).to_be_visible()

    assert (Call.objects.get().words, Incident.objects.get().place_words) == (WORDS, "菜市场门口")
    assert not CallDraft.objects.exists()


def test_a_page_that_crashes_before_it_could_save_has_kept_everything(town: Town, browser_page: OpenPage) -> None:
    page = browser_page("call_taker")
    page.route("**/incidents/new/draft/", lambda route: None)
    _type(page)
    again = page.context.new_page()
    _crash(page)
    assert not CallDraft.objects.exists()

    again.goto("/incidents/new/")
    _take_up_the_draft(again)

    assert CallDraft.objects.get().content["words"] == WORDS
    assert again.evaluate("Object.keys(localStorage).filter(name => name.startsWith('linwang-intake'))") == []


def test_a_lost_network_keeps_the_words_here_and_sends_them_afterwards(
    town: Town, browser_page: OpenPage, seen: Seen
) -> None:
    seen.allow("Failed to fetch")
    page = browser_page("call_taker")
    page.goto("/incidents/new/")
    page.context.set_offline(True)
    page.get_by_label("报警人怎么说").fill(WORDS)
    expect(page.locator("[data-saved]")).to_have_text("网络不通，已存在本机，会自动补存")
    kept = page.evaluate("Object.entries(localStorage).find(([name]) => name.startsWith('linwang-intake'))[1]")
    assert json.loads(kept)["fields"]["words"] == WORDS
    page.keyboard.press("Control+Enter")
    expect(page.locator(".intake-bar [data-refusal]")).to_contain_text("没有送达")
    assert not Incident.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^已存 \d"))
    assert CallDraft.objects.get().content["words"] == WORDS
    page.keyboard.press("Control+Enter")
    expect(page.locator(".call-words")).to_have_text(WORDS)
    assert (Call.objects.get().words, CallDraft.objects.count()) == (WORDS, 0)
