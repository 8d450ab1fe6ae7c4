"""Calls and incidents. What a caller said stays verbatim in the call; the incident is the event."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from linwang.foundation.fields import EncipheredJSON, EncipheredText, Mark
from linwang.incidents.states import OPEN, Channel, Disposition, Due, IncidentStatus, Priority
from linwang.places.states import Ground


class Incident(models.Model):
    """警情: one event that somebody asked the police about."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="incidents")
    number = models.TextField(unique=True)
    status = models.TextField(choices=IncidentStatus.choices, default=IncidentStatus.RECEIVED)
    version = models.PositiveIntegerField(default=1, help_text="grows with every change")
    kind = models.ForeignKey("incidents.IncidentKind", models.PROTECT, null=True, related_name="incidents")
    priority = models.TextField(choices=Priority.choices, default=Priority.C)
    title = models.TextField(help_text="the first words of the call, for lists")
    place = models.ForeignKey("places.PlaceName", models.PROTECT, null=True, related_name="+")
    place_words = models.TextField(blank=True, help_text="the place as it was said")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True, help_text="H3 cell, resolution 10")
    beat = models.ForeignKey("places.Beat", models.PROTECT, null=True, related_name="+")
    grid = models.ForeignKey("places.Grid", models.PROTECT, null=True, related_name="+")
    ground = models.TextField(choices=Ground.choices, default=Ground.TOWN)
    rang_at = models.DateTimeField(help_text="the first ring: every clock starts here")
    received_at = models.DateTimeField()
    first_sent_at = models.DateTimeField(null=True)
    first_on_scene_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True, help_text="opened again: from here the clock for sending runs anew")
    due = models.TextField(choices=Due.choices, blank=True, help_text="what the clock waits for")
    due_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    disposition = models.TextField(choices=Disposition.choices, blank=True)
    disposition_words = models.TextField(blank=True)
    callback_due_on = models.DateField(null=True)
    called_back_at = models.DateTimeField(null=True)
    caller_count = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["station", "priority", "due_at"],
                condition=Q(status__in=sorted(OPEN)),
                name="open_incidents_by_urgency",
            ),
            models.Index(fields=["station", "-received_at"], name="incidents_by_day"),
            models.Index(fields=["cell", "received_at"], name="incidents_by_cell"),
            models.Index(
                fields=["station", "callback_due_on"],
                condition=Q(callback_due_on__isnull=False, called_back_at__isnull=True),
                name="callbacks_due",
            ),
            models.Index(
                fields=["station", "-closed_at"],
                condition=Q(closed_at__isnull=False, kind__isnull=False),
                name="stories_to_learn_from",
            ),
            GinIndex(fields=["title", "place_words"], opclasses=["gin_trgm_ops"] * 2, name="incident_by_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=IncidentStatus.CLOSED, closed_at__isnull=False) | ~Q(status=IncidentStatus.CLOSED),
                name="a_closed_incident_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status=IncidentStatus.CLOSED) | ~Q(disposition=""),
                name="a_closed_incident_has_its_disposition",
            ),
            models.CheckConstraint(
                condition=Q(status=IncidentStatus.MERGED, merged_into__isnull=False)
                | Q(~Q(status=IncidentStatus.MERGED), merged_into__isnull=True),
                name="only_a_merged_incident_lies_in_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="an_incident_is_not_merged_into_itself",
            ),
        ]


class Call(models.Model):
    """报警: one caller's words about an event, verbatim."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="calls")
    channel = models.TextField(choices=Channel.choices)
    words = models.TextField(help_text="what the caller said, as it was said; never edited")
    place_words = models.TextField(blank=True)
    is_anonymous = models.BooleanField(default=False)
    on_behalf_of = EncipheredText(help_text="who the help is for, if not the caller")
    rang_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("personnel.Person", models.PROTECT, null=True, related_name="+")
    outside_number = models.TextField(null=True, help_text="the number another system gave it")
    source = models.TextField(blank=True, help_text="which other system")

    class Meta:
        indexes = [GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="call_by_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "source", "outside_number"],
                condition=Q(outside_number__isnull=False),
                name="an_outside_call_is_taken_once",
            )
        ]


class Caller(models.Model):
    """报警人: kept apart from the call, so that a list never loads it and every look is journalled."""

    call = models.OneToOneField(Call, models.CASCADE, primary_key=True, related_name="caller")
    name = EncipheredText(help_text="purpose: to be rung back; ends with the call's retention")
    phone = EncipheredText(help_text="purpose: to be rung back; ends with the call's retention")
    phone_mark = Mark(of="phone")

    class Meta:
        indexes = [models.Index(fields=["phone_mark"], name="caller_by_phone_mark")]


class CallDraft(models.Model):
    """What is being typed at a desk: survives a reload, a crash and a lost network."""

    key = models.UUIDField(primary_key=True, help_text="becomes the operation key of the call")
    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    person = models.ForeignKey("personnel.Person", models.CASCADE, related_name="drafts")
    content = EncipheredJSON()
    serial = models.BigIntegerField(default=0, help_text="counted by the browser: an older save never wins")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True, help_text="put aside; may be taken back until it is cleared away")


class IncomingCall(models.Model):
    """来电: a telephone system says that somebody rings; one operator claims it."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    outside_number = models.TextField(help_text="the telephone system's own id of the call")
    line = models.TextField(blank=True)
    phone = EncipheredText()
    rang_at = models.DateTimeField()
    claimed_by = models.ForeignKey("personnel.Person", models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    call = models.OneToOneField(Call, models.SET_NULL, null=True, related_name="incoming")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "outside_number"], name="an_incoming_call_is_announced_once")
        ]


class Answer(models.Model):
    """What the caller answered to one of the kind's questions; the newest holds."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="answers")
    question = models.TextField()
    text = models.TextField(help_text="the question as it was asked")
    answer = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("personnel.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "question"], name="a_question_has_one_answer")]


class Merge(models.Model):
    """并案: one event told twice; may be undone, nothing is lost."""

    kept = models.ForeignKey(Incident, models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Incident, models.PROTECT, related_name="merges")
    status_before = models.TextField(choices=IncidentStatus.choices)
    moved = models.JSONField(default=dict, help_text="ids of orders and agency tasks that went over; what stood before")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="an_incident_is_merged_into_one_other",
            )
        ]
