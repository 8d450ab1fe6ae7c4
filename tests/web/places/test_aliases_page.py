"""The page of names that calls taught."""

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from linwang.places.models import AliasProposal
from linwang.places.states import AliasStatus
from tests.builders import Town, new_key
from tests.places.test_learn_alias import proposed


def test_a_colleague_takes_a_name_over_by_one_button(
    town: Town, now: datetime, signed_in: Callable[[str], Client]
) -> None:
    proposal, colleague = proposed(town, now), signed_in("dispatcher")
    assert f"/places/aliases/{proposal}/confirm/" in colleague.get("/places/aliases/").content.decode()

    answer = colleague.post(f"/places/aliases/{proposal}/confirm/", {"key": str(new_key())})

    assert answer.status_code == 302
    assert AliasProposal.objects.get(pk=proposal).status == AliasStatus.CONFIRMED
    assert "没有待确认的叫法" in colleague.get("/places/aliases/").content.decode()


def test_ones_own_proposal_waits_for_somebody_else(
    town: Town, now: datetime, signed_in: Callable[[str], Client]
) -> None:
    proposal, taker = proposed(town, now), signed_in("call_taker")

    assert "待他人确认" in taker.get("/places/aliases/").content.decode()
    answer = taker.post(f"/places/aliases/{proposal}/confirm/", {"key": str(new_key())}, HTTP_ACCEPT="application/json")
    assert answer.status_code == 403


def test_a_name_is_refused_and_gone_from_the_list(
    town: Town, now: datetime, signed_in: Callable[[str], Client]
) -> None:
    proposal, colleague = proposed(town, now), signed_in("dispatcher")

    colleague.post(f"/places/aliases/{proposal}/refuse/", {"key": str(new_key())})

    assert AliasProposal.objects.get(pk=proposal).status == AliasStatus.REFUSED


def test_who_may_not_correct_facts_does_not_see_the_page(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("guard").get("/places/aliases/").status_code == 403
