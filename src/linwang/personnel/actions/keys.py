"""Keys of partners' machines: shown once, stored as a hash, least scope, revoked at once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput, NotFound
from linwang.personnel.models import Partner, PartnerKey
from linwang.personnel.states import KeyScope

SUBJECT = "key"


def make_key(
    *, name: str, scopes: frozenset[str], partner: int | None, days: int, key: UUID, by: Actor, at: datetime
) -> str | None:
    """A new key `lw_<prefix>_<secret>`, returned this once; None if this request was already answered."""
    secret = secrets.token_urlsafe(32)
    made = _make_key(
        name=name, scopes=scopes, partner=partner, days=days, secret_hash=hash_of(secret), key=key, by=by, at=at
    )
    is_ours = PartnerKey.objects.filter(prefix=made, secret_hash=hash_of(secret)).exists()
    return f"lw_{made}_{secret}" if is_ours else None


@once
def _make_key(
    *,
    name: str,
    scopes: frozenset[str],
    partner: int | None,
    days: int,
    secret_hash: str,
    key: UUID,
    by: Actor,
    at: datetime,
) -> str:
    by.check_may(Capability.MANAGE_KEYS)
    _check(name, scopes, partner, days, by)
    made = PartnerKey.objects.create(
        station_id=by.station, partner_id=partner, name=name, prefix=secrets.token_hex(4), secret_hash=secret_hash,
        scopes=sorted(scopes), made_at=at, ends_at=at + timedelta(days=days),
    )  # fmt: skip
    journal.write(
        station=by.station, subject=SUBJECT, reference=made.prefix, what="key_made", by=by, at=at, words=name,
        scopes=sorted(scopes), days=days,
    )  # fmt: skip
    return made.prefix


@once
def revoke_key(*, prefix: str, key: UUID, by: Actor, at: datetime) -> None:
    """The key stops working with this."""
    by.check_may(Capability.MANAGE_KEYS)
    found = PartnerKey.objects.select_for_update().filter(prefix=prefix, station__in=by.sees).first()
    if found is None:
        raise NotFound(_("没有找到这个接口密钥。"))
    if found.revoked_at is None:
        found.revoked_at = at
        found.save(update_fields=["revoked_at"])
        journal.write(
            station=found.station_id, subject=SUBJECT, reference=prefix, what="key_revoked", by=by, at=at,
            words=found.name,
        )  # fmt: skip


def hash_of(secret: str) -> str:
    """SHA-256 in hex: the secret has 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _check(name: str, scopes: frozenset[str], partner: int | None, days: int, by: Actor) -> None:
    if not name.strip():
        raise BadInput(_("请给密钥起个名字，写明给谁用。"), fields={"name": _("请给密钥起个名字，写明给谁用。")})
    if not scopes or scopes - set(KeyScope.values):
        raise BadInput(_("请至少选一项用途。"), fields={"scopes": _("请至少选一项用途。")})
    if not 1 <= days <= 730:
        raise BadInput(_("有效期请填1到730天。"), fields={"days": _("有效期请填1到730天。")})
    if KeyScope.AGENCY_STATUS in scopes and partner is None:
        raise BadInput(
            _("回复联动任务的密钥要选定联动单位。"), fields={"partner": _("回复联动任务的密钥要选定联动单位。")}
        )
    if partner is not None and not Partner.objects.filter(pk=partner, station__in=by.sees).exists():
        raise NotFound(_("没有找到这个合作单位。"))
