"""An excavator breaks a water pipe: four agencies are told, and nothing is closed before the road is open again."""

import re

from playwright.sync_api import Page, expect

from linwang.foundation import clock
from linwang.foundation.capabilities import Role
from linwang.incidents.actions.agencies import tell_agencies
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import AgencyTask, Incident, IncidentKind
from linwang.incidents.states import AgencyStatus, Disposition, IncidentStatus
from linwang.personnel.models import RoleGrant
from tests.builders import SINCE, Town, add_person, new_key
from tests.journeys import desk
from tests.journeys.conftest import OpenPage, Seen

ASKED = "挖机挖断水管，封路、关阀、断电，防止触电"
TOLD = ["市政养护所", "清陂自来水公司", "清陂供电所", "消防站"]


def _pipe(town: Town) -> str:
    """The call is in: a kind for which the catalogue names four agencies."""
    like = town.kinds["theft.market"]
    IncidentKind.objects.create(
        station=town.bureau, category=like.category, code="joint.pipe", name="挖断管线", also=["挖断水管"],
        priority="B", limits=like.limits, procedure=like.procedure, questions=like.questions, team="community",
        agencies=["roads", "water", "power", "fire"],
    )  # fmt: skip
    now = clock.now()
    return take_call(
        words="挖机把水管挖断了，水喷到路上，电线杆也歪了", channel="phone", rang_at=now, kind="joint.pipe",
        place=town.market.pk, caller_phone="13800000002", key=new_key(), by=town.actor("dispatcher"), at=now,
    )  # fmt: skip


def _contact_of_water(town: Town) -> None:
    """The water company's own contact, beside the one of the roads that the town has."""
    person = add_person(town, "water_contact", "staff", name="水司值班")
    RoleGrant.objects.filter(person=person).update(role=Role.AGENCY, from_on=SINCE)
    person.partner = town.agencies["water"]
    person.save(update_fields=["partner"])


def _tell_all_four(page: Page) -> None:
    page.get_by_role("button", name="通知联动单位").click()
    box = page.locator("dialog#agencies-dialog")
    for name in TOLD:
        box.get_by_label(name).check()
    desk.answer(page, "agencies-dialog", asked=ASKED)
    for name in TOLD:
        expect(desk.order_of(page, name)).to_contain_text("已通知")


def _answer(page: Page, said: str, words: str = "") -> None:
    """An agency's contact answers on the agency's own page."""
    task = page.locator("section.task")
    task.get_by_label("说明").fill(words)
    task.get_by_role("button", name=said).click()
    is_over = said == "已完成"
    expect(page.locator(".after .state" if is_over else ".task .state")).to_have_text(said)


def _write_down(page: Page, agency: str, *said: str) -> None:
    """The desk writes down what an agency says by telephone."""
    for one in said:
        desk.order_of(page, agency).get_by_role("button", name=one, exact=True).click()
        expect(desk.order_of(page, agency).locator(".state")).to_have_text(one)


def _is_refused(page: Page, *open_agencies: str) -> None:
    """The button says why not, to whoever points at it and to whoever presses it."""
    button, said = page.get_by_role("button", name="办结").first, page.locator("[data-toasts] .note").last
    expect(button).to_have_attribute("title", re.compile(f".{{{len('、'.join(open_agencies))}}}还没有完成，不能办结。"))
    button.click(force=True)
    for name in open_agencies:
        expect(said).to_contain_text(name)
    expect(page.locator("dialog#close-dialog")).to_be_hidden()


def test_nothing_is_closed_before_all_four_are_done(town: Town, browser_page: OpenPage) -> None:
    number = _pipe(town)
    _contact_of_water(town)
    page, roads, water = browser_page("dispatcher"), browser_page("agency"), browser_page("water_contact")
    for contact in (roads, water):
        contact.goto("/incidents/agency/")
        expect(contact.get_by_text("现在没有任务。")).to_be_visible()
    page.goto(f"/incidents/{number}/")
    _tell_all_four(page)
    _is_refused(page, *TOLD)

    for contact in (roads, water):
        expect(contact.get_by_role("heading", name=ASKED)).to_be_visible()
        expect(contact.get_by_text("东门菜市场")).to_be_visible()
        assert "13800000002" not in contact.content()
        _answer(contact, "已受理")
    expect(desk.order_of(page, "清陂自来水公司")).to_contain_text("已受理")
    _answer(water, "已完成", "阀门已关，水管已修好")
    _write_down(page, "消防站", "已到场", "已完成")
    _write_down(page, "清陂供电所", "已完成")
    expect(desk.order_of(page, "清陂自来水公司")).to_contain_text("阀门已关，水管已修好")

    _is_refused(page, "市政养护所")
    assert Incident.objects.get().status != IncidentStatus.CLOSED
    _answer(roads, "已到场")
    _answer(roads, "已完成", "路面已恢复通行")
    expect(desk.order_of(page, "市政养护所")).to_contain_text("路面已恢复通行")
    page.get_by_role("button", name="办结").first.click()
    desk.answer(page, "close-dialog", "已处置")
    expect(page.locator(".incident-alert.is-done")).to_contain_text("已处置")

    assert set(AgencyTask.objects.values_list("status", flat=True)) == {AgencyStatus.CLEARED}
    assert Incident.objects.get().disposition == Disposition.HANDLED
    assert (desk.acts(number).count("agency_told"), desk.acts(number).count("agency_answered")) == (1, 8)


def test_a_colleague_tells_an_agency_while_the_closing_is_being_written(
    town: Town, browser_page: OpenPage, seen: Seen
) -> None:
    seen.allow("409")
    number = _pipe(town)
    page = browser_page("dispatcher")
    page.goto(f"/incidents/{number}/")
    page.get_by_role("button", name="办结").first.click()
    page.locator("#close-words").fill("水管已修好")
    tell_agencies(
        number=number, partners=[town.agencies["power"].pk], asked="扶正电线杆", key=new_key(),
        by=town.actor("duty_officer"), at=clock.now(),
    )  # fmt: skip

    desk.answer(page, "close-dialog", "已处置")

    dialog = page.locator("dialog#close-dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("清陂供电所还没有完成，不能办结。")
    expect(dialog.locator("#close-words")).to_have_value("水管已修好")
    assert Incident.objects.get().status != IncidentStatus.CLOSED
