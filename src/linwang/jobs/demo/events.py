"""What the demo invents of calls: catalogue items to choose from, and the history that comes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from linwang.incidents.rules.past import PastIncident


@dataclass(frozen=True, slots=True)
class KindChoice:
    """An item of the catalogue, as far as the demo needs it."""

    code: str
    name: str
    category: str
    also: tuple[str, ...]
    priority: str
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened, oldest first, and the open incidents of this moment."""

    past: Sequence[PastIncident] = field(default=())
    open: Sequence[PastIncident] = field(default=())
