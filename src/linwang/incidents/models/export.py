"""导出: what somebody asked to take out of the program, why, and who agreed."""

from django.db import models
from django.db.models import F, Q


class Export(models.Model):
    """One export; many rows wait for a second person, and each is taken once."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("personnel.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    purpose = models.TextField(help_text="why the rows are needed outside the program; stands in the file")
    chosen = models.JSONField(help_text="the choices of the search")
    row_count = models.PositiveIntegerField(help_text="when it was asked for")
    approved_by = models.ForeignKey("personnel.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="nobody_approves_their_own_export",
            )
        ]
        indexes = [models.Index(fields=["station", "-asked_at"], name="exports_of_a_station")]
