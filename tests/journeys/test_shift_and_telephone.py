"""The shift is handed over and signed for by the next person; the telephone rings and one of two operators answers."""

from playwright.sync_api import Page, expect

from linwang.foundation import clock
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Call, IncomingCall, ShiftHandOver
from linwang.personnel.actions.keys import make_key
from tests.builders import Town, new_key
from tests.journeys.conftest import OpenPage, Seen

LEFT = "3号车送修；翠园小区停水，居民会来电"
ROUTE = "**/incidents/ringing/?*"


def test_the_next_person_signs_for_the_shift(town: Town, browser_page: OpenPage) -> None:
    number = take_call(
        words="东门菜市场有人吵架", channel="phone", rang_at=clock.now(), place=town.market.pk, key=new_key(),
        by=town.actor("dispatcher"), at=clock.now(),
    )  # fmt: skip
    giver, taker = browser_page("dispatcher"), browser_page("duty_officer")
    giver.goto("/incidents/shift/")
    giver.get_by_label("交代接班人的话").fill(LEFT)
    giver.get_by_role("button", name="交班", exact=True).click()
    expect(giver.get_by_text("请接班的同事登录后签收。")).to_be_visible()
    expect(giver.get_by_role("button", name="签收")).to_have_count(0)

    taker.goto("/incidents/shift/")
    expect(taker.get_by_text("测试dispatcher 交班")).to_be_visible()
    taker.get_by_role("link", name="查看并签收").click()
    expect(taker.get_by_text(LEFT)).to_be_visible()
    expect(taker.get_by_role("link", name=number)).to_be_visible()
    taker.get_by_role("button", name="我已看过，签收").click()
    expect(taker.get_by_text("接班：测试duty_officer")).to_be_visible()
    expect(taker.get_by_role("button", name="签收")).to_have_count(0)

    signed = ShiftHandOver.objects.get()
    assert (signed.given_by, signed.taken_by) == (town.people["dispatcher"], town.people["duty_officer"])
    assert (signed.words, len(signed.brief["open"])) == (LEFT, 1)


def _announce(town: Town, page: Page) -> None:
    """The telephone system tells the server, with its key, that somebody rings."""
    secret = make_key(
        name="电话系统", scopes=frozenset({"telephone"}), partner=None, days=30, key=new_key(),
        by=town.actor("administrator"), at=clock.now(),
    )  # fmt: skip
    answer = page.request.post(
        "/api/v1/telephone/ringing",
        data={"outside_number": "T-77", "phone": "13900000001", "line": "一号线"},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status == 201, answer.text()


def test_the_telephone_rings_and_one_operator_answers(town: Town, browser_page: OpenPage, seen: Seen) -> None:
    seen.allow("409|ERR_FAILED|Failed to fetch")
    quick, slow = browser_page("call_taker"), browser_page("dispatcher")
    for page in (quick, slow):
        page.goto("/incidents/")
    _announce(town, quick)
    for page in (quick, slow):
        expect(page.locator(".ring")).to_contain_text("13900000001")

    slow.route(ROUTE, lambda route: route.abort())
    quick.keyboard.press("F4")
    expect(quick.get_by_label("电话", exact=True)).to_have_value("13900000001")
    slow.get_by_role("button", name="接听").click()
    expect(slow.locator(".ring [role=alert]")).to_contain_text("测试call_taker")
    slow.unroute(ROUTE)
    slow.reload()
    expect(slow.get_by_text("没有未结警情。")).to_be_visible()
    expect(slow.locator(".ring")).to_have_count(0)

    quick.get_by_label("报警人怎么说").fill("孩子在菜市场走丢了")
    quick.keyboard.press("Control+Enter")
    expect(quick.locator(".call-words")).to_have_text("孩子在菜市场走丢了")
    ring = IncomingCall.objects.get()
    assert (ring.claimed_by, ring.call) == (town.people["call_taker"], Call.objects.get())
