"""照片: a picture of the scene joins the incident; its file lies under a random name outside the web root."""

import os
import secrets
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from linwang.foundation.actor import Actor
from linwang.foundation.operations import once
from linwang.incidents.actions.settle import record
from linwang.incidents.models import Photo
from linwang.incidents.queries.orders import is_on_behalf, order_for_update
from linwang.incidents.rules.orders import differing_clock
from linwang.incidents.rules.pictures import Picture
from linwang.incidents.states import Act


@once
def add_photo(
    *, assignment: int, picture: Picture, key: UUID, by: Actor, at: datetime, device_at: datetime | None = None
) -> str:
    """Keep a cleaned picture with the incident of a unit's order; returns its key.

    The file is written first: a photo without its row is litter, a row without its photo would be a lie.
    """
    incident, order = order_for_update(assignment, by=by)
    name = f"{at:%Y-%m}/{secrets.token_hex(16)}.jpg"
    try:
        _keep(picture.jpeg, _path(name))
        Photo.objects.create(
            key=key, incident=incident, file=name, width=picture.width, height=picture.height, at=at, by_id=by.person
        )
        record(
            incident, by=by, at=at, what=Act.PHOTO_ADDED, words=order.unit.call_sign,
            device_at=differing_clock(device_at, at), photo=str(key), unit=order.unit_id,
            on_behalf=is_on_behalf(order, by=by),
        )  # fmt: skip
    except BaseException:
        _path(name).unlink(missing_ok=True)
        raise
    return str(key)


def _keep(jpeg: bytes, path: Path) -> None:
    """Write the file durably; the month's folder keeps folders small. On a full disk half of it may stand there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(jpeg)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)


def _path(name: str) -> Path:
    return Path(settings.PHOTO_FOLDER) / name
