"""A theft at the market, from the call to the call-back: the desk, the board beside it, the officer's phone."""

import os

from playwright.sync_api import Page, expect

from linwang.incidents.models import Answer, Assignment, Call, Callback, Caller, Incident, OutcomeReport
from linwang.incidents.states import AssignmentStatus, Disposition, IncidentStatus, Satisfaction
from tests.builders import Town
from tests.journeys import desk
from tests.journeys.conftest import OpenPage

WORDS = "我在东门菜市场买鱼，钱包被小偷扒走了，市场扒窃"
LIVE_MS = 1000
"""A change shows on every open board within a second, where there are as many processors as there is work."""

_STAMP_ROWS = """() => {
    window.shown = {};
    const look = () => document.querySelectorAll("[data-number]").forEach(
        (row) => (window.shown[row.dataset.number] ??= Date.now()));
    new MutationObserver(look).observe(document.getElementById("board-list"), { childList: true, subtree: true });
}"""


def test_a_theft_from_the_call_to_the_call_back(town: Town, browser_page: OpenPage) -> None:
    desk.man(town, "巡一", "case_officer")
    board, phone = browser_page("dispatcher"), browser_page("case_officer", phone=True)
    _open_board(board)
    phone.goto("/duty/phone/")

    _take_the_call(browser_page("call_taker"))
    incident = Incident.objects.get()
    _board_shows_it_live(board, incident)
    _send_with_one_click(board)
    _handle(phone)
    _close(board)
    _call_back(board)

    _check_the_record(incident, board)


def _open_board(board: Page) -> None:
    board.goto("/incidents/")
    expect(board.get_by_text("没有未结警情。")).to_be_visible()
    board.evaluate(_STAMP_ROWS)


def _take_the_call(page: Page) -> None:
    """The caller tells; kind and place are accepted by key, and the call is taken by key."""
    page.goto("/incidents/new/")
    page.get_by_label("报警人怎么说").fill(WORDS)
    desk.accept(page, "kind", "市场扒窃")
    desk.accept(page, "place", "东门菜市场")
    page.get_by_role("radiogroup", name="人还在现场吗").get_by_text("否", exact=True).click()
    page.get_by_role("textbox", name="丢了什么").fill("黑色钱包")
    page.get_by_label("电话", exact=True).fill("138 0000 0001")
    page.get_by_label("称呼").fill("林女士")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="市场扒窃")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("黑色钱包")).to_be_visible()
    expect(page.get_by_text("13800000001")).to_have_count(0)


def _board_shows_it_live(board: Page, incident: Incident) -> None:
    row = desk.row(board, incident.number)
    expect(row).to_contain_text("市场扒窃")
    expect(row).to_contain_text("东门菜市场")
    expect(row).to_contain_text("待派警")
    shown = board.evaluate("number => window.shown[number]", incident.number)
    took = shown - incident.received_at.timestamp() * 1000
    assert took < LIVE_MS * _crowding(), f"shown after {took:.0f} ms"


def _crowding() -> float:
    """How many want each processor of this machine now; at least one."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _send_with_one_click(board: Page) -> None:
    board.locator("#board-list [data-row]").click()
    advised = desk.offer_of(board, "巡一")
    expect(advised).to_contain_text("建议")
    advised.get_by_role("button", name="派警").click()
    expect(desk.order_of(board, "巡一")).to_contain_text("已下达")
    assert Assignment.objects.get().unit.call_sign == "巡一"


def _handle(phone: Page) -> None:
    expect(phone.get_by_role("heading", name="市场扒窃")).to_be_visible()
    for said in ("签收", "出警", "到场"):
        phone.get_by_role("button", name=said).click()
    phone.get_by_role("button", name="反馈").click()
    phone.get_by_text("当场解决").click()
    phone.get_by_label("看到什么，做了什么").fill("钱包已追回，归还失主")
    phone.get_by_role("button", name="提交反馈").click()
    expect(phone.get_by_role("heading", name="现在没有指令")).to_be_visible()


def _close(board: Page) -> None:
    """The page has followed the officer by itself; the desk judges and closes."""
    expect(desk.order_of(board, "巡一")).to_contain_text("钱包已追回，归还失主")
    board.get_by_role("button", name="办结").first.click()
    desk.answer(board, "close-dialog", "已处置", words="失主已签收")
    expect(board.locator(".incident-alert.is-done")).to_contain_text("已处置 · 失主已签收")


def _call_back(board: Page) -> None:
    board.goto("/incidents/callbacks/")
    board.locator("tbody tr").get_by_role("link", name="回访").click()
    desk.answer(board, "callback-dialog", "已接通", "已解决", "满意", words="来得很快，谢谢")
    expect(board.get_by_role("heading", name="转办、移交与回访")).to_be_visible()
    expect(board.get_by_text("已接通 · 已解决 · 满意：来得很快，谢谢")).to_be_visible()


def _check_the_record(incident: Incident, board: Page) -> None:
    incident.refresh_from_db()
    call, order, said = Call.objects.get(), Assignment.objects.get(), Callback.objects.get()
    assert (incident.status, incident.disposition) == (IncidentStatus.CLOSED, Disposition.HANDLED)
    assert incident.kind is not None and incident.kind.code == "theft.market"
    assert incident.place is not None and incident.place.name == "东门菜市场"
    assert call.words == WORDS
    assert (Caller.objects.get().name, Caller.objects.get().phone) == ("林女士", "13800000001")
    assert {one.question: one.answer for one in Answer.objects.all()} == {"still_there": "否", "what": "黑色钱包"}
    assert order.status == AssignmentStatus.REPORTED and OutcomeReport.objects.get().words == "钱包已追回，归还失主"
    assert order.sent_at <= order.acknowledged_at <= order.en_route_at <= order.on_scene_at <= order.reported_at  # type: ignore[operator]
    assert (said.satisfaction, said.is_solved) == (Satisfaction.SATISFIED, True)
    assert incident.called_back_at == said.at
    _check_the_timeline(incident.number, board)


def _check_the_timeline(number: str, board: Page) -> None:
    happened = ["call_taken", "dispatched", "acknowledged", "en_route", "on_scene", "reported", "closed"]
    assert [what for what in desk.acts(number) if what in happened] == happened
    assert desk.acts(number)[-1] == "called_back"
    labels = board.locator(".story .line-said > b").all_inner_texts()
    assert labels[::-1] == ["接警", "派警", "签收", "出警", "到场", "反馈", "办结", "回访"]
