"""Handing an incident to another station."""

from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput, NotAllowed, WrongMoment

Offer = TypeVar("Offer")


def check_can_offer(*, is_same_station: bool, offered_to: str) -> None:
    """To one other station at a time."""
    if is_same_station:
        raise BadInput(_("警情已经在该单位。请选择其他单位。"), fields={"to_station": _("请选择其他单位。")})
    if offered_to:
        raise WrongMoment(_("已移交%(station)s，正等对方答复。要改投其他单位，请先取消。") % {"station": offered_to})


def check_is_offered(offer: Offer | None) -> Offer:
    """There is something to answer."""
    if offer is None:
        raise WrongMoment(_("没有待答复的移交，可能刚被取消或已经答复。请刷新后再看。"))
    return offer


def check_is_for_us(is_for_us: bool) -> None:
    """Only the station that is asked answers."""
    if not is_for_us:
        raise NotAllowed(_("只有接收单位可以答复移交。"))
