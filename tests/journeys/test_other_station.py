"""Another station's incident: its number may be guessed and nothing is seen; after a hand-over it is there."""

import io
from collections.abc import Iterator
from uuid import UUID

from PIL import Image
from playwright.sync_api import Page, expect

from linwang.foundation import clock
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.move import move
from linwang.incidents.actions.notes import note
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Assignment, Incident, Photo, StationHandOver
from linwang.incidents.states import AssignmentStatus, HandOverStatus
from tests.builders import Town, new_key
from tests.journeys import desk
from tests.journeys.conftest import OpenPage, Seen

WORDS = "柳湾交界处盗窃车内财物，三千元"
READ = ("", "parts/", "print/", "units/", "same/", "talk/", "kind/", "place/", "answers/")
WRITTEN = ("dispatch/", "note/", "agencies/", "close/", "merge/", "caller/", "hand-over/accept/", "call-back/")
_POST = """([url, words]) => fetch(url, {
    method: "POST", body: new URLSearchParams({ key: crypto.randomUUID?.() ?? words, words }),
    headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
}).then((answer) => answer.status)"""
_LISTEN = """() => {
    window.noticed = [];
    document.addEventListener("linwang:notice", ({ detail }) => window.noticed.push(detail.reference));
}"""


def _theft(town: Town, role: str, words: str) -> str:
    now = clock.now()
    return take_call(
        words=words, channel="phone", rang_at=now, kind="theft.from_vehicle", lon=120.912, lat=30.211,
        place_words="柳湾交界处", key=new_key(), by=town.actor(role), at=now,
    )  # fmt: skip


def _note(town: Town, role: str, number: str) -> None:
    note(number=number, words="再看一遍", key=new_key(), by=town.actor(role), at=clock.now())


def _photo(town: Town, number: str, phone: Page) -> UUID:
    """The officer on scene takes a picture."""
    now, officer = clock.now(), town.actor("case_officer")
    (order,) = dispatch(
        number=number, units=[town.units["巡一"].pk], key=new_key(), by=town.actor("dispatcher"), at=now
    )
    for to in (AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.ON_SCENE):
        move(assignment=order, to=to, key=new_key(), by=officer, at=now)
    picture = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(picture, "JPEG")
    phone.goto("/duty/phone/")
    phone.wait_for_selector("body[data-offline-ready]")
    phone.locator("[data-photo]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    expect(phone.get_by_role("img", name="现场照片")).to_be_visible()
    return Photo.objects.get().key


def _statuses(page: Page, number: str, photo: UUID) -> Iterator[int]:
    for part in (*(f"{number}/{part}" for part in READ), f"photos/{photo}/"):
        yield page.request.get(f"/incidents/{part}").status


def test_a_guessed_number_shows_nothing_until_it_is_handed_over(town: Town, browser_page: OpenPage, seen: Seen) -> None:
    seen.allow("404|422")
    desk.man(town, "巡一", "case_officer")
    number = _theft(town, "dispatcher", WORDS)
    photo = _photo(town, number, browser_page("case_officer", phone=True))
    other = browser_page("dispatcher@02")
    other.goto("/incidents/")
    other.evaluate(_LISTEN)

    _guesses_in_vain(other, number, photo)
    _hears_nothing(town, other, number)
    _searches_in_vain(other, number)
    _hand_over(browser_page("dispatcher"), number)
    _sees_and_accepts(other, number)

    assert set(_statuses(other, number, photo)) == {200}
    assert Incident.objects.get(number=number).station == town.neighbour
    assert StationHandOver.objects.get().status == HandOverStatus.ACCEPTED


def _guesses_in_vain(other: Page, number: str, photo: UUID) -> None:
    """The answer is the same as for a number that does not exist."""
    assert set(_statuses(other, number, photo)) == {404}
    nobody = f"{number[:-4]}9999"
    for act in WRITTEN:
        guess, nothing = (other.evaluate(_POST, [f"/incidents/{one}/{act}", WORDS]) for one in (number, nobody))
        assert guess == nothing and guess in (404, 422), act
    guessed, none = (other.request.get(f"/incidents/{one}/").text() for one in (number, nobody))
    assert WORDS not in guessed
    assert "没有找到这条警情，或您的单位无权查看。请核对编号。" in guessed and "没有找到这条警情" in none
    assert Assignment.objects.count() == 1


def _hears_nothing(town: Town, other: Page, number: str) -> None:
    """Of two changes, the neighbour's page is told only of the one at its own station."""
    _note(town, "dispatcher", number)
    own = _theft(town, "dispatcher@02", "自己辖区的警情")
    expect(desk.row(other, own)).to_be_visible()
    assert own in other.evaluate("window.noticed")
    assert number not in other.evaluate("window.noticed")
    expect(desk.row(other, number)).to_have_count(0)


def _searches_in_vain(other: Page, number: str) -> None:
    for asked in (f"q={number}", "q=三千元", "place=交界处"):
        other.goto(f"/incidents/search/?{asked}")
        expect(other.get_by_role("link", name=number)).to_have_count(0)
    assert number not in other.request.get("/incidents/board/points.json").text()


def _hand_over(page: Page, number: str) -> None:
    page.goto(f"/incidents/{number}/")
    page.get_by_role("button", name="移交").click()
    page.get_by_label("单位", exact=True).last.select_option(label="柳湾派出所")
    desk.answer(page, "hand-over-dialog", words="地点在柳湾")
    expect(page.get_by_text("城东派出所请柳湾派出所接收本警情：地点在柳湾")).to_be_visible()


def _sees_and_accepts(other: Page, number: str) -> None:
    other.goto("/incidents/")
    desk.row(other, number).locator("[data-row]").click()
    expect(other.locator(".call-words")).to_have_text(WORDS)
    other.get_by_role("button", name="接收").click()
    expect(other.locator(".incident-sub")).to_contain_text("柳湾派出所")
