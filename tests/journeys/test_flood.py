"""The flood: two hundred neighbours are asked over three grids, and the last of them is known to be safe at the end."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from playwright.sync_api import Locator, Page, expect

from linwang.foundation import clock, journal
from linwang.incidents.actions.call_outs.answer import mark_called
from linwang.incidents.models import CalledPerson, CallOut, Incident, IncidentKind
from linwang.incidents.states import CalledStatus
from linwang.personnel.models import Person
from tests.builders import Town, new_key
from tests.incidents.making import make_incident
from tests.incidents.neighbours import make_grids, people_of
from tests.journeys.conftest import OpenPage, Seen

IN_THREE_GRIDS, BESIDE = 230, 60


@pytest.fixture
def flood(town: Town) -> Incident:
    """People are trapped by water at the market; two hundred and ninety neighbours live around it."""
    with transaction.atomic():
        grids = make_grids(town, 4)
        for grid, count in zip(grids, (80, 80, IN_THREE_GRIDS - 160, BESIDE), strict=True):
            people_of(town, grid, count)
        kind = town.kinds["theft.market"]
        town.kinds["flood"] = IncidentKind.objects.create(
            station=kind.station, category=kind.category, code="flood.people_trapped", name="有人被水围困",
            priority="A", limits=kind.limits, procedure=kind.procedure, questions=kind.questions, team="command_room",
            is_dangerous=True,
        )  # fmt: skip
        return make_incident(town, clock.now(), kind="flood")


def test_the_flood(town: Town, flood: Incident, browser_page: OpenPage, seen: Seen) -> None:
    desk = browser_page("dispatcher")
    call_out = _call_out(desk, flood)
    first, second = _neighbours(town, call_out)

    phone = _answers_without_a_network(town, browser_page, first)
    _cannot_come(browser_page, second)
    _some_answer_and_many_do_not(town, call_out)
    _next_wave(desk, call_out)
    stranger = _walks_up(desk, browser_page)
    _team_of(desk, phone, first)
    _twenty_five_rescued(desk, phone)
    _all_go_home_but_one(town, desk, call_out)
    _the_last_is_safe(desk, stranger)
    _ended(desk, call_out, flood)


def _call_out(desk: Page, flood: Incident) -> int:
    desk.goto(f"/incidents/{flood.number}/")
    desk.get_by_role("link", name="召集…").click()
    for task in ("搬运物资", "引导疏散"):
        desk.get_by_text(task, exact=True).click()
    desk.get_by_label("东门4格").uncheck()  # the whole beat is chosen, for the incident's grid is not known
    desk.get_by_label("相邻网格一起召集").uncheck()
    desk.get_by_label("集合地点").fill("东门小学操场")
    desk.get_by_label("需要多少人到场").fill("40")
    expect(desk.locator("[data-advised]")).to_contain_text(f"可召集 {IN_THREE_GRIDS} 人")
    desk.get_by_label("先问多少人").fill("205")
    desk.get_by_role("button", name="召集").click()
    expect(_figure(desk, "已问")).to_have_text("205")
    return CallOut.objects.get().pk


def _neighbours(town: Town, call_out: int) -> tuple[str, str]:
    rows = CalledPerson.objects.filter(call_out=call_out).select_related("person").order_by("pk")[:2]
    for row in rows:
        assert row.person
        town.people[row.person.login] = row.person
    return rows[0].person.login, rows[1].person.login  # type: ignore[union-attr]


def _answers_without_a_network(town: Town, browser_page: OpenPage, login: str) -> Page:
    phone = browser_page(login, phone=True)
    phone.goto("/duty/phone/")
    expect(phone.get_by_text("东门小学操场")).to_be_visible()
    phone.wait_for_selector("body[data-offline-ready]")
    phone.context.set_offline(True)
    phone.locator("[data-minutes='10']").tap()
    expect(phone.locator("[data-call-waiting]")).to_contain_text("待发送")
    assert not CalledPerson.objects.filter(status=CalledStatus.COMING).exists()
    phone.context.set_offline(False)
    expect(phone.get_by_role("button", name="到了")).to_be_visible()
    return phone


def _cannot_come(browser_page: OpenPage, login: str) -> None:
    phone = browser_page(login, phone=True)
    phone.goto("/duty/phone/")
    phone.get_by_role("button", name="来不了").tap()
    expect(phone.get_by_text("已全部发送")).to_be_visible()


def _some_answer_and_many_do_not(town: Town, call_out: int) -> None:
    by, at = town.actor("dispatcher"), clock.now()
    waiting = CalledPerson.objects.filter(call_out=call_out, status=CalledStatus.ASKED)
    for pk in waiting.order_by("pk").values_list("pk", flat=True)[:14]:
        mark_called(called=pk, to=CalledStatus.COMING, minutes=15, key=new_key(), by=by, at=at)
    waiting.update(asked_at=at - timedelta(minutes=15))


def _next_wave(desk: Page, call_out: int) -> None:
    desk.reload()
    expect(_figure(desk, "会来")).to_contain_text("15")
    expect(desk.get_by_role("heading", name="建议再问 25 人")).to_be_visible()
    expect(desk.get_by_text("不再等")).to_be_visible()
    desk.get_by_label("扩大到相邻网格").check()
    desk.get_by_label("再问多少人").fill("60")
    desk.get_by_role("button", name="再问一批").click()
    expect(_figure(desk, "已问")).to_have_text("265")


def _walks_up(desk: Page, browser_page: OpenPage) -> Page:
    link = desk.locator("[data-copy]").get_attribute("data-copy") or ""
    stranger = browser_page(phone=True)
    stranger.goto(link)
    stranger.get_by_label("姓名").fill("周大海")
    stranger.get_by_role("button", name="登记，我来帮忙").tap()
    expect(stranger.get_by_text("周大海，已登记。")).to_be_visible()
    expect(desk.get_by_role("row", name="周大海")).to_be_visible()
    return stranger


def _team_of(desk: Page, phone: Page, login: str) -> None:
    phone.get_by_role("button", name="到了").tap()
    expect(_figure(desk, "集合点")).to_have_text("2")
    for name in ("周大海", Person.objects.get(login=login).name):
        desk.get_by_role("checkbox", name=f"选 {name}").check()
    desk.get_by_role("button", name="编组（2 人）…").click()
    dialog = desk.locator("#team-dialog")
    dialog.get_by_label("做什么").fill("搬沙袋")
    dialog.get_by_label("去哪里").fill("东门涵洞口")
    dialog.get_by_role("button", name="编组", exact=True).click()
    expect(_figure(desk, "在现场")).to_have_text("2")
    expect(phone.get_by_text("您是组长")).to_be_visible()


def _twenty_five_rescued(desk: Page, phone: Page) -> None:
    phone.get_by_role("button", name="上报救出人数").tap()
    phone.get_by_label("救出几人").fill("25")
    phone.get_by_label("在哪里").fill("东门小区")
    phone.get_by_role("button", name="上报", exact=True).tap()
    expect(_figure(desk, "救出")).to_have_text("25")


def _all_go_home_but_one(town: Town, desk: Page, call_out: int) -> None:
    desk.get_by_role("button", name="解除召集…").click()
    desk.locator("#stand-down-dialog").get_by_role("button", name="解除召集").click()
    expect(desk.locator(".incident-alert.is-bad")).to_contain_text("还有 16 人没有确认平安离开")
    by = town.actor("dispatcher")
    leave = partial(mark_called, to=CalledStatus.LEFT, by=by, at=clock.now())
    rows = CalledPerson.objects.filter(call_out=call_out, status__in=["coming", "here", "in_field"], wave__gt=0)
    for pk in rows.values_list("pk", flat=True):
        leave(called=pk, key=new_key())
    expect(desk.locator(".incident-alert.is-bad")).to_contain_text("还有 1 人没有确认平安离开：周大海。")
    desk.get_by_role("button", name="结束召集…").click(force=True)  # shown as not possible: a click says why
    expect(desk.locator(".note")).to_contain_text("周大海")
    assert CallOut.objects.get().ended_at is None


def _the_last_is_safe(desk: Page, stranger: Page) -> None:
    stranger.reload()
    expect(stranger.get_by_text("召集已解除")).to_be_visible()
    stranger.get_by_role("button", name="我已平安离开").tap()
    expect(stranger.get_by_text("已记下您平安离开")).to_be_visible()
    expect(desk.get_by_text("人人平安离开，可以结束召集。")).to_be_visible()


def _ended(desk: Page, call_out: int, flood: Incident) -> None:
    desk.get_by_role("button", name="结束召集…").click()
    desk.locator("#end-dialog").get_by_role("button", name="结束召集").click()
    expect(desk.get_by_text("到场 16 人全部平安离开，救出 25 人")).to_be_visible()
    acts = [line.what for line in journal.lines_of("incident", [flood.number])]
    assert acts == ["called_out", "asked_more", "rescued", "stood_down", "call_out_ended"]
    assert CallOut.objects.get(pk=call_out).tally["asked"] == 265


def _figure(desk: Page, name: str) -> Locator:
    return desk.locator(".call-out-figures div", has=desk.get_by_text(name, exact=True)).locator("dd")
