"""A request as our views see it: the middleware has put on it who asks."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from linwang.foundation.actor import Actor


class Request(HttpRequest):
    """Of somebody signed in: the guard has turned everybody else away before a view runs."""

    actor: Actor
    htmx: HtmxDetails
