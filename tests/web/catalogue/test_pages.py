"""The catalogue's pages: what an editor sees, types, is told and finds again."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from linwang.incidents.actions import edit_catalogue as actions
from linwang.incidents.models import IncidentKind, LimitSet, Procedure, QuestionSet
from tests.builders import Town, new_key
from tests.incidents.catalogue_text import SMALL_TEXT as TEXT


@pytest.fixture
def stocked(town: Town, now):
    actions.load_catalogue(station=town.station.pk, text=TEXT, at=now)
    return town


@pytest.fixture
def leader(stocked, signed_in) -> Client:
    return signed_in("duty_officer")


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser would send for the form as it stands."""
    form = page[page.index('id="item-form"') :]
    form = form[: form.index("</form>")]
    said: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = _of(tag, "name"), _of(tag, "value")
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            said.setdefault(name, []).append(value)
    for head, body in re.findall(r"<select([^>]*)>(.*?)</select>", form, re.S):
        said[_of(head, "name")] = re.findall(r'value="([^"]*)" selected', body)[:1] or [""]
    for head, body in re.findall(r"<textarea([^>]*)>(.*?)</textarea>", form, re.S):
        said[_of(head, "name")] = [_plain(body)]
    return said


def _of(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return _plain(found.group(1)) if found else ""


def _plain(text: str) -> str:
    for sign, entity in (("'", "&#x27;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        text = text.replace(entity, sign)
    return text


def page_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


ITEMS = {
    "kinds": "pipes.dug_through", "categories": "theft", "procedures": "self_harm", "questions": "self_harm",
    "limits": "urgent", "closing": "road_open", "agencies": "fire",
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_section_lists_shows_and_opens_its_form(leader, language):
    leader.cookies["django_language"] = language
    for section, code in ITEMS.items():
        for address in ("", f"{code}/", f"{code}/edit/", "new/", f"new/?like={code}"):
            answer = leader.get(f"/catalogue/{section}/{address}", follow=True)
            assert answer.status_code == 200, (section, address)


def test_saving_untouched_forms_changes_nothing(leader):
    for section, code in ITEMS.items():
        address = f"/catalogue/{section}/{code}/"
        form = fields_of(page_of(leader, address + "edit/"))

        answer = leader.post(address + "edit/", form | {"do": "save"})

        assert answer.status_code == 302, answer.content.decode()
    assert leader.get("/catalogue/export/").content.decode() == TEXT


def test_the_list_is_searched_and_filtered_by_its_address(leader):
    page = page_of(leader, "/catalogue/?q=电瓶被偷")
    assert "theft.battery" in page
    assert "theft.shop" not in page

    page = page_of(leader, "/catalogue/?group=fire&priority=A")
    assert "fire.building" in page
    assert "theft.battery" not in page

    assert "没有符合条件的小类" in page_of(leader, "/catalogue/?q=nothing-like-this")


def test_the_whole_list_takes_few_questions_of_the_database(leader, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        page_of(leader, "/catalogue/")


def test_a_kind_page_shows_procedure_limits_questions_and_history(leader):
    page = page_of(leader, "/catalogue/kinds/pipes.dug_through/")

    for words in ("叫挖机停下熄火", "有没有气味、火花", "道路养护", "道路已放开", "建立"):
        assert words in page


def test_a_change_is_saved_and_shown_in_the_history(leader):
    address = "/catalogue/kinds/theft.shop/"
    form = fields_of(page_of(leader, address + "edit/"))

    answer = leader.post(
        address + "edit/", form | {"do": "save", "priority": "B", "also": form["also"][0] + "\n偷酒的"}
    )

    assert answer["Location"] == address
    page = page_of(leader, address)
    assert "偷酒的" in page
    assert "<ins>偷酒的</ins>" in page
    assert "测试duty_officer" in page


def test_a_wrong_entry_is_explained_beside_its_field_and_nothing_typed_is_lost(leader):
    address = "/catalogue/kinds/theft.shop/edit/"
    form = fields_of(page_of(leader, address))

    answer = leader.post(address, form | {"do": "save", "name": "改过的名称", "name_en": "", "wanted_units": "three"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还没有保存" in page
    assert "改过的名称" in page
    assert "这里要写整数" in page
    assert "不能空着" in page
    assert 'value="three"' in page
    assert IncidentKind.objects.get(code="theft.shop", is_used=True).name == "店铺、超市被盗"


def test_steps_are_moved_added_and_dropped_by_plain_buttons(leader):
    address = "/catalogue/procedures/theft/edit/"
    form = fields_of(page_of(leader, address))
    first, second = form["steps-0-text"], form["steps-1-text"]

    form = fields_of(leader.post(address, form | {"do": "down-0"}).content.decode())
    assert (form["steps-0-text"], form["steps-1-text"]) == (second, first)
    form = fields_of(leader.post(address, form | {"do": "drop-6"}).content.decode())
    assert "steps-6-text" not in form
    form = fields_of(leader.post(address, form | {"do": "add"}).content.decode())
    assert form["steps-6-text"] == [""]
    assert Procedure.objects.get(code="theft").steps[0]["text"] == first[0]

    new = {"steps-6-text": "问失主还需要什么", "steps-6-text_en": "Ask what else is needed"}
    leader.post(address, form | new | {"do": "save"})

    steps = Procedure.objects.get(code="theft").steps
    assert [step["text"] for step in steps[:2]] == [second[0], first[0]]
    assert (steps[6]["code"], steps[6]["text"]) == ("step_7", "问失主还需要什么")


def test_moving_beyond_the_ends_moves_nothing(leader):
    address = "/catalogue/procedures/theft/edit/"
    form = fields_of(page_of(leader, address))

    for do in ("up-0", "down-6", "drop-99", "up-99", "nonsense"):
        answer = leader.post(address, form | {"do": do})
        assert fields_of(answer.content.decode())["steps-0-text"] == form["steps-0-text"]


def test_an_unlawful_step_is_refused_in_its_row(leader):
    address = "/catalogue/procedures/theft/edit/"
    form = fields_of(page_of(leader, address))

    answer = leader.post(address, form | {"do": "save", "steps-2-authority": "guard"})

    assert answer.status_code == 422
    assert "保安和志愿者只能观察" in answer.content.decode()


def test_a_choice_question_is_typed_line_by_line(leader):
    address = "/catalogue/questions/theft/edit/"
    form = fields_of(page_of(leader, address))
    choice = {"questions-3-kind": "choice", "questions-3-choices": "cash | 现金 | Cash\nphone｜手机｜Phone"}

    answer = leader.post(address, form | choice | {"do": "save"})

    assert answer.status_code == 302
    question = QuestionSet.objects.get(code="theft").questions[3]
    assert [c["name"] for c in question["choices"]] == ["现金", "手机"]
    half = {"questions-3-choices": "cash"}
    form = fields_of(page_of(leader, address))
    assert leader.post(address, form | half | {"do": "save"}).status_code == 422


def test_limits_may_say_as_soon_as_possible_in_the_country(leader):
    address = "/catalogue/limits/urgent/edit/"
    form = fields_of(page_of(leader, address))

    assert leader.post(address, form | {"arrive_minutes-country": "", "do": "save"}).status_code == 302
    assert LimitSet.objects.get(code="urgent").arrive_minutes["country"] is None
    assert "尽快" in page_of(leader, "/catalogue/limits/urgent/")
    form = fields_of(page_of(leader, address))
    refused = leader.post(
        address, form | {"arrive_minutes-town": "soon", "arrive_minutes-outskirts": "1", "do": "save"}
    )
    assert refused.status_code == 422
    assert 'value="soon"' in refused.content.decode()


def test_a_kind_like_another_is_added_and_its_code_is_taken_only_once(leader):
    address = "/catalogue/kinds/new/?like=theft.shop"
    form = fields_of(page_of(leader, address))
    own = form | {
        "code": "theft.bonsai",
        "name": "盆景被盗",
        "name_en": "Bonsai stolen",
        "also": "盆景没了",
        "do": "save",
    }

    assert leader.post("/catalogue/kinds/new/", own).status_code == 302
    again = leader.post("/catalogue/kinds/new/", own | {"key": str(new_key())})

    assert again.status_code == 422
    assert "已经有了" in again.content.decode()


def test_the_second_of_two_editors_is_told_and_keeps_what_they_typed(leader, signed_in):
    address = "/catalogue/limits/urgent/edit/"
    form = fields_of(page_of(leader, address))
    other = signed_in("chief")
    theirs = fields_of(page_of(other, address))
    leader.post(address, form | {"leave_seconds": "90", "do": "save"})

    answer = other.post(address, theirs | {"leave_seconds": "80", "do": "save"}, headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert "改过" in answer.json()["refusal"]
    assert LimitSet.objects.get(code="urgent").leave_seconds == 90


def test_an_item_in_use_has_no_button_to_remove_it_and_an_unused_one_has(leader):
    assert "移出目录" not in page_of(leader, "/catalogue/procedures/theft/")
    page = page_of(leader, "/catalogue/kinds/noise.square/")
    seen = re.search(r'name="seen" value="(\w+)"', page).group(1)

    answer = leader.post("/catalogue/kinds/noise.square/remove/", {"seen": seen, "key": str(new_key())})

    assert answer.status_code == 302
    assert leader.get("/catalogue/kinds/noise.square/").status_code == 404


def test_a_file_is_looked_at_first_and_then_written(leader):
    text = TEXT.replace("name: 扒窃\n", "name: 扒窃（改）\n")
    looked = leader.post("/catalogue/import/", {"file": SimpleUploadedFile("c.yaml", text.encode()), "do": "look"})

    page = looked.content.decode()
    assert looked.status_code == 200
    assert "扒窃（改）" in page
    assert "修改 1 项" in page
    assert IncidentKind.objects.get(code="theft.from_person").name == "扒窃"

    seen = re.search(r'name="seen" value="(\w+)"', page).group(1)
    written = leader.post("/catalogue/import/", {"text": text, "seen": seen, "do": "write"})

    assert written.status_code == 302
    assert IncidentKind.objects.get(code="theft.from_person").name == "扒窃（改）"


def test_a_file_with_lines_from_another_system_is_the_same_file(leader):
    text = "\ufeff" + TEXT.replace("\n", "\r\n")

    looked = leader.post("/catalogue/import/", {"file": SimpleUploadedFile("c.yaml", text.encode()), "do": "look"})

    assert "没有要写入的" in looked.content.decode()


def test_every_fault_of_a_file_is_shown_with_its_line(leader):
    text = TEXT.replace("procedure: shoplifting", "procedure: shopliftin").replace("priority: A", "priority: Z", 1)

    answer = leader.post("/catalogue/import/", {"file": SimpleUploadedFile("c.yaml", text.encode()), "do": "look"})

    page = answer.content.decode()
    line = next(n for n, words in enumerate(text.splitlines(), 1) if "shopliftin" in words and "procedure" in words)
    assert answer.status_code == 422
    assert f'<td class="number">{line}</td>' in page
    assert "shopliftin" in page
    assert escape("“Z”") in page or "“Z”" in page


def test_what_is_no_catalogue_file_gets_a_sentence(leader):
    for file in (b"\xff\xfe\x00", b"", b"- 1", b"x" * 2_000_001):
        answer = leader.post("/catalogue/import/", {"file": SimpleUploadedFile("c.yaml", file), "do": "look"})

        assert answer.status_code == 422


def test_readers_read_and_editors_edit(stocked, signed_in):
    reader = signed_in("call_taker")

    page = page_of(reader, "/catalogue/")
    assert "/catalogue/import/" not in page
    assert reader.get("/catalogue/export/").status_code == 200
    for address in ("/catalogue/import/", "/catalogue/kinds/new/", "/catalogue/kinds/theft.shop/edit/"):
        assert reader.get(address).status_code == 403
    assert reader.post("/catalogue/kinds/theft.shop/remove/", {}).status_code == 403
    assert signed_in("volunteer").get("/catalogue/").status_code == 403
    assert Client().get("/catalogue/").status_code == 302


def test_unknown_sections_and_items_are_not_there(leader):
    for address in ("/catalogue/people/", "/catalogue/people/x/", "/catalogue/people/new/", "/catalogue/kinds/no.such/",
                    "/catalogue/kinds/no.such/edit/", "/catalogue/kinds/new/?like=no.such"):  # fmt: skip
        assert leader.get(address).status_code == 404, address


def test_an_empty_catalogue_says_how_to_fill_it(db, signed_in, town):
    IncidentKind.objects.all().delete()

    assert "导入" in page_of(signed_in("duty_officer"), "/catalogue/")
