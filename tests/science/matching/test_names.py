"""Place names as they are said: what is found and why, a judgement on misheard names, and refusals."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linwang.science.matching.names import MatchReason, Name, NameIndex, Nearness
from linwang.science.matching.sounds import USUAL_MERGERS, Merger, fold
from linwang.science.matching.spelling import syllables_of, ways_to_cut
from linwang.science.matching.spoken_form import spoken
from tests.science.matching.misheard_names import misheard

NAMES = (
    Name(1, "菜市场", "A", "market"),
    Name(2, "菜市场后门停车场", "A"),
    Name(3, "三塘江", "B", "river"),
    Name(3, "老塘河", "B", "river", is_alias=True),
    Name(4, "斗门村委会", "A"),
    Name(5, "和平村", "A"),
    Name(6, "和平村", "B"),
    Name(7, "和平村", "C"),
    Name(8, "长河镇", "B"),
    Name(9, "宁乐小区", "A"),
    Name(10, "新城花园", "A"),
    Name(11, "凤凰山庄", "A"),
)
INDEX = NameIndex.build(NAMES)
HERE = {"area": "A", "neighbours": ["B"]}


@pytest.mark.parametrize(
    ("said", "place", "reasons"),
    [
        ("菜市场", 1, {MatchReason.EXACT}),
        ("斗门", 4, {MatchReason.PART_OF_NAME}),
        ("三唐江", 3, {MatchReason.SAME_SOUND}),
        ("老塘河", 3, {MatchReason.EXACT, MatchReason.ALIAS}),
        ("林乐小区", 9, {MatchReason.DIALECT_SOUND}),
        ("新陈花园", 10, {MatchReason.DIALECT_SOUND}),
        ("新丝花园", 10, {MatchReason.WRONG_CHARACTER}),
        ("菜场", 1, {MatchReason.MISSING_CHARACTER}),
        ("新城大花园", 10, {MatchReason.EXTRA_CHARACTER}),
        ("changhezhen", 8, {MatchReason.PINYIN}),
        ("chang he", 8, {MatchReason.PINYIN, MatchReason.PART_OF_NAME}),
        ("csc", 1, {MatchReason.INITIALS}),
        ("凤山凰庄", 11, {MatchReason.TRANSPOSED}),
        ("新城发园", 10, {MatchReason.SIMILAR_SOUND}),
    ],
)
def test_a_name_is_found_however_it_was_said_and_says_why(said, place, reasons):
    first, *_ = INDEX.find(said, **HERE)

    assert first.id == place
    assert set(first.reasons) == reasons


def test_the_own_village_comes_first_and_the_namesakes_follow_marked():
    offered = INDEX.find("和平村", **HERE)

    assert [(one.id, one.nearness) for one in offered[:3]] == [
        (5, Nearness.OWN_AREA),
        (6, Nearness.NEIGHBOUR_AREA),
        (7, Nearness.ELSEWHERE),
    ]
    assert not offered[0].is_sure


def test_without_an_area_namesakes_are_equally_likely():
    offered = INDEX.find("和平村")

    assert {one.nearness for one in offered[:3]} == {Nearness.NOT_ASKED}
    assert offered[0].score == pytest.approx(offered[2].score)


def test_a_place_with_an_old_name_is_offered_once():
    assert [one.id for one in INDEX.find("塘", **HERE)].count(3) <= 1


def test_f_and_h_are_merged_only_where_the_station_says_so():
    merged = NameIndex.build(NAMES, mergers=Merger)

    assert MatchReason.DIALECT_SOUND in merged.find("洪黄山庄", **HERE)[0].reasons
    assert MatchReason.DIALECT_SOUND not in INDEX.find("洪黄山庄", **HERE)[0].reasons


def test_a_name_is_heard_inside_a_story():
    story = "我在菜市场后门那边被偷了,旁边是三糖江"

    offered = INDEX.find_in_story(story, **HERE)

    heard = {one.id: story[slice(*one.span)] for one in offered}
    assert heard[1] == "菜市场"
    assert heard[3] == "三糖江"
    assert MatchReason.SAME_SOUND in next(one for one in offered if one.id == 3).reasons


def test_a_story_without_a_place_finds_none():
    assert INDEX.find_in_story("有人打架,快点过来", **HERE) == ()
    assert INDEX.find_in_story("", **HERE) == ()


def test_words_of_no_known_place_find_nothing():
    assert INDEX.find("不存在的地方", **HERE) == ()
    assert INDEX.find("、。", **HERE) == ()
    assert INDEX.find("xqz", **HERE) == ()


def test_a_name_with_a_sign_or_wide_figures_is_the_same_name():
    index = NameIndex.build([Name(1, "G329 国道·收费站", "A")])

    assert index.find("g329国道收费站")[0].reasons == (MatchReason.EXACT,)


TOWNS = (
    Name(1, "马渚镇", "余姚", "town", town="马渚镇"),
    Name(2, "斗门村村民委员会", "余姚", town="马渚镇"),
    Name(3, "青港村", "余姚", town="马渚镇"),
    Name(4, "斗门村委会", "余姚", town="泗门镇"),
    Name(5, "斗门社区居委会", "慈溪", town="长河镇"),
)
AREA_WORDS = {"余姚": "余姚市", "慈溪": "慈溪市"}


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("马渚斗门", 2),
        ("马渚镇的斗门村", 2),
        ("泗门镇斗门", 4),
        ("余姚市马渚镇斗门", 2),
        ("慈溪长河斗门", 5),
        ("mazhu zhen doumen", 2),
        ("马主镇斗门村", 2),
    ],
)
def test_a_town_or_county_said_first_settles_which_namesake_is_meant(said, place):
    first, *_ = NameIndex.build(TOWNS, area_words=AREA_WORDS).find(said, area="余姚", neighbours=["慈溪"])

    assert first.id == place
    assert MatchReason.TOWN_SAID in first.reasons


def test_names_laid_out_in_a_folder_answer_as_before(tmp_path):
    index = NameIndex.build(TOWNS, area_words=AREA_WORDS)
    index.save(tmp_path / "names")
    index.save(tmp_path / "names")

    loaded = NameIndex.load(tmp_path / "names")

    for said in ("斗门", "doumen", "dmc", "青港", "马渚"):
        assert loaded.find(said, area="余姚") == index.find(said, area="余姚")
    assert loaded.words_of("慈溪") == "慈溪市"


def test_names_laid_out_for_other_sounds_are_refused(tmp_path):
    NameIndex.build(TOWNS).save(tmp_path / "names")
    words = tmp_path / "names" / "words.json"
    words.write_text(words.read_text().replace('"layout": ', '"layout": 9'))

    with pytest.raises(ValueError, match="import them again"):
        NameIndex.load(tmp_path / "names")


@pytest.mark.parametrize(
    ("registered", "said"),
    [
        ("斗门村民委员会", "斗门村"),
        ("王村村委会", "王村"),
        ("多福巷社区居委会", "多福巷社区"),
        ("胜利居民委员会", "胜利社区"),
        ("阳明街道办事处", "阳明街道"),
        ("村委会", "村委会"),
        ("菜市场", "菜市场"),
    ],
)
def test_a_committee_is_said_as_its_village(registered, said):
    assert spoken(registered) == said


def villages(count: int, seed: int = 1) -> list[Name]:
    """Invented names with the shape and the repetition of real ones, over forty areas."""
    chance = random.Random(seed)
    first, second = "新东西南北前后上下大小老高长石金白双三五", "塘桥山河湖渚岙浦溪岭湾潭路门头家埠坝泾浜港林洋田"
    surnames = "王李张刘陈杨赵周吴徐孙胡朱高林何郭马罗"
    return [
        Name(
            number,
            chance.choice(first + surnames)
            + chance.choice(second + surnames)
            + chance.choice(["", *second])
            + chance.choice("村村村路"),
            f"area-{chance.randrange(40)}",
        )
        for number in range(count)
    ]


def test_misheard_names_of_a_county_are_found():
    names = villages(1600)
    index = NameIndex.build(names)
    chance = random.Random(3)
    text = {name.id: name.text for name in names}
    for slip in ("homophone", "dialect", "pinyin", "initials", "wrong", "dropped"):
        asked = [(name, told) for name in chance.choices(names, k=60) if (told := misheard(chance, name.text, slip))]
        found = [
            name.text in [text[one.id] for one in index.find(told.said, area=name.area)[:5]] for name, told in asked
        ]

        assert sum(found) / max(len(found), 1) >= 0.85, slip


def test_who_is_called_sure_is_right():
    names = villages(1600)
    index = NameIndex.build(names)
    chance = random.Random(5)
    right = []
    for name in chance.choices(names, k=300):
        told = misheard(chance, name.text, chance.choice(["homophone", "dialect", "wrong", "dropped"]))
        first = index.find(told.said, area=name.area)[:1] if told else ()
        right += [one.text == name.text for one in first if one.is_sure]

    assert len(right) >= 30
    assert sum(right) / len(right) >= 0.9


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_said_the_answer_is_well_formed(said):
    for offered in (INDEX.find(said, **HERE, k=5), INDEX.find_in_story(said, **HERE, k=5)):
        assert len(offered) <= 5
        assert len({one.id for one in offered}) == len(offered)
        for one in offered:
            assert 0 <= one.score <= 1
            assert 0 <= one.span[0] < one.span[1] <= len(said)
            assert one.reasons


@given(st.sampled_from(NAMES))
def test_every_name_finds_itself(name):
    assert INDEX.find(name.text, area=name.area)[0].id == name.id


def test_sounds_that_a_dialect_does_not_part_are_folded():
    assert fold("neng", USUAL_MERGERS) == fold("len", USUAL_MERGERS) == "len"
    assert fold("zhing", [Merger.ZH_Z]) == "zing"
    assert fold("fei", Merger) == fold("hui", Merger)
    assert fold("shan", []) == "shan"


@pytest.mark.parametrize(
    ("letters", "syllables"),
    [
        ("caishichang", ("cai", "shi", "chang")),
        ("xi'an", ("xi", "an")),
        ("xian", ("xian",)),
        ("yangshangangcun", ("yang", "shan", "gang", "cun")),
        ("csc", ()),
        ("", ()),
    ],
)
def test_letters_are_cut_into_syllables(letters, syllables):
    assert syllables_of(letters) == syllables


def test_letters_that_may_be_cut_in_two_ways_are():
    assert ways_to_cut("xian") == (("xian",), ("xi", "an"))


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        Name(1, " 、", "A")
    with pytest.raises(ValueError, match="positive"):
        Name(1, "菜市场", "A", weight=-1)
    assert NameIndex.build([]).find("菜市场") == ()
