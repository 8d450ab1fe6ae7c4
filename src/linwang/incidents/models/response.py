"""The response: orders to units, agencies, steps, outcome, call-backs, hand-overs."""

from django.db import models
from django.db.models import Q

from linwang.incidents.states import (
    AGENCY_OPEN,
    ASSIGNMENT_OPEN,
    AgencyStatus,
    AssignmentStatus,
    CallbackResult,
    HandOverStatus,
    OutcomeKind,
    ReferralStatus,
    Satisfaction,
)


class Assignment(models.Model):
    """派警: one unit's order for one incident."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="assignments")
    unit = models.ForeignKey("duty.Unit", models.PROTECT, related_name="assignments")
    status = models.TextField(choices=AssignmentStatus.choices, default=AssignmentStatus.SENT)
    order = models.TextField(blank=True, help_text="what this unit is asked to do")
    is_backup = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    en_route_at = models.DateTimeField(null=True)
    on_scene_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    sign_by = models.DateTimeField()
    leave_by = models.DateTimeField()
    arrive_by = models.DateTimeField(null=True)
    report_by = models.DateTimeField()
    advised_seconds = models.FloatField(null=True, help_text="travel time the advice expected")

    class Meta:
        indexes = [
            models.Index(
                fields=["sign_by"],
                condition=Q(status=AssignmentStatus.SENT),
                name="orders_waiting_for_a_sign",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(status__in=sorted(ASSIGNMENT_OPEN)),
                name="a_unit_answers_one_incident_at_a_time",
            )
        ]


class AgencyTask(models.Model):
    """联动: an agency as a party to the incident, with its own accept, arrive and clear."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="agency_tasks")
    partner = models.ForeignKey("personnel.Partner", models.PROTECT, related_name="tasks")
    status = models.TextField(choices=AgencyStatus.choices, default=AgencyStatus.TOLD)
    asked = models.TextField(help_text="what the agency is asked to do")
    told_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True, help_text="cleared, declined or withdrawn")
    words = models.TextField(blank=True, help_text="the agency's last answer")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "partner"],
                condition=Q(status__in=sorted(AGENCY_OPEN)),
                name="an_agency_is_told_once_at_a_time",
            )
        ]


class StepDone(models.Model):
    """A step of the procedure ticked off; unticking removes the row and journals it."""

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="steps_done")
    step = models.TextField()
    text = models.TextField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("personnel.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "step"], name="a_step_is_done_once")]


class OutcomeReport(models.Model):
    """反馈: what a unit found and did; the newest of an assignment holds."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reports")
    kind = models.TextField(choices=OutcomeKind.choices)
    words = models.TextField()
    people_helped = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    sent_back_at = models.DateTimeField(null=True)
    sent_back_words = models.TextField(blank=True)


class Photo(models.Model):
    """A picture of the scene, re-encoded without its metadata; the file lies outside the web root."""

    key = models.UUIDField(primary_key=True)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="photos")
    file = models.TextField(unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("personnel.Person", models.PROTECT, null=True, related_name="+")


class Escalation(models.Model):
    """督办: an order or incident whose clock ran out and was taken to the duty officer."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="escalations")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="escalations")
    due = models.TextField()
    level = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "due", "level"], name="an_order_is_chased_once_a_level"),
            models.UniqueConstraint(
                fields=["incident", "due", "level"],
                condition=Q(assignment__isnull=True),
                name="an_incident_is_chased_once_a_level",
            ),
        ]


class Callback(models.Model):
    """回访: what the caller said afterwards."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="callbacks")
    result = models.TextField(choices=CallbackResult.choices)
    satisfaction = models.PositiveSmallIntegerField(choices=Satisfaction.choices, null=True)
    is_solved = models.BooleanField(null=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("personnel.Person", models.PROTECT, null=True, related_name="+")


class Referral(models.Model):
    """转办: not a police matter, given to who can deal with it, with a receipt."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="referrals")
    partner = models.ForeignKey("personnel.Partner", models.PROTECT, null=True, related_name="referrals")
    to_words = models.TextField(help_text="whom it was given to")
    receipt = models.TextField(unique=True)
    status = models.TextField(choices=ReferralStatus.choices, default=ReferralStatus.SENT)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)


class StationHandOver(models.Model):
    """移交: another station is asked to take the incident; both see it from then on."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="hand_overs")
    from_station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    to_station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    status = models.TextField(choices=HandOverStatus.choices, default=HandOverStatus.OFFERED)
    reason = models.TextField()
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(status=HandOverStatus.OFFERED),
                name="an_incident_is_offered_to_one_station_at_a_time",
            )
        ]


class ShiftHandOver(models.Model):
    """交接班: what was open, promised and overdue when the desk changed, signed by who took over."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    given_by = models.ForeignKey("personnel.Person", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    brief = models.JSONField(help_text="frozen as it was handed over")
    words = models.TextField(blank=True)
    taken_by = models.ForeignKey("personnel.Person", models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
