"""Stations, beats, grids and place names. Points are WGS-84 degrees; areas are rings of [lon, lat]."""

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from linwang.places.states import AliasStatus, Datum, Ground, NameKind, PlaceKind, StationKind

GROUND_VERSION = "ground"
"""The counter that rises with every statement that changes beats, grids or names; caches compare it."""


def _raises_the_version() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="raises_the_ground_version",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=(
            f"insert into foundation_counter (series, last) values ('{GROUND_VERSION}', 1)"
            " on conflict (series) do update set last = foundation_counter.last + 1; return null;"
        ),
    )


@pghistory.track()
class Station(models.Model):
    """派出所 or 分局: every record belongs to one."""

    code = models.TextField(unique=True, help_text="short digits used in numbers")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    kind = models.TextField(choices=StationKind.choices, default=StationKind.STATION)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="stations")
    phone = models.TextField(blank=True, help_text="the desk's own public number")
    area = models.JSONField(default=list, help_text="ring of [lon, lat]")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)


@pghistory.track()
class Beat(models.Model):
    """警格: the ground of one community officer."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="beats")
    code = models.TextField()
    name = models.TextField()
    town = models.TextField(blank=True, help_text="town or street the beat lies in: the question asked aloud")
    ground = models.TextField(choices=Ground.choices, default=Ground.TOWN)
    officer = models.ForeignKey("personnel.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    area = models.JSONField(default=list)
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "code"], name="a_beat_code_is_used_once")]
        triggers = [_raises_the_version()]


@pghistory.track()
class Grid(models.Model):
    """网格: civil-affairs cell, watched by its wardens."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="grids")
    beat = models.ForeignKey(Beat, models.PROTECT, related_name="grids")
    code = models.TextField()
    name = models.TextField()
    households = models.PositiveIntegerField(default=0)
    area = models.JSONField(default=list)
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "code"], name="a_grid_code_is_used_once")]
        triggers = [_raises_the_version()]


class PlaceName(models.Model):
    """地名: a name and the point it stands for; local and old names point to the proper one."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="place_names")
    beat = models.ForeignKey(Beat, models.SET_NULL, null=True, related_name="+")
    grid = models.ForeignKey(Grid, models.SET_NULL, null=True, related_name="+")
    name = models.TextField()
    kind = models.TextField(choices=PlaceKind.choices, default=PlaceKind.OTHER)
    name_kind = models.TextField(choices=NameKind.choices, default=NameKind.PROPER)
    alias_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="aliases")
    near = models.TextField(blank=True, help_text="a landmark people name with it")
    lon = models.FloatField()
    lat = models.FloatField()
    cell = models.BigIntegerField(help_text="H3 cell, resolution 10")
    given_in = models.TextField(choices=Datum.choices, default=Datum.WGS84)
    line = models.JSONField(default=list, help_text="[lon, lat] along a river, road or railway; empty for a point")
    is_used = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["station", "name"], name="place_by_station"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="place_by_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="a_place_lies_on_the_earth",
            )
        ]
        triggers = [_raises_the_version()]


class AliasProposal(models.Model):
    """待确认地名: what callers called a place, to become its local name when a second person confirms it."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    place = models.ForeignKey(PlaceName, models.CASCADE, related_name="proposals")
    said = models.TextField(help_text="the words for the place only, never those about people")
    status = models.TextField(choices=AliasStatus.choices, default=AliasStatus.PROPOSED)
    times = models.PositiveIntegerField(default=1, help_text="incidents in which it was said")
    incident = models.TextField(help_text="number of the newest incident in which it was said")
    proposed_by = models.ForeignKey("personnel.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("personnel.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["station", "status"], name="aliases_to_confirm")]
        constraints = [
            models.UniqueConstraint(fields=["place", "said"], name="a_name_is_proposed_once_for_a_place"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")),
                name="a_second_person_decides_on_a_name",
            ),
            models.CheckConstraint(
                condition=Q(status=AliasStatus.PROPOSED, decided_by=None, decided_at=None)
                | (~Q(status=AliasStatus.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_decision_on_a_name_has_its_person_and_moment",
            ),
        ]
