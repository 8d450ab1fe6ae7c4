"""The desk without a mouse: a call taken and ordered, the board walked, the map of keys."""

from playwright.sync_api import Page, Route, expect

from linwang.foundation import clock
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Assignment, Incident
from tests.builders import Town, new_key
from tests.journeys import desk
from tests.journeys.conftest import OpenPage

WORDS = "东门菜市场有人打架斗殴，拿着板凳"


def _focused(page: Page) -> str:
    number = page.evaluate("document.activeElement.closest('[data-number]')?.dataset.number ?? ''")
    return str(number)


def _keys(page: Page, *names: str) -> None:
    """Pressed once the page has loaded: before, nobody listens."""
    page.wait_for_load_state()
    for name in names:
        page.keyboard.press(name)


def test_a_call_is_taken_and_ordered_by_keys(town: Town, browser_page: OpenPage) -> None:
    desk.man(town, "巡一", "case_officer")
    page = browser_page("dispatcher")
    page.goto("/incidents/")

    _keys(page, "F2")
    expect(page.get_by_label("报警人怎么说")).to_be_focused()
    page.keyboard.type(WORDS)
    desk.accept(page, "kind", "打架斗殴")
    desk.accept(page, "place", "东门菜市场")
    expect(page.get_by_role("button", name="先派警")).to_contain_text("：巡一")
    _keys(page, "F9")

    expect(page.get_by_label("接着又说")).to_be_focused()
    expect(page.locator(".intake-unit")).to_contain_text("巡一 已下达")
    page.keyboard.type("现在有人受伤")
    _keys(page, "Control+Enter")
    expect(page.get_by_role("heading", name="打架斗殴")).to_be_visible()

    number = Incident.objects.get().number
    assert Assignment.objects.get().unit.call_sign == "巡一"
    assert desk.acts(number) == ["call_taken", "dispatched", "noted"]
    _keys(page, "Escape")
    expect(desk.row(page, number)).to_be_visible()


def test_what_is_typed_before_the_script_listens_counts(town: Town, browser_page: OpenPage) -> None:
    """The cursor stands in the form as soon as it is drawn; a fast operator does not wait for scripts."""
    page = browser_page("dispatcher")
    held: list[Route] = []
    page.route("**/intake.*js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright looks into the function
    page.goto("/incidents/new/", wait_until="commit")
    expect(page.get_by_label("报警人怎么说")).to_be_focused()
    page.keyboard.type(WORDS)
    expect(page.get_by_label("报警人怎么说")).to_have_value(WORDS)
    for route in held:
        route.continue_()

    expect(page.locator("[data-saved]")).to_contain_text("已存")
    desk.accept(page, "kind", "打架斗殴")


def test_the_board_is_walked_and_opened_by_keys(town: Town, browser_page: OpenPage) -> None:
    first, second = (
        take_call(
            words=words, channel="phone", rang_at=clock.now(), kind=kind, place=town.market.pk, key=new_key(),
            by=town.actor("dispatcher"), at=clock.now(),
        )
        for words, kind in ((WORDS, "violence.fight"), ("车窗被砸，包没了", "theft.from_vehicle"))
    )  # fmt: skip
    page = browser_page("dispatcher")
    page.goto("/incidents/")
    expect(desk.row(page, second)).to_be_visible()

    _keys(page, "j")
    assert _focused(page) == first
    _keys(page, "j")
    assert _focused(page) == second
    _keys(page, "k", "Enter")
    expect(page.locator(".incident-sub .number")).to_have_text(first)
    _keys(page, "Escape")
    expect(desk.row(page, first)).to_be_visible()

    _keys(page, "?")
    keys = page.get_by_role("dialog", name="快捷键")
    for said in ("接新警", "查询", "下一条、上一条", "锁定屏幕"):
        expect(keys.get_by_text(said, exact=True)).to_be_visible()
    _keys(page, "Escape")
    expect(keys).to_be_hidden()
    _keys(page, "/")
    field = page.get_by_role("searchbox", name="筛选未结警情")
    expect(field).to_be_focused()
    _keys(page, "Escape")
    expect(field).not_to_be_focused()
