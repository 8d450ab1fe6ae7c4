"""Units, who is on duty in them, and where they are while on duty."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from linwang.duty.states import Authority, PositionSource, Profile, UnitKind


class _Period(Func):
    """`[from_at, to_at)` as PostgreSQL sees it."""

    function = "TSTZRANGE"
    output_field = models.DateTimeField()


@pghistory.track(exclude=["tracker"])
class Unit(models.Model):
    """处警单元、巡组: what is sent, by its call sign."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="units")
    call_sign = models.TextField()
    kind = models.TextField(choices=UnitKind.choices)
    authority = models.TextField(choices=Authority.choices)
    profile = models.TextField(choices=Profile.choices)
    skills = models.JSONField(default=list)
    beat = models.ForeignKey("places.Beat", models.SET_NULL, null=True, related_name="units")
    partner = models.ForeignKey("personnel.Partner", models.SET_NULL, null=True, related_name="units")
    tracker = models.TextField(null=True, unique=True, help_text="device identifier of the Traccar Client app")
    is_used = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "call_sign"], name="a_call_sign_is_used_once")]


class DutyPeriod(models.Model):
    """One person on duty in one unit; open until they go off duty."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duty_periods")
    person = models.ForeignKey("personnel.Person", models.PROTECT, related_name="duty_periods")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit"], condition=Q(to_at__isnull=True), name="duty_now_by_unit")]
        constraints = [
            ExclusionConstraint(
                name="a_person_is_in_one_unit_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (_Period(F("from_at"), F("to_at")), RangeOperators.OVERLAPS),
                ],
            )
        ]


class UnitPosition(models.Model):
    """Where a unit on duty is now: one row a unit, overwritten."""

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="position")
    lon = models.FloatField()
    lat = models.FloatField()
    accuracy_metres = models.FloatField(null=True)
    at = models.DateTimeField(help_text="the device's clock")
    received_at = models.DateTimeField()
    source = models.TextField(choices=PositionSource.choices)
    told_at = models.DateTimeField(null=True, help_text="when browsers were last told, to tell them seldom enough")


class PositionPast(models.Model):
    """Where a unit was, for thirty days: to answer how it got there; visible to its own people."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    lon = models.FloatField()
    lat = models.FloatField()
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "at"], name="past_by_unit")]
