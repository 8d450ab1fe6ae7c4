"""At night a man says only the name of a river on the border; he stands in the neighbouring county's town.

What to say to him is on the screen before anybody knows where he is. One question finds the town, the landing says
how to get there, the neighbour's land is named as theirs, and the three-way call hands him over while the clock runs.
"""

from datetime import timedelta

from playwright.sync_api import Page, expect

from linwang.duty.models import Unit
from linwang.foundation import clock, journal
from linwang.incidents.models import Incident, IncidentKind, KindCategory, LimitSet, Procedure, QuestionSet
from linwang.incidents.rules.standing import SEND_WITHIN
from linwang.incidents.states import Due, IncidentStatus, Priority
from tests.builders import Town, place_unit, put_on_duty
from tests.journeys import desk
from tests.journeys.border import LANDING, draw_border
from tests.journeys.conftest import OpenPage

WORDS = "我不想活了，我在三塘江边上，想跳江"


def test_a_river_on_the_border_at_night(town: Town, browser_page: OpenPage) -> None:
    draw_border(town)
    _self_harm(town)
    _neighbours_unit(town)
    page = browser_page("dispatcher", dark=True)

    _he_speaks(page)
    _what_to_say_comes_before_where(page)
    _one_question_finds_the_town(page)
    _the_landing_is_where_one_gets_there(page)
    incident = _take(page)
    _it_is_the_neighbours_ground(page)
    _three_way(page)
    _hand_over(page)
    theirs = browser_page("dispatcher@02", dark=True, maps=True)
    _accept_and_send(theirs, incident.number)

    _check_the_record(town, incident)
    _the_river_is_drawn(theirs)


def _self_harm(town: Town) -> None:
    """The kind, its questions and its procedure, as the catalogue has them."""
    steps = [
        {"code": "three_way", "text": "不挂断，接通报警人、出警单元三方通话", "text_en": "Join them",
         "authority": "police", "who": "desk", "urgent": True},
        {"code": "quiet_approach", "text": "关警灯警笛，便装靠近", "text_en": "Lights off", "authority": "police",
         "who": "unit", "urgent": True},
    ]  # fmt: skip
    asked = [
        {"code": "harmed", "text": "有没有已经受伤或吃了药？", "text_en": "Hurt?", "kind": "yes_no", "urgent": True}
    ]
    category = KindCategory.objects.create(station=town.bureau, code="self_harm", name="轻生求助", group="help")
    IncidentKind.objects.create(
        station=town.bureau, category=category, code="self_harm.by_water", name="站在水边", also=["要跳江", "不想活了"],
        priority="A", limits=LimitSet.objects.get(code="urgent"), team="command_room", is_dangerous=True,
        procedure=Procedure.objects.create(station=town.bureau, code="self_harm", name="有人要轻生", steps=steps),
        questions=QuestionSet.objects.create(station=town.bureau, code="self_harm", questions=asked),
        closing=[], agencies=[],
    )  # fmt: skip


def _neighbours_unit(town: Town) -> None:
    unit = Unit.objects.create(
        station=town.neighbour, call_sign="柳巡一", kind="police_car", authority="police", profile="car"
    )
    put_on_duty(town.people["call_taker@02"], unit, clock.now() - timedelta(hours=1))
    place_unit(unit, 120.99, 30.22, clock.now())


def _he_speaks(page: Page) -> None:
    page.goto("/incidents/new/")
    page.get_by_label("报警人怎么说").fill(WORDS)


def _what_to_say_comes_before_where(page: Page) -> None:
    desk.accept(page, "kind", "站在水边")
    steps = page.locator(".intake-steps")
    expect(steps).to_contain_text("不挂断，接通报警人、出警单元三方通话")
    expect(steps).not_to_contain_text("便装靠近")
    expect(page.get_by_role("radiogroup", name="有没有已经受伤或吃了药")).to_be_visible()
    expect(page.locator("#intake [name=place]")).to_have_value("")
    expect(page.locator("#intake [name=lon]")).to_have_value("")


def _one_question_finds_the_town(page: Page) -> None:
    question = page.locator(".offer-question")
    expect(question).to_contain_text("请问是在哪个镇或街道？")
    offers = page.locator("#suggestions button.offer[data-accept=place]")
    ours, theirs = (offers.filter(has_text=town) for town in ("城东街道段", "柳湾镇段"))
    expect(ours).to_contain_text("三塘江")
    expect(ours).not_to_contain_text("不在本辖区")
    expect(theirs).to_contain_text("属柳湾派出所，不在本辖区")
    reached = page.locator(".offer-reach")
    expect(reached.filter(has_text="红旗桥")).to_have_count(1)
    expect(reached.filter(has_text="柳湾码头")).to_have_count(1)
    question.get_by_role("button", name="柳湾镇").click()
    expect(ours).to_have_count(0)
    expect(theirs).to_be_visible()
    expect(page.locator(".offer-question")).to_have_count(0)


def _the_landing_is_where_one_gets_there(page: Page) -> None:
    page.locator(".offer-reach").get_by_role("button", name="柳湾码头").click()
    expect(page.locator("#intake [name=lon]")).to_have_value("120.980000")
    expect(page.locator("[data-chosen-place]")).to_contain_text("三塘江 · 柳湾镇 · 柳湾码头")
    expect(page.locator("#suggestions .offer.is-chosen").last).to_contain_text("属柳湾派出所，不在本辖区")


def _take(page: Page) -> Incident:
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="站在水边")).to_be_visible()
    incident = Incident.objects.select_related("beat", "place").get()
    assert (incident.lon, incident.lat) == LANDING
    assert incident.place is not None and incident.place.name == "三塘江"
    assert incident.beat is not None and incident.beat.town == "柳湾镇"
    return incident


def _it_is_the_neighbours_ground(page: Page) -> None:
    expect(page.locator(".incident-alert.is-warm")).to_contain_text("地点在柳湾派出所辖区")
    expect(page.locator("dl.facts")).to_contain_text("柳湾码头、红旗桥")
    expect(page.locator(".incident-title .due, .incident-title [class*=due]").first).to_be_visible()


def _three_way(page: Page) -> None:
    page.get_by_role("button", name="三方通话").click()
    desk.answer(page, "three-way-dialog", with_whom="柳湾派出所")
    expect(page.locator(".story .line-three_way")).to_contain_text("三方通话 柳湾派出所")


def _hand_over(page: Page) -> None:
    """The neighbour is chosen already: he whose ground it is."""
    page.get_by_role("button", name="移交该所").click()
    expect(page.locator("#hand-over-to option:checked")).to_have_text("柳湾派出所")
    desk.answer(page, "hand-over-dialog", words="人在柳湾码头一带，正在通话")
    expect(page.get_by_text("城东派出所请柳湾派出所接收本警情")).to_be_visible()


def _accept_and_send(theirs: Page, number: str) -> None:
    theirs.goto(f"/incidents/{number}/")
    theirs.get_by_role("button", name="接收").click()
    expect(theirs.locator(".incident-sub")).to_contain_text("柳湾派出所")
    expect(theirs.locator(".incident-alert.is-warm")).to_have_count(0)
    desk.offer_of(theirs, "柳巡一").get_by_role("button", name="派警").click()
    expect(desk.order_of(theirs, "柳巡一")).to_contain_text("已下达")


def _check_the_record(town: Town, incident: Incident) -> None:
    """The same number, the same clock from the first ring, and lines of both stations in one journal."""
    due_at = incident.due_at
    assert (incident.due, due_at) == (Due.DISPATCH, incident.rang_at + SEND_WITHIN[Priority.A])
    incident.refresh_from_db()
    assert (incident.station, incident.status) == (town.neighbour, IncidentStatus.DISPATCHED)
    lines = journal.lines_of("incident", [incident.number])
    story = ["call_taken", "three_way", "handed_over", "hand_over_answered", "dispatched"]
    assert [line.what for line in lines if line.what in story] == story
    assert lines[-1].by_name == town.people["dispatcher@02"].name
    handed = next(line for line in lines if line.what == "handed_over")
    assert handed.at < next(line for line in lines if line.what == "hand_over_answered").at


def _the_river_is_drawn(theirs: Page) -> None:
    theirs.locator("[data-fan] summary").click()
    expect(theirs.locator("[data-fan]")).to_have_attribute("data-accesses", "2")
