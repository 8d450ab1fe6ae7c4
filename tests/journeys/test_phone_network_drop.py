"""The network drops on the way: everything done meanwhile arrives afterwards, in order and once."""

import io
import time
from datetime import timedelta

from PIL import Image
from playwright.sync_api import Page, expect

from linwang.foundation import clock, journal
from linwang.foundation.models import OperationKey
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.move import move
from linwang.incidents.actions.recall import recall
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Assignment, OutcomeReport, Photo
from linwang.incidents.rules.orders import SAME_CLOCK
from linwang.incidents.states import AssignmentStatus
from tests.builders import Town, new_key, put_on_duty
from tests.journeys.conftest import OpenPage, Seen


def _order(town: Town) -> Assignment:
    now = clock.now()
    put_on_duty(town.people["case_officer"], town.units["巡一"], now - timedelta(hours=1))
    desk = town.actor("dispatcher")
    number = take_call(
        words="我的钱包在东门菜市场被偷了", channel="phone", rang_at=now, kind="theft.market", place=town.market.pk,
        key=new_key(), by=desk, at=now,
    )  # fmt: skip
    (pk,) = dispatch(
        number=number, units=[town.units["巡一"].pk], order="到鱼摊找报警人", key=new_key(), by=desk, at=now
    )
    return Assignment.objects.get(pk=pk)


def _phone(browser_page: OpenPage) -> Page:
    """The phone page, once it can do without a network."""
    page = browser_page("case_officer", phone=True)
    page.goto("/duty/phone/")
    page.wait_for_selector("body[data-offline-ready]")
    return page


def _acts(order: Assignment) -> list[str]:
    ours = ("acknowledged", "en_route", "on_scene", "noted", "step_done", "photo_added", "reported")
    return [line.what for line in journal.lines_of("incident", [order.incident.number]) if line.what in ours]


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(out, "JPEG")
    return out.getvalue()


def _report(page: Page, words: str) -> None:
    page.get_by_role("button", name="反馈").click()
    page.get_by_text("当场解决").click()
    page.get_by_label("看到什么，做了什么").fill(words)
    page.get_by_role("button", name="提交反馈").click()


def test_what_was_done_without_a_network_arrives_in_order_and_once(town: Town, browser_page: OpenPage) -> None:
    order = _order(town)
    page = _phone(browser_page)
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_text("已全部发送")).to_be_visible()

    page.context.set_offline(True)
    page.get_by_role("button", name="出警").click()
    left_at = time.monotonic()
    page.get_by_role("button", name="到场").click()
    page.get_by_role("button", name="记录").click()
    page.get_by_label("记录内容").fill("嫌疑人已离开，往河边走")
    page.get_by_role("button", name="保存记录").click()
    page.get_by_text("保护现场").click()
    page.locator("[data-photo]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": _photo()})
    expect(page.locator("[data-queue-line]")).to_contain_text("5 项待发送")

    page.reload()
    expect(page.locator("[data-queue-line]")).to_contain_text("5 项待发送")
    expect(page.get_by_role("heading", name="市场扒窃")).to_be_visible()
    expect(page.get_by_label("保护现场")).to_be_checked()
    _report(page, "追回钱包")
    expect(page.get_by_text("反馈已保存")).to_be_visible()
    assert _acts(order) == ["acknowledged"]
    page.wait_for_timeout(1000 * max(0.0, SAME_CLOCK.total_seconds() + 0.5 - (time.monotonic() - left_at)))

    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="现在没有指令")).to_be_visible()

    assert _acts(order) == [
        "acknowledged", "en_route", "on_scene", "noted", "step_done", "photo_added", "reported",
    ]  # fmt: skip
    assert (OutcomeReport.objects.get().words, Photo.objects.count()) == ("追回钱包", 1)
    assert OperationKey.objects.filter(person_id=town.people["case_officer"].pk).count() == 7
    (leaving,) = [line for line in journal.lines_of("incident", [order.incident.number]) if line.what == "en_route"]
    assert leaving.device_at is not None and leaving.device_at < leaving.at


def test_what_is_typed_outlives_a_reload(town: Town, browser_page: OpenPage) -> None:
    _order(town)
    page = _phone(browser_page)
    page.get_by_role("button", name="记录").click()
    page.get_by_label("记录内容").fill("三楼，门锁被撬")

    page.reload()
    page.get_by_role("button", name="记录").click()

    expect(page.get_by_label("记录内容")).to_have_value("三楼，门锁被撬")


def test_a_refused_act_is_said_and_holds_back_what_follows(town: Town, browser_page: OpenPage, seen: Seen) -> None:
    seen.allow("409")
    order = _order(town)
    page = _phone(browser_page)
    page.context.set_offline(True)
    page.get_by_role("button", name="签收").click()
    page.get_by_role("button", name="到场").click()
    _report(page, "处理完毕")
    recall(assignment=order.pk, words="已由他人处置", key=new_key(), by=town.actor("dispatcher"), at=clock.now())

    page.context.set_offline(False)
    refused = page.locator("[data-queue-refused] li")
    expect(refused).to_contain_text("“签收”没有被接受")
    expect(refused).to_have_count(1)
    expect(page.locator("[data-queue-line]")).to_contain_text("2 项待发送")

    for act in ("签收", "到场", "反馈"):
        expect(refused).to_contain_text(f"“{act}")
        refused.get_by_role("button", name="放弃这一项").click()
    expect(refused).to_have_count(0)
    assert _acts(order) == []


def test_what_the_desk_did_meanwhile_holds_nothing_back(town: Town, browser_page: OpenPage, seen: Seen) -> None:
    seen.allow("409")
    order = _order(town)
    page = _phone(browser_page)
    page.context.set_offline(True)
    page.get_by_role("button", name="签收").click()
    page.get_by_role("button", name="出警").click()
    move(
        assignment=order.pk,
        to=AssignmentStatus.ACKNOWLEDGED,
        key=new_key(),
        by=town.actor("dispatcher"),
        at=clock.now(),
    )

    page.context.set_offline(False)

    expect(page.locator("[data-queue-refused]")).to_contain_text("“签收”不必再发")
    expect(page.get_by_text("已全部发送")).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    expect(page.locator("[data-queue-refused] li")).to_have_count(0)
    assert _acts(order) == ["acknowledged", "en_route"]


def test_signed_out_the_queue_stays_until_one_is_back(town: Town, browser_page: OpenPage, seen: Seen) -> None:
    seen.allow("EventSource")  # the stream finds its session gone
    order = _order(town)
    page = _phone(browser_page)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="签收").click()
    expect(page.locator("[data-queue-line]")).to_contain_text("登录已过期")
    assert _acts(order) == []

    page.context.add_cookies(cookies)
    page.goto("/duty/phone/")

    expect(page.get_by_text("已全部发送")).to_be_visible()
    assert _acts(order) == ["acknowledged"]


def test_a_new_order_comes_by_itself(town: Town, browser_page: OpenPage) -> None:
    put_on_duty(town.people["case_officer"], town.units["巡一"], clock.now() - timedelta(hours=1))
    page = _phone(browser_page)
    expect(page.get_by_role("heading", name="现在没有指令")).to_be_visible()
    desk, now = town.actor("dispatcher"), clock.now()
    number = take_call(
        words="菜市场有人打架", channel="phone", rang_at=now, kind="violence.fight", place=town.market.pk,
        key=new_key(), by=desk, at=now,
    )  # fmt: skip

    dispatch(number=number, units=[town.units["巡一"].pk], order="先分开双方", key=new_key(), by=desk, at=now)

    expect(page.get_by_text("先分开双方")).to_be_visible()
    expect(page.get_by_role("button", name="签收")).to_be_enabled()
