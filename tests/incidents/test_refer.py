"""转办: with a receipt, and what came back."""

from datetime import datetime

import pytest

from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.actions.close import close
from linwang.incidents.actions.refer import answer_referral, came_back, refer
from linwang.incidents.models import Incident, Referral
from linwang.incidents.states import Disposition, IncidentStatus, ReferralStatus
from tests.builders import Town, new_key


def _refer(town: Town, incident: Incident, at: datetime) -> str:
    return refer(
        number=incident.number, partner=town.agencies["roads"].pk, words="路灯不亮", key=new_key(),
        by=town.actor("dispatcher"), at=at,
    )  # fmt: skip


def test_a_referral_has_a_receipt_and_waits_for_closing(manned: Town, incident: Incident, now: datetime) -> None:
    receipt = _refer(manned, incident, now)

    incident.refresh_from_db()
    assert receipt.startswith("ZB01-20260715-")
    assert incident.status == IncidentStatus.REPORTED


def test_what_comes_back_stands_at_the_desk_again_even_when_closed(
    manned: Town, incident: Incident, now: datetime
) -> None:
    by, receipt = manned.actor("dispatcher"), _refer(manned, incident, now)
    close(number=incident.number, disposition=Disposition.REFERRED, words="", key=new_key(), by=by, at=now)

    came_back(receipt=receipt, words="不归我们管", key=new_key(), by=by, at=now)

    incident.refresh_from_db()
    assert (incident.status, incident.closed_at) == (IncidentStatus.RECEIVED, None)
    assert Referral.objects.get().status == ReferralStatus.CAME_BACK


def test_a_referral_is_answered_once_and_names_its_receiver(manned: Town, incident: Incident, now: datetime) -> None:
    by, receipt = manned.actor("dispatcher"), _refer(manned, incident, now)

    answer_referral(receipt=receipt, words="已换灯泡", key=new_key(), by=by, at=now)
    with pytest.raises(WrongMoment):
        came_back(receipt=receipt, words="退回", key=new_key(), by=by, at=now)
    with pytest.raises(BadInput):
        refer(number=incident.number, to_words=" ", key=new_key(), by=by, at=now)
