"""Who asks or acts: given to every query as `seen_by` and to every action as `by`."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import NotAllowed


@dataclass(frozen=True)
class Actor:
    """A person, a partner's machine or the program itself, with what it may see and do.

    `sees` are the stations whose records are open to it: one's own, and for the bureau its stations'.
    """

    person: int | None
    name: str
    station: int
    sees: frozenset[int]
    capabilities: frozenset[Capability] = field(default_factory=frozenset)
    partner: int | None = None

    def may(self, capability: Capability) -> bool:
        """Whether one of the roles grants it."""
        return capability in self.capabilities

    def someone(self) -> int:
        """The person's id, for acts that only a person can do."""
        if self.person is None:
            raise NotAllowed(_("这项操作只能由登录的人员进行。"))
        return self.person

    def check_may(self, capability: Capability) -> None:
        """Refuse unless one of the roles grants it."""
        if not self.may(capability):
            raise NotAllowed(_("您的岗位没有“%(what)s”权限。需要时请找值班领导。") % {"what": capability.label})


def program(station: int) -> Actor:
    """The program acting by itself for a station: an escalation, a timetable."""
    return Actor(person=None, name="邻望", station=station, sees=frozenset({station}))
