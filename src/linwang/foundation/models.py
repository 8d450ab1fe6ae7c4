"""Tables that every package writes through: the journal, operation keys, counters, settings."""

import pghistory
import pgtrigger
from django.db import models


class JournalLine(models.Model):
    """What somebody did, in the station's words. Lines only grow; a wrong line is struck by a new one."""

    station_id = models.BigIntegerField()
    at = models.DateTimeField(help_text="the server's clock")
    device_at = models.DateTimeField(null=True, help_text="the operator's or device's clock, where it differs")
    by_id = models.BigIntegerField(null=True)
    by_name = models.TextField()
    subject = models.TextField(help_text="kind of record: incident, catalogue, person …")
    reference = models.TextField(help_text="the record's number")
    what = models.TextField(help_text="code of the act; its label is the domain's")
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    strikes = models.ForeignKey("self", models.PROTECT, null=True, related_name="struck_by")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "reference", "id"], name="journal_by_record"),
            models.Index(fields=["station_id", "at"], name="journal_by_station"),
        ]
        triggers = [pgtrigger.Protect(name="journal_lines_only_grow", operation=pgtrigger.Update | pgtrigger.Delete)]


class JournalSeal(models.Model):
    """The chain over a station's lines: each seal's hash holds the line and the hash before it."""

    line = models.OneToOneField(JournalLine, models.PROTECT, primary_key=True, related_name="seal")
    station_id = models.BigIntegerField()
    place = models.BigIntegerField(help_text="1, 2, 3 … in the order in which the lines were committed")
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station_id", "place"], name="a_place_in_the_chain_is_taken_once")
        ]
        triggers = [pgtrigger.Protect(name="seals_only_grow", operation=pgtrigger.Update | pgtrigger.Delete)]


class JournalHead(models.Model):
    """The end of a station's chain; its row is the lock that puts commits in order."""

    station_id = models.BigIntegerField(primary_key=True)
    place = models.BigIntegerField()
    hash = models.BinaryField()


class OperationKey(models.Model):
    """A key made by the client for one act: sending twice is sending once."""

    key = models.UUIDField(primary_key=True)
    what = models.TextField()
    person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    result = models.JSONField(null=True)


class DataKey(models.Model):
    """A key that enciphers personal details (or marks them for exact search), wrapped by the machine's master key."""

    cipher = models.TextField(help_text="aes or sm4")
    wrapped = models.BinaryField()
    is_for_marks = models.BooleanField(default=False)


class Heartbeat(models.Model):
    """When something that works by itself last did so: its silence is told on the board."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()


class Counter(models.Model):
    """The last number given in a series, e.g. one station's incidents of one day."""

    series = models.TextField(primary_key=True)
    last = models.BigIntegerField()


@pghistory.track()
class StationSetting(models.Model):
    """A setting that a station may change; its history is kept by the database."""

    station_id = models.BigIntegerField()
    name = models.TextField()
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station_id", "name"], name="a_setting_has_one_value_at_a_station")
        ]
