"""导出: what was taken out of the program, by whom; the file itself is made by the door."""

from datetime import datetime
from uuid import UUID

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.states import Act

SUBJECT = "export"


@once
def note_export(*, chosen: dict[str, str], key: UUID, by: Actor, at: datetime) -> int:
    """Journal that the incidents under these choices are being exported."""
    by.check_may(Capability.EXPORT_RECORDS)
    return journal.write(
        station=by.station, subject=SUBJECT, reference=str(by.person), what=str(Act.EXPORTED), by=by, at=at,
        chosen=chosen,
    )  # fmt: skip
