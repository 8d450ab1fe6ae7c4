"""转办: not a police matter, given to who can deal with it, with a receipt; it may come back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation import clock, numbering
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import NotFound
from linwang.incidents.actions.close import open_again
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Incident, Referral
from linwang.incidents.queries import agencies, fetch
from linwang.incidents.rules import referring as rules
from linwang.incidents.rules.dispatching import check_is_live
from linwang.incidents.rules.orders import check_has_words
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import Act, IncidentStatus, ReferralStatus

SERIES = "ZB"


@once
def refer(
    *, number: str, partner: int | None = None, to_words: str = "", words: str = "", key: UUID, by: Actor, at: datetime
) -> str:
    """Give the matter to a partner, or to somebody named in words; returns the receipt's number."""
    by.check_may(Capability.TELL_AGENCIES)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    check_is_live(IncidentStatus(incident.status))
    receiver = agencies.chosen_agencies(incident, [partner])[0] if partner else None
    to_words = receiver.name if receiver else to_words.strip()
    rules.check_receiver(to_words)
    receipt = numbering.next_number(station_code=incident.station.code, day=clock.day_of(at), series=SERIES)
    Referral.objects.create(incident=incident, partner=receiver, to_words=to_words, receipt=receipt, sent_at=at)
    settle(
        incident, by=by, at=at, what=Act.REFERRED, receipt=receipt, partner=partner,
        words=f"{to_words}（{receipt}）" + (f"：{words.strip()}" if words.strip() else ""),
    )  # fmt: skip
    return receipt


@once
def answer_referral(*, receipt: str, words: str, key: UUID, by: Actor, at: datetime) -> str:
    """Write down what the receiver did with the matter."""
    incident, referral = _referral_for_update(receipt, by)
    check_has_words(words)
    _answer(referral, ReferralStatus.ANSWERED, words, at)
    settle(
        incident,
        by=by,
        at=at,
        what=Act.REFERRAL_ANSWERED,
        receipt=receipt,
        words=_words(referral, words),
        referral=referral.status,
    )
    return receipt


@once
def came_back(*, receipt: str, words: str, key: UUID, by: Actor, at: datetime) -> str:
    """The receiver gives the matter back: it stands at the desk again, also when it was closed."""
    incident, referral = _referral_for_update(receipt, by)
    check_has_words(words)
    _answer(referral, ReferralStatus.CAME_BACK, words, at)
    incident.reopened_at = at
    if incident.status == IncidentStatus.CLOSED:
        open_again(incident, at=at)
    settle(
        incident,
        by=by,
        at=at,
        what=Act.REFERRAL_ANSWERED,
        receipt=receipt,
        words=_words(referral, words),
        referral=referral.status,
    )
    return receipt


def _referral_for_update(receipt: str, by: Actor) -> tuple[Incident, Referral]:
    by.check_may(Capability.TELL_AGENCIES)
    number = Referral.objects.filter(receipt=receipt).values_list("incident__number", flat=True).first()
    if number is None:
        raise NotFound(_("没有找到这张转办单。请核对编号。"))
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    return incident, Referral.objects.get(receipt=receipt)


def _answer(referral: Referral, status: ReferralStatus, words: str, at: datetime) -> None:
    rules.check_can_answer(ReferralStatus(referral.status))
    referral.status, referral.answer, referral.answered_at = status, words.strip(), at
    referral.save(update_fields=["status", "answer", "answered_at"])


def _words(referral: Referral, words: str) -> str:
    return f"{referral.to_words}（{referral.receipt}）：{words.strip()}"
