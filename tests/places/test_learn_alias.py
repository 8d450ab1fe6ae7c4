"""A name that calls taught counts only when a second person has confirmed it."""

from datetime import datetime
from typing import Any

import pytest

from linwang.foundation import journal
from linwang.foundation.actor import program
from linwang.foundation.refusals import NotAllowed, NotFound, WrongMoment
from linwang.incidents.actions.locate import locate
from linwang.places.actions.learn_alias import confirm_alias, propose_alias, refuse_alias
from linwang.places.models import AliasProposal, PlaceName
from linwang.places.queries.aliases import aliases_to_confirm
from linwang.places.queries.names import places_meant
from linwang.places.rules.aliases import is_worth_keeping
from linwang.places.states import PlaceAct
from tests.builders import Town
from tests.incidents.calls import act, take


def proposed(town: Town, now: datetime, said: str = "老西门摊子") -> int:
    """A call whose caller used an unknown name, located by the call taker."""
    number = take(town, now, place_words=said)
    locate(number=number, place=town.market.pk, **act(town, now))
    return AliasProposal.objects.values_list("pk", flat=True).get(said=said)


def test_a_located_call_teaches_a_name_that_a_second_person_confirms(town: Town, now: datetime) -> None:
    proposal = proposed(town, now)
    assert not places_meant(station=town.station.pk, said="老西门摊子").places

    confirm_alias(proposal=proposal, **act(town, now, "dispatcher"))

    found = places_meant(station=town.station.pk, said="老西门摊子").places
    assert [(one.id, one.name) for one in found] == [(town.market.pk, "东门菜市场")]
    lines = journal.lines_of("place", [str(town.market.pk)])
    assert [line.what for line in lines] == [PlaceAct.ALIAS_PROPOSED, PlaceAct.ALIAS_CONFIRMED]
    assert aliases_to_confirm(seen_by=town.actor("dispatcher")) == ()


def test_who_proposed_it_does_not_confirm_it(town: Town, now: datetime) -> None:
    proposal = proposed(town, now)

    with pytest.raises(NotAllowed, match="另一个人"):
        confirm_alias(proposal=proposal, **act(town, now, "call_taker"))

    assert not PlaceName.objects.filter(name="老西门摊子").exists()
    (row,) = aliases_to_confirm(seen_by=town.actor("call_taker"))
    assert not row.may_decide
    assert aliases_to_confirm(seen_by=town.actor("dispatcher"))[0].may_decide


def test_a_name_is_decided_on_once_and_a_refused_one_is_not_asked_again(town: Town, now: datetime) -> None:
    proposal = proposed(town, now)
    refuse_alias(proposal=proposal, **act(town, now, "dispatcher"))

    with pytest.raises(WrongMoment):
        confirm_alias(proposal=proposal, **act(town, now, "dispatcher"))

    assert proposed(town, now) == proposal
    assert aliases_to_confirm(seen_by=town.actor("dispatcher")) == ()


def test_the_same_name_said_again_is_counted(town: Town, now: datetime) -> None:
    proposed(town, now)
    proposed(town, now)

    assert [row.times for row in aliases_to_confirm(seen_by=town.actor("dispatcher"))] == [2]


def test_a_place_taken_from_the_list_while_the_call_is_taken_teaches_too(town: Town, now: datetime) -> None:
    take(town, now, place=town.market.pk, place_words="鱼市口")

    assert [row.said for row in aliases_to_confirm(seen_by=town.actor("dispatcher"))] == ["鱼市口"]


def test_another_station_neither_sees_nor_decides(town: Town, now: datetime) -> None:
    proposal = proposed(town, now)
    stranger: dict[str, Any] = act(town, now, "dispatcher@02")

    with pytest.raises(NotFound):
        confirm_alias(proposal=proposal, **stranger)

    assert aliases_to_confirm(seen_by=stranger["by"]) == ()


def test_what_the_program_locates_teaches_nothing(town: Town, now: datetime) -> None:
    assert not propose_alias(place=town.market.pk, said="鱼市口", incident="x", by=program(town.station.pk), at=now)


@pytest.mark.parametrize(
    ("said", "is_kept"),
    [
        ("老西门摊子", True),
        ("东门菜市场", False),
        ("东门菜市场里头卖鱼的", False),
        ("菜市场", False),
        ("大桥后面", False),
        ("人民路12号", False),
        ("有个人在那边喊救命快点来", False),
        ("桥", False),
    ],
)
def test_only_short_new_names_are_kept(said: str, is_kept: bool) -> None:
    assert is_worth_keeping(said, ["东门菜市场"]) is is_kept
