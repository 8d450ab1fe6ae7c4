"""The call-outs of one incident, a line each."""

from django.db.models import Count, Q

from linwang.incidents.models import CallOut, Incident
from linwang.incidents.queries.call_outs.rows import CallOutLine
from linwang.incidents.states import UNACCOUNTED, CallOutStatus


def call_outs_of(incident: Incident) -> tuple[CallOutLine, ...]:
    """The newest first, with how many were asked and how many are still out."""
    counted = CallOut.objects.filter(incident=incident).annotate(
        asked=Count("called", filter=Q(called__wave__gt=0)),
        out=Count("called", filter=Q(called__status__in=UNACCOUNTED)),
    )
    return tuple(_line(one) for one in counted.order_by("-begun_at", "-pk"))


def _line(one: CallOut) -> CallOutLine:
    status = CallOutStatus(one.status)
    asked = one.tally.get("asked", one.asked)  # type: ignore[attr-defined]
    return CallOutLine(
        id=one.pk, status=status.value, status_label=str(status.label), begun_at=one.begun_at, needed=one.needed,
        asked=asked, out=one.out,  # type: ignore[attr-defined]
    )  # fmt: skip
