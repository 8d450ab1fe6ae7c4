"""召集: neighbours are asked to help in an emergency; who answered what is kept only until the end is over."""

from django.db import models
from django.db.models import F, Q

from linwang.foundation.fields import EncipheredText
from linwang.incidents.states import PRESENT, CalledStatus, CallOutStatus


class CallOut(models.Model):
    """召集: what is asked, of whom, where to meet and until when."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="call_outs")
    status = models.TextField(choices=CallOutStatus.choices, default=CallOutStatus.ASKING)
    tasks = models.JSONField(help_text="codes of CallOutTask")
    steps = models.JSONField(default=list, help_text="codes of the procedure's steps that they help with")
    words = models.TextField(blank=True, help_text="what exactly")
    skills = models.JSONField(default=list, help_text="whoever has one of them is asked; empty is everybody")
    grids = models.ManyToManyField("places.Grid", related_name="+")
    needed = models.PositiveIntegerField(help_text="how many should come")
    meeting_place = models.TextField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("personnel.Person", models.PROTECT, null=True, related_name="+")
    until_at = models.DateTimeField(help_text="nobody is kept longer than this without being asked")
    stood_down_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    tally = models.JSONField(default=dict, help_text="the figures at the end, which stay when the names have gone")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("begun_at")), name="a_call_out_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(status=CallOutStatus.ENDED, ended_at__isnull=False)
                | Q(~Q(status=CallOutStatus.ENDED), ended_at__isnull=True),
                name="an_ended_call_out_has_its_moment",
            ),
        ]


class HelperTeam(models.Model):
    """编组: some of those who came, with a leader, a task and a place."""

    call_out = models.ForeignKey(CallOut, models.CASCADE, related_name="teams")
    number = models.PositiveSmallIntegerField()
    task = models.TextField()
    place = models.TextField()
    leader = models.ForeignKey("incidents.CalledPerson", models.SET_NULL, null=True, related_name="+")
    formed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call_out", "number"], name="a_team_number_is_used_once_in_a_call_out")
        ]


class CalledPerson(models.Model):
    """Somebody who was asked, or walked up: their answer, and whether they are known to be safe."""

    call_out = models.ForeignKey(CallOut, models.CASCADE, related_name="called")
    person = models.ForeignKey("personnel.Person", models.CASCADE, null=True, related_name="+")
    name = EncipheredText(help_text="of a walk-up, to know who is in the field; ends with the call-out's days")
    phone = EncipheredText(help_text="of a walk-up, if they wished; ends with the call-out's days")
    wave = models.PositiveSmallIntegerField(help_text="0 is a walk-up")
    status = models.TextField(choices=CalledStatus.choices, default=CalledStatus.ASKED)
    team = models.ForeignKey(HelperTeam, models.SET_NULL, null=True, related_name="members")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True, help_text="when somebody who is coming said they would be there")
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True, help_text="when they were told that they need not come")

    class Meta:
        indexes = [models.Index(fields=["person", "-asked_at"], name="call_outs_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["call_out", "person"], name="somebody_is_asked_once_in_a_call_out"),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(PRESENT)) | Q(arrived_at__isnull=False),
                name="who_is_there_has_arrived",
            ),
            models.CheckConstraint(
                condition=~Q(status=CalledStatus.LEFT) | Q(left_at__isnull=False),
                name="who_has_left_has_the_moment",
            ),
        ]


class Rescue(models.Model):
    """救出: how many people were brought to safety, one number for each report and no names."""

    call_out = models.ForeignKey(CallOut, models.CASCADE, related_name="rescues")
    people = models.PositiveIntegerField()
    place = models.TextField(blank=True)
    team = models.ForeignKey(HelperTeam, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    by_name = models.TextField(help_text="who reported; the desk, or a team")
    struck_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(people__gte=1), name="a_rescue_counts_somebody")]


class AnswerCount(models.Model):
    """How a group answered in a call-out that has ended: of a grid, or of a skill; nobody's name is in it."""

    call_out = models.ForeignKey(CallOut, models.CASCADE, related_name="counts")
    grid = models.ForeignKey("places.Grid", models.CASCADE, null=True, related_name="+")
    skill = models.TextField(blank=True)
    asked = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(accepted__lte=F("asked")), name="no_more_accept_than_were_asked")
        ]
