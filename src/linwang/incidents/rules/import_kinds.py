"""What can be imported, in the order in which one leans on the other."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportKind(TextChoices):
    """One kind of reference data."""

    BEATS = "beats", _("警格")
    GRIDS = "grids", _("网格")
    PLACES = "places", _("地名")
    PEOPLE = "people", _("人员")
    UNITS = "units", _("处警单元")
    CATALOGUE = "catalogue", _("职责目录")
