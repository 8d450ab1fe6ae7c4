"""A shared computer remembers who signed in fully at it; a PIN brings them back for some hours."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import NotAllowed
from linwang.personnel.models import DeskPerson, Person

STAYS_FOR = timedelta(hours=12)
WRONG_PINS = 5


def remember(*, desk: UUID, person: int, at: datetime) -> None:
    """The person signed in fully here: the PIN works again, from now."""
    DeskPerson.objects.update_or_create(desk=desk, person_id=person, defaults={"since": at, "wrong_pins": 0})


def come_back(*, desk: UUID, person: int, pin: str, at: datetime) -> Person:
    """The person, if the PIN is theirs; five wrong ones leave only the full sign-in."""
    problem = None
    with transaction.atomic():
        here = DeskPerson.objects.select_for_update(of=("self",)).filter(desk=desk, person=person).first()
        if here is None or here.since < at - STAYS_FOR or not here.person.is_active:
            raise NotAllowed(_("此人未在这台电脑上用密码登录过，请改用密码登录。"))
        if here.person.pin and check_password(pin, here.person.pin):
            here.wrong_pins = 0
            here.save(update_fields=["wrong_pins"])
            return here.person
        problem = _count_wrong(here)
    raise problem


def _count_wrong(here: DeskPerson) -> NotAllowed:
    here.wrong_pins += 1
    left = WRONG_PINS - here.wrong_pins
    if left <= 0:
        here.delete()
        return NotAllowed(_("PIN 码多次错误，请改用密码登录。"))
    here.save(update_fields=["wrong_pins"])
    return NotAllowed(_("PIN 码不对，还可以试 %(left)d 次。") % {"left": left})
