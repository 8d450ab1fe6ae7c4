"""The catalogue of duties: data that the station edits, with row history by the database.

It belongs to the bureau and serves all its stations; the shape is that of `catalogue.yaml`.
"""

import pghistory
from django.db import models

from linwang.incidents.states import Priority
from linwang.personnel.states import TeamKind


@pghistory.track()
class LimitSet(models.Model):
    """处警时限: seconds to sign for and leave, minutes to arrive by ground, minutes to feed back."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    code = models.TextField()
    name = models.TextField()
    name_en = models.TextField(blank=True)
    sign_for_seconds = models.PositiveIntegerField()
    leave_seconds = models.PositiveIntegerField()
    arrive_minutes = models.JSONField(help_text="town, outskirts, country")
    feed_back_minutes = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "code"], name="a_limit_set_code_is_used_once")]


@pghistory.track()
class Procedure(models.Model):
    """处置流程: steps {code, text, text_en, authority, who, urgent} in their order."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    code = models.TextField()
    name = models.TextField()
    name_en = models.TextField(blank=True)
    steps = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "code"], name="a_procedure_code_is_used_once")]


@pghistory.track()
class QuestionSet(models.Model):
    """Questions {code, text, text_en, kind, choices, urgent} of a call-taker, urgent ones first."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    code = models.TextField()
    questions = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "code"], name="a_question_set_code_is_used_once")]


@pghistory.track()
class KindCategory(models.Model):
    """警情大类."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    code = models.TextField()
    name = models.TextField()
    name_en = models.TextField(blank=True)
    group = models.TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "code"], name="a_category_code_is_used_once")]


@pghistory.track()
class IncidentKind(models.Model):
    """警情类别: one item of the catalogue."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    category = models.ForeignKey(KindCategory, models.PROTECT, related_name="kinds")
    code = models.TextField()
    name = models.TextField()
    name_en = models.TextField(blank=True)
    also = models.JSONField(default=list, help_text="words callers use for it")
    priority = models.TextField(choices=Priority.choices)
    limits = models.ForeignKey(LimitSet, models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="kinds")
    questions = models.ForeignKey(QuestionSet, models.PROTECT, related_name="kinds")
    closing = models.JSONField(default=list, help_text="conditions {code, text, text_en}")
    team = models.TextField(choices=TeamKind.choices)
    agencies = models.JSONField(default=list, help_text="codes of functions to tell")
    is_preventable = models.BooleanField(default=False)
    is_dangerous = models.BooleanField(default=False, help_text="volunteers are not sent near")
    first_eyes = models.JSONField(default=list)
    is_not_police = models.BooleanField(default=False)
    refer_to = models.TextField(blank=True)
    wanted_units = models.PositiveSmallIntegerField(default=1)
    takes_hours_of_talk = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    is_used = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "code"], name="a_kind_code_is_used_once")]
