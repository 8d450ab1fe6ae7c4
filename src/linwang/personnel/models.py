"""People, teams and partners. A person signs in with a login; roles are granted for a period."""

from typing import ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from linwang.foundation.capabilities import Role
from linwang.foundation.fields import EncipheredText
from linwang.personnel.states import PartnerKind, Rank, TeamKind


@pghistory.track()
class Team(models.Model):
    """队、室: command room, community team or case team of a station."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="teams")
    kind = models.TextField(choices=TeamKind.choices)
    name = models.TextField()


@pghistory.track()
class Partner(models.Model):
    """A security committee, property firm or agency that works with the station."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="partners")
    kind = models.TextField(choices=PartnerKind.choices)
    function = models.TextField(blank=True, help_text="the catalogue's code of what it does: roads, fire, power …")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their login."""

    def create_user(self, login: str, password: str | None = None, **fields: object) -> "Person":
        """A new person with a password."""
        person = self.model(login=login, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


@pghistory.track(exclude=["password", "pin", "last_login", "phone"])
class Person(AbstractBaseUser):
    """Somebody who works here or with us."""

    login = models.TextField(unique=True)
    name = models.TextField()
    station = models.ForeignKey("places.Station", models.PROTECT, related_name="people")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="people")
    partner = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="people")
    rank = models.TextField(choices=Rank.choices)
    skills = models.JSONField(default=list, help_text="codes, for finding a suited unit")
    grid = models.ForeignKey(
        "places.Grid", models.SET_NULL, null=True, blank=True, related_name="people",
        help_text="where somebody lives or keeps watch: neighbours are called out together",
    )  # fmt: skip
    may_be_called_out = models.BooleanField(default=True, help_text="agreed to be asked for help in an emergency")
    phone = EncipheredText(help_text="to be reached on duty; nobody else sees it")
    pin = models.TextField(blank=True, help_text="hashed; changes the person at a shared desk")
    language = models.TextField(default="zh-hans")
    theme = models.TextField(default="auto")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    objects: ClassVar[PersonManager] = PersonManager()


@pghistory.track()
class RoleGrant(models.Model):
    """A role somebody holds from one day, to another if it ended."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.TextField(choices=Role.choices)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="a_role_ends_after_it_began",
            )
        ]


@pghistory.track(exclude=["secret_hash"])
class PartnerKey(models.Model):
    """接口密钥: lets a partner's machine use the API, with the least scope."""

    station = models.ForeignKey("places.Station", models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="keys")
    name = models.TextField()
    prefix = models.TextField(unique=True)
    secret_hash = models.TextField(help_text="SHA-256 of the secret; the secret itself is shown once")
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class DeskPerson(models.Model):
    """Somebody who signed in fully at a shared computer and may come back to it by PIN for some hours."""

    desk = models.UUIDField(help_text="the computer, by a cookie of its browser")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    wrong_pins = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "person"], name="a_person_stands_once_at_a_desk")]
