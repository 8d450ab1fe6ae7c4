"""The outbox: what must be told to others is deferred in the transaction of the change itself.

A parcel *is* a procrastinate job; `linwang/jobs/deliveries.py` says which handlers a kind has.
"""

from typing import Any

from procrastinate.contrib.django import app


def put(kind: str, *, lock: str | None = None, **facts: Any) -> None:
    """Put a parcel in the outbox; it leaves after commit. Parcels with the same `lock` leave in order."""
    app.configure_task("linwang.deliver", queue="outbox", lock=lock).defer(kind=kind, facts=facts)
