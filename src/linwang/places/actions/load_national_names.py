"""导入全国地名: lay the national list out on this machine, with one line in the journal of the station that asked."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.gateways.national_list import NoSuchList, national_index
from linwang.places.queries.national_names import national_names_folder

SUBJECT, LOADED = "places", "national_names_loaded"


def load_national_names(*, folder: Path, by: Actor, at: datetime) -> int:
    """Read all towns and villages, lay them out for asking, and say how many there are."""
    by.check_may(Capability.IMPORT_DATA)
    try:
        index = national_index(folder)
    except NoSuchList as missing:
        raise BadInput(_("文件夹里缺少 %(file)s 或其 .zst 压缩文件。") % {"file": missing}) from missing
    index.save(national_names_folder())
    journal.write(
        station=by.station, subject=SUBJECT, reference=str(by.station), what=LOADED, by=by, at=at, names=len(index),
        folder=folder.name,
    )  # fmt: skip
    return len(index)
