"""Live notices: a change says in one short NOTIFY what changed; browsers ask again for what they show."""

import json

from django.db import connection

CHANNEL = "linwang_live"


def tell(*, station: int, kind: str, reference: str, version: int = 0) -> None:
    """Announce, after commit, that a record of a station changed. Never carries its contents."""
    notice = json.dumps({"s": station, "k": kind, "r": reference, "v": version}, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, notice])
