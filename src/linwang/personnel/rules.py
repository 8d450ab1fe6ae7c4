"""What holds for logins, PINs and roles."""

import re

from django.utils.translation import gettext_lazy as _

from linwang.foundation.capabilities import Role
from linwang.foundation.refusals import BadInput

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,39}")
_EASY = {"123456", "654321", "112233", "121212", "123123"}


def check_login(login: str) -> None:
    """Letters, digits, dot, dash and underscore: it is typed on any keyboard."""
    if not _LOGIN.fullmatch(login):
        raise _refuse("login", _("登录名用2到40个字母、数字、点、横线，以字母或数字开头。"))


def check_name(name: str) -> None:
    """A name of one to forty characters."""
    if not 1 <= len(name) <= 40:
        raise _refuse("name", _("请填写姓名，不超过40个字。"))


def check_roles(roles: frozenset[str]) -> None:
    """Only roles that exist."""
    if unknown := roles - set(Role.values):
        raise _refuse("roles", _("没有这样的岗位:%(roles)s。") % {"roles": "、".join(sorted(unknown))})


def check_pin(pin: str) -> None:
    """Six digits that are not the first ones somebody would try."""
    if not re.fullmatch(r"\d{6}", pin):
        raise _refuse("pin", _("PIN 码是6位数字。"))
    if len(set(pin)) == 1 or pin in _EASY:
        raise _refuse("pin", _("这个 PIN 码太容易被猜到，请换一个。"))


def _refuse(field: str, sentence: object) -> BadInput:
    return BadInput(sentence, fields={field: sentence})  # type: ignore[arg-type, dict-item]
