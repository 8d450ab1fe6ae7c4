"""Who asks: a partner's key in `Authorization: Bearer lw_…`, good for the scopes it was made with."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput, NotAllowed
from linwang.personnel import queries
from linwang.personnel.actions.keys import hash_of
from linwang.personnel.states import KeyScope
from linwang.places.queries import stations_seen_from

_GRANTS: dict[KeyScope, frozenset[Capability]] = {
    KeyScope.CALLS: frozenset({Capability.TAKE_CALLS}),
    KeyScope.TELEPHONE: frozenset({Capability.TAKE_CALLS}),
    KeyScope.AGENCY_STATUS: frozenset({Capability.ANSWER_AS_AGENCY}),
    KeyScope.POSITIONS: frozenset(),
    KeyScope.EXPORT: frozenset({Capability.EXPORT_RECORDS}),
}


class Asked(HttpRequest):
    """A request of a machine whose key was let in."""

    auth: Actor


class Scoped(HttpBearer):
    """Lets a key in that was made for one scope; `request.auth` is then the actor."""

    def __init__(self, scope: KeyScope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The machine as an actor of its station, or None for a key that does not hold."""
        prefix, _between, secret = token.removeprefix("lw_").partition("_")
        found = queries.key_for(prefix, hash_of(secret), at=clock.now())
        if found is None:
            return None
        if self.scope not in found.scopes:
            raise NotAllowed(_("这个密钥不能用于此接口。请联系派出所管理员。"))
        return Actor(
            person=None,
            name=found.name,
            station=found.station_id,
            sees=stations_seen_from(found.station_id),
            capabilities=_GRANTS[self.scope],
            partner=found.partner_id,
        )


def operation_key(request: HttpRequest, *stable: Any) -> UUID:
    """The client's `Idempotency-Key`, or one made of what names the act: sending twice is sending once."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return uuid5(NAMESPACE_URL, "|".join(map(str, stable)))
    try:
        return UUID(given)
    except ValueError:
        raise BadInput(_("Idempotency-Key 应为 UUID。")) from None
