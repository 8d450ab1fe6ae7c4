"""Editing the catalogue: every change is one transaction, one journal line, and a history with a name."""

import pytest

from linwang.foundation.models import JournalLine
from linwang.foundation.refusals import BadInput, ChangedMeanwhile, NotAllowed, NotFound, WrongMoment
from linwang.incidents.actions import edit_catalogue as actions
from linwang.incidents.models import IncidentKind, KindCategory, LimitSet, Procedure
from linwang.incidents.queries import catalogue as queries
from linwang.incidents.rules.catalogue import WrongCatalogue, read, write
from linwang.incidents.rules.catalogue.items import digest
from linwang.places.queries import bureau_of
from tests.builders import Town, new_key
from tests.incidents.catalogue_text import SMALL, SMALL_TEXT, TEXT


@pytest.fixture
def stocked(town: Town, now):
    """The town with a part of the shipped catalogue in the place of its own."""
    actions.load_catalogue(station=town.station.pk, text=SMALL_TEXT, at=now)
    return town


def item(town: Town, section: str, code: str) -> tuple[dict, str]:
    page = queries.item_page(section, code, seen_by=town.actor("duty_officer"))
    return dict(page.item), page.seen


def change(town: Town, section: str, content: dict, seen: str, now, role: str = "duty_officer", key=None) -> str:
    return actions.change_item(
        section=section, item=content, seen=seen, key=key or new_key(), by=town.actor(role), at=now
    )


def lines() -> list[JournalLine]:
    return list(JournalLine.objects.filter(subject="catalogue").order_by("id"))


def test_what_is_imported_comes_out_as_it_went_in(stocked):
    assert queries.export_catalogue(seen_by=stocked.actor("dispatcher")) == SMALL_TEXT


def test_the_items_of_the_old_catalogue_are_retired_not_lost(stocked):
    retired = IncidentKind.objects.filter(station=stocked.bureau, is_used=False)

    assert {kind.code for kind in retired} == {"theft.market", "violence.fight"}
    assert IncidentKind.objects.filter(station=stocked.bureau, is_used=True).count() == len(SMALL.kinds)
    assert KindCategory.objects.filter(station=stocked.bureau).count() == len(SMALL.categories)


def test_a_dry_run_tells_every_change_and_writes_nothing(town, now):
    changes = actions.import_catalogue(text=TEXT, by=town.actor("chief"), at=now, dry_run=True)

    assert len([c for c in changes if c.section == "kinds" and c.how == "added"]) > 200
    assert lines() == []
    assert not LimitSet.objects.filter(code="fraud").exists()


def test_importing_the_same_file_again_changes_nothing(stocked, now):
    before = queries.history_of("kinds", "theft.shop", bureau=stocked.bureau.pk)

    changes = actions.import_catalogue(text=SMALL_TEXT, by=stocked.actor("chief"), at=now)

    assert changes == ()
    assert len(lines()) == 1
    assert queries.history_of("kinds", "theft.shop", bureau=stocked.bureau.pk) == before


def test_a_wrong_file_is_refused_whole(stocked, now):
    text = SMALL_TEXT.replace("procedure: shoplifting", "procedure: shopliftin")

    with pytest.raises(WrongCatalogue) as refused:
        actions.import_catalogue(text=text, by=stocked.actor("chief"), at=now)

    assert refused.value.faults[0].line > 1
    assert len(lines()) == 1


def test_an_import_that_was_looked_at_before_somebody_else_edited_asks_to_look_again(stocked, now):
    seen = digest(queries.content_of(stocked.bureau.pk))
    content, mark = item(stocked, "limits", "urgent")
    change(stocked, "limits", content | {"leave_seconds": 90}, mark, now)

    with pytest.raises(ChangedMeanwhile):
        actions.import_catalogue(text=SMALL_TEXT, by=stocked.actor("chief"), at=now, seen=seen)


def test_a_changed_kind_is_one_journal_line_and_a_version_with_a_name(stocked, now):
    content, seen = item(stocked, "kinds", "theft.shop")

    code = change(stocked, "kinds", content | {"priority": "B", "limits": "prompt"}, seen, now)

    assert code == "theft.shop"
    line = lines()[-1]
    assert (line.what, line.reference, line.by_name) == (
        "changed",
        "kinds/theft.shop",
        stocked.actor("duty_officer").name,
    )
    assert line.facts["changes"][0]["fields"] == {"priority": ["C", "B"], "limits": ["ordinary", "prompt"]}
    newest, first = queries.history_of("kinds", "theft.shop", bureau=stocked.bureau.pk)
    assert newest.by == stocked.actor("duty_officer").name
    assert {(f.field, f.before, f.after) for f in newest.fields} == {
        ("priority", "C", "B"), ("limits", "ordinary", "prompt"),
    }  # fmt: skip
    assert first.is_first


def test_what_was_not_touched_has_no_new_history(stocked, now):
    content, seen = item(stocked, "kinds", "theft.shop")

    change(stocked, "kinds", content | {"priority": "B"}, seen, now)

    assert len(queries.history_of("kinds", "theft.parcel", bureau=stocked.bureau.pk)) == 1
    assert len(queries.history_of("procedures", "shoplifting", bureau=stocked.bureau.pk)) == 1


def test_two_editors_the_second_is_told(stocked, now):
    content, seen = item(stocked, "procedures", "theft")
    change(stocked, "procedures", content | {"name": "盗窃处置"}, seen, now)

    with pytest.raises(ChangedMeanwhile):
        change(stocked, "procedures", content | {"name": "别的名称"}, seen, now, role="chief")

    assert Procedure.objects.get(station=stocked.bureau, code="theft").name == "盗窃处置"


def test_sending_twice_is_sending_once(stocked, now):
    content, seen = item(stocked, "limits", "urgent")
    key = new_key()

    for _ in range(2):
        change(stocked, "limits", content | {"leave_seconds": 90}, seen, now, key=key)

    assert [line.what for line in lines()] == ["imported", "changed"]


def test_a_changed_condition_reaches_the_items_that_use_it(stocked, now):
    content, seen = item(stocked, "closing", "caller_told")

    change(stocked, "closing", content | {"text": "报警人已收到答复"}, seen, now)

    kind = IncidentKind.objects.get(station=stocked.bureau, code="noise.neighbours")
    assert "报警人已收到答复" in [condition["text"] for condition in kind.closing]


def test_a_new_kind_of_ones_own_is_offered_at_once(stocked, now):
    content, _seen = item(stocked, "kinds", "theft.shop")
    own = content | {"code": "theft.bonsai", "name": "盆景被盗", "name_en": "Bonsai stolen", "also": ["盆景没了"]}

    change(stocked, "kinds", own, "", now)

    assert IncidentKind.objects.get(station=stocked.bureau, code="theft.bonsai").is_used
    page = queries.catalogue_page(seen_by=stocked.actor("call_taker"), words="盆景")
    assert [kind.code for category in page.categories for kind in category.kinds] == ["theft.bonsai"]
    assert lines()[-1].what == "added"


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("priority", "E", "priority"),
        ("name", "", "name"),
        ("procedure", "nowhere", "procedure"),
        ("also", [], "also"),
        ("agencies", ["fire", "nobody"], "agencies[1]"),
        ("name", "信访登记", "name"),
        ("code", "garden.bonsai", "code"),
        ("code", "Theft.Bonsai", "code"),
    ],
)
def test_a_wrong_item_is_refused_by_its_own_fields(stocked, now, field, value, place):
    content, _seen = item(stocked, "kinds", "theft.shop")
    own = content | {"code": "theft.bonsai", "name": "盆景被盗", "name_en": "Bonsai stolen", field: value}

    with pytest.raises(WrongCatalogue) as refused:
        change(stocked, "kinds", own, "", now)

    assert place in {fault.where for fault in refused.value.faults}
    assert not IncidentKind.objects.filter(name_en="Bonsai stolen").exists()


def test_a_procedure_made_unlawful_is_refused(stocked, now):
    content, seen = item(stocked, "procedures", "theft")
    steps = [dict(step) for step in content["steps"]]
    steps[2]["authority"] = "volunteer"

    with pytest.raises(WrongCatalogue) as refused:
        change(stocked, "procedures", content | {"steps": steps}, seen, now)

    assert [fault.where for fault in refused.value.faults] == ["steps[2].authority"]


def test_what_is_in_use_is_not_removed(stocked, now):
    _content, seen = item(stocked, "procedures", "theft")

    with pytest.raises(WrongMoment):
        actions.remove_item(
            section="procedures", code="theft", seen=seen, key=new_key(), by=stocked.actor("chief"), at=now
        )


def test_a_removed_kind_leaves_the_list_and_stays_for_the_past(stocked, now):
    _content, seen = item(stocked, "kinds", "noise.square")

    actions.remove_item(
        section="kinds", code="noise.square", seen=seen, key=new_key(), by=stocked.actor("chief"), at=now
    )

    assert not IncidentKind.objects.get(station=stocked.bureau, code="noise.square").is_used
    with pytest.raises(NotFound):
        item(stocked, "kinds", "noise.square")
    assert queries.history_of("kinds", "noise.square", bureau=stocked.bureau.pk)[0].fields[0].field == "is_used"


def test_only_whoever_may_edit_edits(stocked, now):
    content, seen = item(stocked, "limits", "urgent")

    for role in ("call_taker", "dispatcher", "volunteer"):
        with pytest.raises(NotAllowed):
            change(stocked, "limits", content, seen, now, role=role)
        with pytest.raises(NotAllowed):
            actions.import_catalogue(text=SMALL_TEXT, by=stocked.actor(role), at=now)
    with pytest.raises(NotAllowed):
        queries.catalogue_page(seen_by=stocked.actor("volunteer"))


def test_unknown_sections_and_taken_codes_are_refused(stocked, now):
    content, _seen = item(stocked, "limits", "urgent")

    with pytest.raises(NotFound):
        change(stocked, "people", content, "", now)
    with pytest.raises(BadInput):
        change(stocked, "limits", content, "", now)


def test_the_list_filters_and_searches_what_callers_say(stocked):
    actor = stocked.actor("dispatcher")

    found = queries.catalogue_page(seen_by=actor, words="电瓶被偷")
    crimes = queries.catalogue_page(seen_by=actor, group="crime", priority="A", team="case")

    assert [k.code for c in found.categories for k in c.kinds] == ["theft.battery"]
    assert found.categories[0].kinds[0].matched == ("电瓶被偷",)
    assert {c.group for c in crimes.categories} == {"crime"}
    assert {k.priority for c in crimes.categories for k in c.kinds} == {"A"}
    assert queries.catalogue_page(seen_by=actor).found == len(SMALL.kinds)


def test_a_kind_page_tells_all_that_follows_from_it(stocked):
    page = queries.kind_page("pipes.dug_through", seen_by=stocked.actor("dispatcher"))

    assert page.leans_on["procedure"]["steps"][0]["urgent"]
    assert page.leans_on["limits"]["arrive_minutes"]["town"] == 5
    assert {agency["code"] for agency in page.leans_on["agencies"]} >= {"roads", "fire"}
    assert page.history[0].is_first


def test_both_stations_read_the_bureaus_catalogue(stocked):
    assert bureau_of(stocked.neighbour.pk) == stocked.bureau.pk

    page = queries.catalogue_page(seen_by=stocked.actor("call_taker@02"))

    assert page.found == len(SMALL.kinds)


def test_the_written_file_of_an_edited_catalogue_is_read_again(stocked, now):
    content, seen = item(stocked, "kinds", "theft.shop")
    change(stocked, "kinds", content | {"priority": "B"}, seen, now)

    text = queries.export_catalogue(seen_by=stocked.actor("chief"))

    assert write(read(text)) == text != SMALL_TEXT
