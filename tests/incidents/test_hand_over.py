"""移交: offered, accepted, declined, taken back."""

from datetime import datetime

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound, WrongMoment
from linwang.incidents.actions.close import close
from linwang.incidents.actions.hand_over import accept, decline, offer, take_back
from linwang.incidents.models import Incident
from linwang.incidents.queries.fetch import visible_incidents
from linwang.incidents.states import Disposition
from tests.builders import Town, new_key


def _offer(town: Town, incident: Incident, at: datetime) -> int:
    return offer(
        number=incident.number, to_station=town.neighbour.pk, words="事发地在贵所辖区", key=new_key(),
        by=town.actor("dispatcher"), at=at,
    )  # fmt: skip


def _sees(town: Town, role: str, incident: Incident) -> bool:
    return visible_incidents(seen_by=town.actor(role)).filter(pk=incident.pk).exists()


def test_an_accepted_incident_changes_its_station_and_keeps_its_number_and_clock(
    manned: Town, incident: Incident, now: datetime
) -> None:
    number, rang_at = incident.number, incident.rang_at
    assert not _sees(manned, "dispatcher@02", incident)
    _offer(manned, incident, now)
    assert _sees(manned, "dispatcher@02", incident)

    accept(number=number, key=new_key(), by=manned.actor("dispatcher@02"), at=now)

    incident.refresh_from_db()
    assert (incident.station, incident.number, incident.rang_at) == (manned.neighbour, number, rang_at)
    assert _sees(manned, "dispatcher", incident)
    with pytest.raises(NotAllowed, match="只能查看"):
        close(
            number=number,
            disposition=Disposition.HANDLED,
            words="",
            key=new_key(),
            by=manned.actor("dispatcher"),
            at=now,
        )


def test_a_three_way_call_stands_before_the_offer_and_the_answer_follows(
    manned: Town, incident: Incident, now: datetime
) -> None:
    due_at = incident.due_at
    offer(
        number=incident.number, to_station=manned.neighbour.pk, words="在贵所江段", is_on_the_line=True, key=new_key(),
        by=manned.actor("dispatcher"), at=now,
    )  # fmt: skip
    accept(number=incident.number, key=new_key(), by=manned.actor("dispatcher@02"), at=now)

    lines = journal.lines_of("incident", [incident.number])[-3:]
    assert [line.what for line in lines] == ["three_way", "handed_over", "hand_over_answered"]
    assert lines[0].words == "柳湾派出所"
    incident.refresh_from_db()
    assert incident.due_at == due_at


def test_a_declined_offer_leaves_it_where_it_is(manned: Town, incident: Incident, now: datetime) -> None:
    _offer(manned, incident, now)
    asked = manned.actor("dispatcher@02")

    with pytest.raises(BadInput):
        decline(number=incident.number, words="", key=new_key(), by=asked, at=now)
    decline(number=incident.number, words="在路中线以东，归贵所", key=new_key(), by=asked, at=now)

    incident.refresh_from_db()
    assert incident.station == manned.station
    assert not _sees(manned, "dispatcher@02", incident)


def test_only_the_asked_station_accepts_and_before_that_it_only_looks(
    manned: Town, incident: Incident, now: datetime
) -> None:
    _offer(manned, incident, now)

    with pytest.raises(NotAllowed):
        accept(number=incident.number, key=new_key(), by=manned.actor("dispatcher"), at=now)
    with pytest.raises(NotAllowed):
        take_back(number=incident.number, key=new_key(), by=manned.actor("dispatcher@02"), at=now)
    with pytest.raises(WrongMoment, match="柳湾"):
        _offer(manned, incident, now)


def test_an_offer_taken_back_can_no_longer_be_accepted(manned: Town, incident: Incident, now: datetime) -> None:
    _offer(manned, incident, now)
    take_back(number=incident.number, key=new_key(), by=manned.actor("dispatcher"), at=now)

    with pytest.raises(NotFound):
        accept(number=incident.number, key=new_key(), by=manned.actor("dispatcher@02"), at=now)


def test_an_incident_is_not_offered_to_itself_nor_closed_while_offered(
    manned: Town, incident: Incident, now: datetime
) -> None:
    by = manned.actor("dispatcher")

    with pytest.raises(BadInput):
        offer(number=incident.number, to_station=manned.station.pk, words="给自己", key=new_key(), by=by, at=now)
    _offer(manned, incident, now)
    with pytest.raises(WrongMoment, match="柳湾"):
        close(number=incident.number, disposition=Disposition.HANDLED, words="", key=new_key(), by=by, at=now)
