"""One item of the catalogue by its code, from the bureau that a station belongs to."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput
from linwang.incidents.models import IncidentKind


def kind_by_code(*, station: int, code: str) -> IncidentKind:
    """The item in use under this code, with its limits; refused when the catalogue has none."""
    of_bureau = Q(station=station) | Q(station__stations=station)
    kind = IncidentKind.objects.filter(of_bureau, code=code, is_used=True).select_related("limits").first()
    if kind is None:
        sentence = _("目录里没有这个类别。请从建议中选一个，或先留空。")
        raise BadInput(sentence, fields={"kind": sentence})
    return kind
