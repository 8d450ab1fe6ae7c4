"""Photos of the scene: for the desk by the incident they belong to, for a crew by its open order."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linwang.duty.queries.crew import crew_of
from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotFound
from linwang.incidents.models import Photo
from linwang.incidents.queries.fetch import visible_incidents
from linwang.incidents.states import ASSIGNMENT_OPEN


def photo_file(key: UUID, *, seen_by: Actor) -> Path:
    """The file of a photo whose incident one may see."""
    mine = visible_incidents(seen_by=seen_by).values("pk")
    return _file(Photo.objects.filter(key=key, incident__in=mine).values_list("file", flat=True).first())


def photo_file_for_crew(key: UUID, *, seen_by: Actor) -> Path:
    """The file of a photo of the incident that one's own unit is on now."""
    crew = crew_of(seen_by.person) if seen_by.person else None
    if crew is None:
        raise no_such_photo()
    own = Photo.objects.filter(
        key=key, incident__assignments__unit=crew.unit, incident__assignments__status__in=ASSIGNMENT_OPEN
    )
    return _file(own.values_list("file", flat=True).first())


def no_such_photo() -> NotFound:
    """The one answer to a photo that is not there or not yours."""
    return NotFound(_("没有找到这张照片，或您无权查看。"))


def _file(name: str | None) -> Path:
    path = Path(settings.PHOTO_FOLDER) / name if name else None
    if path is None or not path.is_file():
        raise no_such_photo()
    return path
