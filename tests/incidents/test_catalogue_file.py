"""The catalogue that the product ships, and how a file is read, refused, written and compared."""

import json
from collections import Counter

import pytest
import yaml

from linwang.foundation.refusals import BadInput
from linwang.incidents.rules.catalogue import Catalogue, WrongCatalogue, difference, read, write
from tests.incidents.catalogue_text import SMALL, SMALL_TEXT, TEXT, WHOLE

PLAIN = json.dumps(yaml.load(SMALL_TEXT, Loader=yaml.CSafeLoader))


@pytest.fixture
def catalogue() -> Catalogue:
    return WHOLE


@pytest.fixture
def content() -> dict:
    return json.loads(PLAIN)


def as_text(content: dict) -> str:
    """JSON is YAML too, and quicker to write."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def refused(content: dict) -> WrongCatalogue:
    with pytest.raises(WrongCatalogue) as caught:
        read(as_text(content))
    return caught.value


def kind_in(content: dict, code: str) -> dict:
    return next(k for c in content["categories"] for k in c["kinds"] if k["code"] == code)


def procedure_in(content: dict, code: str) -> dict:
    return next(p for p in content["procedures"] if p["code"] == code)


def test_the_shipped_file_is_written_as_it_was_read(catalogue):
    assert write(catalogue) == TEXT


def test_the_station_finds_over_forty_categories_and_a_hundred_items(catalogue):
    assert len(catalogue.categories) >= 40
    assert len(catalogue.kinds) >= 110


def test_every_group_and_every_priority_is_used(catalogue):
    assert {c.group for c in catalogue.categories} == {
        "crime", "public_order", "traffic", "fire", "help", "joint",
        "assistance", "disaster", "tips", "complaints", "other",
    }  # fmt: skip
    assert set(Counter(k.priority for k in catalogue.kinds)) == {"A", "B", "C", "D"}


def test_every_item_has_five_to_twelve_phrases_that_callers_say(catalogue):
    odd = {k.code: len(k.also) for k in catalogue.kinds if not 5 <= len(k.also) <= 12}

    assert not odd


def test_a_phrase_leads_to_one_item_only(catalogue):
    phrases = Counter(phrase for k in catalogue.kinds for phrase in {k.name, *k.also})

    assert [phrase for phrase, count in phrases.items() if count > 1] == []


def test_nothing_stands_in_the_file_unused(catalogue):
    kinds = catalogue.kinds

    assert {p.code for p in catalogue.procedures} == {k.procedure for k in kinds}
    assert {q.code for q in catalogue.questions} == {k.questions for k in kinds}
    assert {s.code for s in catalogue.limits} == {k.limits for k in kinds}
    assert {a.code for a in catalogue.agencies} == {code for k in kinds for code in k.agencies}
    assert {c.code for c in catalogue.closing} == {code for k in kinds for code in k.closing}


def test_names_are_used_once_within_their_section(catalogue):
    for section in ("agencies", "limits", "procedures", "categories", "kinds"):
        names = Counter(item.name for item in getattr(catalogue, section))
        assert [name for name, count in names.items() if count > 1] == [], section


def test_english_is_english_and_chinese_is_chinese(catalogue):
    for name, words in _texts(catalogue.model_dump(mode="json")):
        has_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in words)
        assert has_chinese != name.endswith("_en"), (name, words)


def _texts(part):
    if isinstance(part, list):
        for item in part:
            yield from _texts(item)
    if isinstance(part, dict):
        for name, value in part.items():
            if name in ("name", "text", "name_en", "text_en"):
                yield name, value
            yield from _texts(value)


@pytest.mark.parametrize(
    "kind",
    ["self_harm.leaving_home", "domestic.violence_now", "missing.elder", "pipes.dug_through", "fraud.money_leaving"],
)
def test_urgent_matters_begin_with_urgent_steps_and_questions(catalogue, kind):
    item = next(k for k in catalogue.kinds if k.code == kind)
    procedure = next(p for p in catalogue.procedures if p.code == item.procedure)
    questions = next(q for q in catalogue.questions if q.code == item.questions)

    assert item.priority == "A"
    assert procedure.steps[0].urgent
    assert questions.questions[0].urgent


def test_whoever_is_in_danger_is_kept_on_the_line_with_the_unit(catalogue):
    procedure = next(p for p in catalogue.procedures if p.code == "self_harm")

    assert procedure.steps[0].code == "three_way"


def test_a_broken_pipe_calls_every_agency_of_the_street(catalogue):
    item = next(k for k in catalogue.kinds if k.code == "pipes.dug_through")

    assert {"roads", "fire", "power", "water", "gas"} <= set(item.agencies)


def test_long_talks_go_to_mediation(catalogue):
    talk = {k.code for k in catalogue.kinds if k.hours_of_talk}

    assert {"family_dispute.spouses", "family_dispute.in_laws", "labour_dispute.colleagues"} <= talk
    assert not {k.code for k in catalogue.kinds if k.hours_of_talk and k.priority == "A"}


def test_a_guard_may_not_be_told_to_hold_anybody(content):
    content["procedures"][0]["steps"][5]["authority"] = "guard"

    refusal = refused(content)

    assert [fault.where for fault in refusal.faults] == ["procedures[0].steps[5].authority"]


def test_opinions_and_persons_of_concern_are_no_kind(content):
    kind_in(content, "theft.shop")["also"].append("重点人员进店")

    assert "不收意见" in str(refused(content))


def test_every_fault_is_named_at_once_with_its_line(content):
    kind = kind_in(content, "theft.shop")
    kind["procedure"], kind["priority"], kind["colour"] = "nowhere", "E", "red"
    del kind["name_en"]
    content["limits"][0]["sign_for_seconds"] = "soon"

    refusal = refused(content)

    assert isinstance(refusal, BadInput)
    places = {fault.where.split("kinds[6].")[-1] for fault in refusal.faults}
    assert places == {"procedure", "priority", "colour", "name_en", "limits[0].sign_for_seconds"}
    assert all(fault.line > 1 for fault in refusal.faults)
    assert [fault.line for fault in refusal.faults] == sorted(fault.line for fault in refusal.faults)


def test_the_line_is_the_one_to_mend():
    lines = SMALL_TEXT.splitlines()
    number = next(n for n, line in enumerate(lines) if "procedure: shoplifting" in line)
    lines[number] = lines[number].replace("shoplifting", "shopliftin")

    with pytest.raises(WrongCatalogue) as caught:
        read("\n".join(lines))

    assert [fault.line for fault in caught.value.faults] == [number + 1]
    assert f"第 {number + 1} 行" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c["limits"].append(dict(c["limits"][0])), "前面已经用过"),
        (lambda c: c["limits"][0]["arrive_minutes"].update(town=30), "城区最短"),
        (lambda c: c["procedures"][0].update(steps=c["procedures"][0]["steps"][:2]), "至少要有 4 条"),
        (lambda c: c["questions"][0]["questions"].reverse(), "排在前面"),
        (lambda c: c["questions"][0]["questions"][0].pop("choices"), "两个选项"),
        (lambda c: kind_in(c, "theft.shop").update(code="robbery.shop"), "以大类编码"),
        (lambda c: kind_in(c, "theft.shop").update(not_police=True), "转给谁"),
        (lambda c: kind_in(c, "fire.building").update(first_eyes=["comfort"]), "不靠近"),
        (lambda c: procedure_in(c, "fire")["steps"][6].update(code="comfort_family"), "安抚的步骤"),
        (lambda c: kind_in(c, "theft.shop").update(agencies=["fire", "fire"]), "写了两遍"),
        (lambda c: kind_in(c, "theft.shop").update(name=""), "不能空着"),
        (lambda c: kind_in(c, "theft.shop").update(also="一个词"), "列表"),
        (lambda c: c.update(categories=7), "列表"),
        (lambda c: c.update(version=2), "可选"),
    ],
)
def test_a_catalogue_that_would_mislead_is_refused(content, change, words):
    change(content)

    assert words in str(refused(content))


@pytest.mark.parametrize(
    "text",
    [
        "", "a: [", "- 1", "a: &x [1]\nb: *x", "a: 1\na: 2", "a: 2024-99-99", "a: \x00", "[" * 20_000,
        "a: !!python/object:os.system {}", "{[1]: 2}", "a: " + "1" * 5_000,
    ],
)  # fmt: skip
def test_what_is_no_catalogue_gets_a_sentence(text):
    with pytest.raises(WrongCatalogue):
        read(text)


@pytest.mark.parametrize("rubbish", [None, 7, "x", [], {}, [[]], {"code": []}])
def test_rubbish_in_any_section_gets_a_sentence(content, rubbish):
    for section in ("agencies", "limits", "procedures", "questions", "closing", "categories"):
        with pytest.raises(WrongCatalogue):
            read(as_text(content | {section: [rubbish]}))


def test_equal_catalogues_differ_in_nothing(catalogue):
    assert difference(catalogue, catalogue) == ()


def test_the_dry_run_names_what_is_added_changed_and_removed(content):
    kind_in(content, "theft.shop")["priority"] = "B"
    content["closing"].append({"code": "extra", "text": "多一条", "text_en": "One more"})
    theft = content["categories"][0]["kinds"]
    theft.remove(kind_in(content, "theft.parcel"))

    changes = difference(SMALL, read(as_text(content)))

    assert [(c.section, c.code, c.how) for c in changes] == [
        ("closing", "extra", "added"),
        ("kinds", "theft.shop", "changed"),
        ("kinds", "theft.parcel", "removed"),
    ]
    assert [(f.field, f.before, f.after) for f in changes[1].fields] == [("priority", "C", "B")]


def test_from_nothing_everything_is_added(catalogue):
    changes = difference(None, catalogue)

    assert {change.how for change in changes} == {"added"}
    assert len([c for c in changes if c.section == "kinds"]) == len(catalogue.kinds)
