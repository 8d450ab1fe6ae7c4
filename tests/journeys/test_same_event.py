"""Two callers, one event: joined while the second one is still talking, or made one afterwards, and taken apart."""

from playwright.sync_api import expect

from linwang.foundation import clock
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Call, Caller, Incident, Merge
from linwang.incidents.states import IncidentStatus
from tests.builders import Town, new_key
from tests.journeys import desk
from tests.journeys.conftest import OpenPage

FIRST = "东门菜市场有人打架，两个男的拿板凳"
SECOND = "菜市场里面打架，有人拿板凳打人，快来"


def _fight(town: Town, words: str, phone: str) -> str:
    now = clock.now()
    return take_call(
        words=words, channel="phone", rang_at=now, kind="violence.fight", place=town.market.pk, caller_phone=phone,
        key=new_key(), by=town.actor("call_taker"), at=now,
    )  # fmt: skip


def test_a_second_caller_joins_the_event_and_both_are_kept(town: Town, browser_page: OpenPage) -> None:
    number = _fight(town, FIRST, "13800000003")
    page = browser_page("call_taker")
    page.goto("/incidents/new/")
    page.get_by_label("报警人怎么说").fill(SECOND)
    desk.accept(page, "kind", "打架斗殴")
    desk.accept(page, "place", "东门菜市场")
    likely = page.locator("#suggestions .offer").filter(has_text=number)
    for reason in ("相距 0 米", "相隔 0 分钟", "同一类别", "都说到"):
        expect(likely).to_contain_text(reason)
    desk.accept(page, "join", number)
    page.get_by_label("电话", exact=True).fill("13800000004")
    expect(page.get_by_role("button", name=f"并入 {number}")).to_be_visible()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("2 人报警")).to_be_visible()
    expect(page.locator(".call-words")).to_have_text([FIRST, SECOND])
    incident = Incident.objects.get()
    assert incident.caller_count == 2
    assert list(Call.objects.order_by("pk").values_list("words", flat=True)) == [FIRST, SECOND]
    assert sorted(caller.phone for caller in Caller.objects.all()) == ["13800000003", "13800000004"]
    assert desk.acts(number) == ["call_taken", "call_added"]


def test_two_incidents_of_one_event_are_made_one_and_taken_apart(town: Town, browser_page: OpenPage) -> None:
    first, second = _fight(town, FIRST, "13800000003"), _fight(town, SECOND, "13800000004")
    page, board = browser_page("dispatcher"), browser_page("duty_officer")
    board.goto("/incidents/")
    expect(desk.row(board, second)).to_be_visible()
    page.goto(f"/incidents/{first}/")

    likely = page.locator(".same-row").filter(has_text=second)
    expect(likely).to_contain_text("同一类别")
    likely.get_by_role("button", name="并入本警情").click()
    expect(page.get_by_text("已并入本警情")).to_be_visible()
    expect(page.locator(".call-words")).to_have_text([FIRST, SECOND])
    expect(desk.row(board, second)).to_have_count(0)
    expect(desk.row(board, first)).to_contain_text("2")
    assert Incident.objects.get(number=second).status == IncidentStatus.MERGED

    page.locator(".same-row").filter(has_text=second).get_by_role("button", name="撤销并案").click()
    expect(page.get_by_role("heading", name="打架斗殴")).to_be_visible()
    expect(page.locator(".incident-sub .number")).to_have_text(second)
    expect(page.locator(".call-words")).to_have_text([SECOND])
    expect(desk.row(board, second)).to_be_visible()

    assert set(Incident.objects.values_list("status", "caller_count")) == {(IncidentStatus.RECEIVED, 1)}
    assert Merge.objects.get().undone_at is not None
    assert desk.acts(second)[-2:] == ["merged", "unmerged"]
