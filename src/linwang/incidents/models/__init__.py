"""Tables of the loop."""

from linwang.incidents.models.call_out import AnswerCount, CalledPerson, CallOut, HelperTeam, Rescue
from linwang.incidents.models.catalogue import IncidentKind, KindCategory, LimitSet, Procedure, QuestionSet
from linwang.incidents.models.export import Export
from linwang.incidents.models.incident import Answer, Call, CallDraft, Caller, Incident, IncomingCall, Merge
from linwang.incidents.models.response import (
    AgencyTask,
    Assignment,
    Callback,
    Escalation,
    OutcomeReport,
    Photo,
    Referral,
    ShiftHandOver,
    StationHandOver,
    StepDone,
)

__all__ = [
    "AgencyTask",
    "Answer",
    "AnswerCount",
    "Assignment",
    "Call",
    "CallDraft",
    "CallOut",
    "Callback",
    "CalledPerson",
    "Caller",
    "Escalation",
    "Export",
    "HelperTeam",
    "Incident",
    "IncidentKind",
    "IncomingCall",
    "KindCategory",
    "LimitSet",
    "Merge",
    "OutcomeReport",
    "Photo",
    "Procedure",
    "QuestionSet",
    "Referral",
    "Rescue",
    "ShiftHandOver",
    "StationHandOver",
    "StepDone",
]
