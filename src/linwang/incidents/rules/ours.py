"""Whose incident it is: others may look and help, the station that holds it decides."""

from collections.abc import Set as AbstractSet

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import NotAllowed


def check_is_ours(station: int, sees: AbstractSet[int]) -> None:
    """Refuse who only sees the incident because it was handed over or offered."""
    if station not in sees:
        raise NotAllowed(_("该警情由其他单位办理，您的单位只能查看。"))
