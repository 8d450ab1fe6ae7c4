"""A warden's evening: on duty, an order, a photo, a note in English, off duty; and one phone, two people."""

import io
from datetime import timedelta

from PIL import Image
from playwright.sync_api import Page, expect

from linwang.duty.models import DutyPeriod, PositionPast
from linwang.foundation import clock, journal
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Photo
from tests.builders import Town, new_key, put_on_duty
from tests.journeys.conftest import OpenPage, Seen, Server, sign_in


def _send(town: Town, call_sign: str) -> str:
    desk, now = town.actor("dispatcher"), clock.now()
    number = take_call(
        words="菜市场门口有个孩子找不到家长",
        channel="phone",
        rang_at=now,
        place=town.market.pk,
        key=new_key(),
        by=desk,
        at=now,
    )
    dispatch(number=number, units=[town.units[call_sign].pk], order="先陪着孩子", key=new_key(), by=desk, at=now)
    return number


def _photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (3000, 2000), "green").save(out, "JPEG")
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def _open(page: Page) -> None:
    page.goto("/duty/phone/")
    page.wait_for_selector("body[data-offline-ready]")


def test_on_duty_an_order_and_off_duty(town: Town, browser_page: OpenPage, seen: Seen) -> None:
    seen.allow("409")
    page = browser_page("warden", phone=True)
    _open(page)
    page.get_by_role("button", name="守四").click()
    expect(page.get_by_role("heading", name="现在没有指令")).to_be_visible()

    number = _send(town, "守四")
    expect(page.get_by_text("先陪着孩子")).to_be_visible()
    expect(page.get_by_text("孩子找不到家长")).to_have_count(0)
    page.get_by_role("button", name="签收").click()
    page.get_by_role("button", name="到场").click()
    page.locator("[data-photo]").set_input_files(_photo())  # type: ignore[arg-type]
    page.get_by_role("button", name="请求增援").click()
    page.locator("#form-backup").get_by_role("button", name="请求增援").click()
    expect(page.get_by_role("img", name="现场照片")).to_be_visible()

    everything_is_sent = "body:not([data-waiting]), body[data-waiting='0']"
    expect(page.locator(everything_is_sent)).to_have_count(1)
    page.locator(".crew summary").click()
    page.get_by_role("button", name="下勤").click()
    expect(page.get_by_text("您是最后一人")).to_be_visible()

    acts = [line.what for line in journal.lines_of("incident", [number])]
    assert acts[-4:] == ["acknowledged", "on_scene", "photo_added", "backup_asked"]
    assert (Photo.objects.get().width, Photo.objects.get().height) == (2000, 1333)


def test_off_duty_nothing_is_shared_any_more(town: Town, browser_page: OpenPage) -> None:
    put_on_duty(town.people["volunteer"], town.units["守四"], clock.now() - timedelta(hours=1))
    page = browser_page("volunteer", phone=True)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 120.913, "latitude": 30.212, "accuracy": 9})
    _open(page)

    page.locator(".crew summary").click()
    page.get_by_role("button", name="用本机共享位置").click()
    expect(page.get_by_text("正在用本机共享位置")).to_be_visible()
    page.reload()
    page.locator(".crew summary").click()
    expect(page.get_by_text("来自手机页面")).to_be_visible()
    page.get_by_role("button", name="下勤").click()
    expect(page.get_by_role("heading", name="选择处警单元上勤")).to_be_visible()
    page.wait_for_selector("body[data-offline-ready]")
    assert page.evaluate("localStorage.getItem('linwang-share-position')") is None

    assert PositionPast.objects.filter(lon=120.913).exists()
    assert DutyPeriod.objects.get().to_at is not None


def test_what_one_left_on_a_phone_is_not_sent_by_another(
    town: Town, browser_page: OpenPage, serving: Server, seen: Seen
) -> None:
    seen.allow("EventSource")  # the stream finds its session gone
    seen.allow("401")
    for person in ("case_officer", "auxiliary"):
        put_on_duty(town.people[person], town.units["巡一"], clock.now() - timedelta(hours=1))
    number = _send(town, "巡一")
    page = browser_page("case_officer", phone=True)
    _open(page)
    officers = page.context.cookies()
    page.context.set_offline(True)
    page.get_by_role("button", name="签收").click()
    expect(page.locator("[data-queue-line]")).to_contain_text("1 项待发送")
    sign_in(page.context, serving, town, "auxiliary", language="en")

    page.context.set_offline(False)
    expect(page.locator("[data-queue-line]")).to_contain_text("登录已过期")
    _open(page)
    expect(page.locator("[data-queue-line]")).to_contain_text("1 more were left by somebody else")
    page.get_by_role("button", name="Note").click()
    page.get_by_role("textbox", name="Note").fill("On our way")
    page.get_by_role("button", name="Keep note").click()
    expect(page.get_by_text("On our way", exact=False).first).to_be_visible()
    page.context.add_cookies(officers)
    _open(page)
    expect(page.get_by_text("已全部发送")).to_be_visible()

    lines = journal.lines_of("incident", [number])
    assert [(line.what, line.by_name) for line in lines[-2:]] == [
        ("noted", "测试auxiliary"), ("acknowledged", "测试case_officer"),
    ]  # fmt: skip
