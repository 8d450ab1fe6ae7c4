"""转办: what was given to others, what they answered, and what came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, When

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.incidents.models import Referral
from linwang.incidents.queries.callbacks import Figure, figure
from linwang.incidents.queries.named import named
from linwang.incidents.states import ReferralStatus

PER_PAGE = 30
WAITS_LONG = timedelta(days=7)


@dataclass(frozen=True)
class GivenRow:
    """One referral."""

    receipt: str
    number: str
    title: str
    kind: str
    to_words: str
    status: str
    status_label: str
    sent_at: datetime
    waits_long: bool
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True)
class Referrals:
    """The list, and how many were answered or came back."""

    page: "Page[Referral]"
    rows: tuple[GivenRow, ...]
    words: str
    status: str
    statuses: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    may_answer: bool


def referrals(*, seen_by: Actor, words: str, status: str, page: int, at: datetime) -> Referrals:
    """Referrals of the stations one sees; those that still wait first."""
    mine = Referral.objects.filter(incident__station__in=seen_by.sees)
    counts = dict(mine.order_by("status").values_list("status").annotate(n=Count("pk")))
    base = sum(counts.values())
    found = Paginator(_chosen(mine, words, status), PER_PAGE).get_page(page)
    return Referrals(
        page=found,
        rows=tuple(_row(one, at) for one in found),
        words=words,
        status=status,
        statuses=tuple((str(one), str(one.label)) for one in ReferralStatus),
        figures=tuple(figure(str(one.label), counts.get(one, 0), base) for one in ReferralStatus),
        may_answer=seen_by.may(Capability.TELL_AGENCIES),
    )


def _chosen(mine: QuerySet[Referral], words: str, status: str) -> QuerySet[Referral]:
    if status in ReferralStatus.values:
        mine = mine.filter(status=status)
    if said := words.strip():
        mine = mine.filter(
            Q(receipt__icontains=said) | Q(to_words__icontains=said) | Q(incident__number__icontains=said)
            | Q(incident__title__icontains=said)
        )  # fmt: skip
    waits = Case(When(status=ReferralStatus.SENT, then=0), default=1, output_field=IntegerField())
    sent = "sent_at" if status == ReferralStatus.SENT else "-sent_at"
    return mine.select_related("incident__kind").order_by(waits, sent, "pk")


def _row(one: Referral, at: datetime) -> GivenRow:
    kind, status = one.incident.kind, ReferralStatus(one.status)
    return GivenRow(
        receipt=one.receipt,
        number=one.incident.number,
        title=one.incident.title,
        kind=named(kind.name, kind.name_en) if kind else "",
        to_words=one.to_words,
        status=status,
        status_label=str(status.label),
        sent_at=one.sent_at,
        waits_long=status == ReferralStatus.SENT and at - one.sent_at > WAITS_LONG,
        answered_at=one.answered_at,
        answer=one.answer,
    )
