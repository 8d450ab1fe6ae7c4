"""The states of the loop, and which may follow which. Labels are the words on the screen."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Priority(TextChoices):
    """Urgency: A is danger to life, D can wait."""

    A = "A", _("一级 · 危及生命")
    B = "B", _("二级 · 紧急")
    C = "C", _("三级 · 一般")
    D = "D", _("四级 · 可预约")


class KindGroup(TextChoices):
    """What families of incidents the catalogue has: the coarsest filter of a list."""

    CRIME = "crime", _("违法犯罪")
    PUBLIC_ORDER = "public_order", _("治安秩序")
    TRAFFIC = "traffic", _("交通")
    FIRE = "fire", _("火灾")
    DISASTER = "disaster", _("灾害事故")
    HELP = "help", _("群众求助")
    JOINT = "joint", _("社会联动")
    COMPLAINTS = "complaints", _("投诉监督")
    TIPS = "tips", _("举报线索")
    ASSISTANCE = "assistance", _("协助办理")
    OTHER = "other", _("其他")


class Channel(TextChoices):
    """How a call came in."""

    PHONE = "phone", _("电话")
    WALK_IN = "walk_in", _("当面报警")
    RESIDENT = "resident", _("居民上报")
    WATCHER = "watcher", _("守望员上报")
    OTHER_STATION = "other_station", _("其他单位移交")
    SENSOR = "sensor", _("监控室、感应设备")
    FEED = "feed", _("110推送")


class IncidentStatus(TextChoices):
    """Where the response stands."""

    RECEIVED = "received", _("待派警")
    DISPATCHED = "dispatched", _("已派警")
    HANDLING = "handling", _("处置中")
    REPORTED = "reported", _("待办结")
    CLOSED = "closed", _("已办结")
    MERGED = "merged", _("已并案")


I = IncidentStatus  # noqa: E741
INCIDENT_NEXT: dict[IncidentStatus, frozenset[IncidentStatus]] = {
    I.RECEIVED: frozenset({I.DISPATCHED, I.REPORTED, I.CLOSED, I.MERGED}),
    I.DISPATCHED: frozenset({I.RECEIVED, I.HANDLING, I.REPORTED, I.MERGED}),
    I.HANDLING: frozenset({I.RECEIVED, I.DISPATCHED, I.REPORTED, I.MERGED}),
    I.REPORTED: frozenset({I.RECEIVED, I.DISPATCHED, I.HANDLING, I.CLOSED, I.MERGED}),
    I.CLOSED: frozenset({I.RECEIVED, I.DISPATCHED, I.REPORTED}),
    I.MERGED: frozenset({I.RECEIVED, I.DISPATCHED, I.HANDLING, I.REPORTED}),
}
OPEN = frozenset({I.RECEIVED, I.DISPATCHED, I.HANDLING, I.REPORTED})


class AssignmentStatus(TextChoices):
    """What a unit has done with its order."""

    SENT = "sent", _("已下达")
    ACKNOWLEDGED = "acknowledged", _("已签收")
    EN_ROUTE = "en_route", _("出警中")
    ON_SCENE = "on_scene", _("已到场")
    REPORTED = "reported", _("已反馈")
    RECALLED = "recalled", _("已撤回")


A = AssignmentStatus
ASSIGNMENT_NEXT: dict[AssignmentStatus, frozenset[AssignmentStatus]] = {
    A.SENT: frozenset({A.ACKNOWLEDGED, A.RECALLED}),
    A.ACKNOWLEDGED: frozenset({A.EN_ROUTE, A.ON_SCENE, A.RECALLED}),
    A.EN_ROUTE: frozenset({A.ON_SCENE, A.RECALLED}),
    A.ON_SCENE: frozenset({A.REPORTED, A.RECALLED}),
    A.REPORTED: frozenset({A.ON_SCENE}),
    A.RECALLED: frozenset(),
}
ASSIGNMENT_OPEN = frozenset({A.SENT, A.ACKNOWLEDGED, A.EN_ROUTE, A.ON_SCENE})


class AgencyStatus(TextChoices):
    """What an agency (fire, roads, power …) has answered."""

    TOLD = "told", _("已通知")
    ACCEPTED = "accepted", _("已受理")
    ARRIVED = "arrived", _("已到场")
    CLEARED = "cleared", _("已完成")
    DECLINED = "declined", _("不能受理")
    WITHDRAWN = "withdrawn", _("已取消")


G = AgencyStatus
AGENCY_NEXT: dict[AgencyStatus, frozenset[AgencyStatus]] = {
    G.TOLD: frozenset({G.ACCEPTED, G.ARRIVED, G.CLEARED, G.DECLINED, G.WITHDRAWN}),
    G.ACCEPTED: frozenset({G.ARRIVED, G.CLEARED, G.WITHDRAWN}),
    G.ARRIVED: frozenset({G.CLEARED, G.WITHDRAWN}),
    G.CLEARED: frozenset(),
    G.DECLINED: frozenset(),
    G.WITHDRAWN: frozenset(),
}
AGENCY_OPEN = frozenset({G.TOLD, G.ACCEPTED, G.ARRIVED})


class CallOutStatus(TextChoices):
    """Where a call-out of the neighbours stands."""

    ASKING = "asking", _("召集中")
    ENOUGH = "enough", _("人已够")
    STOOD_DOWN = "stood_down", _("已解除")
    ENDED = "ended", _("已结束")


O = CallOutStatus  # noqa: E741
CALL_OUT_NEXT: dict[CallOutStatus, frozenset[CallOutStatus]] = {
    O.ASKING: frozenset({O.ENOUGH, O.STOOD_DOWN}),
    O.ENOUGH: frozenset({O.ASKING, O.STOOD_DOWN}),
    O.STOOD_DOWN: frozenset({O.ENDED}),
    O.ENDED: frozenset(),
}


class CalledStatus(TextChoices):
    """Where somebody who was asked stands, until they are known to be safe."""

    ASKED = "asked", _("待答复")
    COMING = "coming", _("会来")
    DECLINED = "not_coming", _("来不了")
    ARRIVED = "here", _("已到集合点")
    IN_FIELD = "in_field", _("在现场")
    LEFT = "left", _("已平安离开")
    NOT_NEEDED = "not_needed", _("不必来")


P = CalledStatus
CALLED_NEXT: dict[CalledStatus, frozenset[CalledStatus]] = {
    P.ASKED: frozenset({P.COMING, P.DECLINED, P.ARRIVED, P.NOT_NEEDED}),
    P.COMING: frozenset({P.DECLINED, P.ARRIVED, P.IN_FIELD, P.LEFT}),
    P.DECLINED: frozenset({P.COMING, P.ARRIVED}),
    P.ARRIVED: frozenset({P.IN_FIELD, P.LEFT}),
    P.IN_FIELD: frozenset({P.ARRIVED, P.LEFT}),
    P.LEFT: frozenset({P.ARRIVED, P.IN_FIELD}),
    P.NOT_NEEDED: frozenset({P.ASKED, P.ARRIVED}),
}
PRESENT = frozenset({P.ARRIVED, P.IN_FIELD})
UNACCOUNTED = PRESENT | {P.COMING}
"""Whoever said yes or came is looked for until they are known to have left safely."""
SAID_YES = UNACCOUNTED | {P.LEFT}


class CallOutTask(TextChoices):
    """What neighbours are asked to do; nothing here leads into danger."""

    OBSERVE = "observe", _("观察水情、险情")
    REPORT = "report", _("上报情况")
    WARN = "warn", _("上门通知转移")
    GUIDE = "guide", _("引导疏散")
    CARRY = "carry", _("搬运物资")
    SHELTER = "shelter", _("安置照料")
    KEEP_AWAY = "keep_away", _("劝返路人")
    CLOSE_ROAD = "close_road", _("看守路口")


class Disposition(TextChoices):
    """How an incident was judged when it was closed, by a person."""

    HANDLED = "handled", _("已处置")
    MEDIATED = "mediated", _("现场调解")
    TO_MEDIATION = "to_mediation", _("移送调解")
    TO_CASE = "to_case", _("移交案件办理")
    REFERRED = "referred", _("非警务，已转办")
    REPEATED = "repeated", _("重复报警")
    NEEDLESS = "needless", _("无效报警")
    FALSE_ALARM = "false_alarm", _("误报")
    NOTHING_FOUND = "nothing_found", _("到场未发现")
    HELPED = "helped", _("已提供帮助")


class OutcomeKind(TextChoices):
    """What a unit found and did."""

    SETTLED = "settled", _("当场解决")
    MEDIATED = "mediated", _("当场调解")
    HELPED = "helped", _("已帮助")
    TAKEN_OVER = "taken_over", _("已移交")
    NEEDS_MORE = "needs_more", _("需继续处理")
    NOTHING_FOUND = "nothing_found", _("未发现异常")


class CallbackResult(TextChoices):
    """Whether the caller could be reached afterwards."""

    REACHED = "reached", _("已接通")
    NO_ANSWER = "no_answer", _("未接通")
    DECLINED = "declined", _("不愿回答")


class Satisfaction(IntegerChoices):
    """What the caller said of the service; of the service, never of a person."""

    SATISFIED = 3, _("满意")
    FAIR = 2, _("基本满意")
    DISSATISFIED = 1, _("不满意")


class HandOverStatus(TextChoices):
    """Help across borders: an explicit hand-over between stations."""

    OFFERED = "offered", _("待接收")
    ACCEPTED = "accepted", _("已接收")
    DECLINED = "declined", _("已退回")
    WITHDRAWN = "withdrawn", _("已取消")


class ReferralStatus(TextChoices):
    """A matter that is not for the police, given to who can deal with it."""

    SENT = "sent", _("已转办")
    ANSWERED = "answered", _("已答复")
    CAME_BACK = "came_back", _("已退回")


class Due(TextChoices):
    """What the clock of an open incident is waiting for."""

    DISPATCH = "dispatch", _("待派警")
    SIGN = "sign", _("待签收")
    LEAVE = "leave", _("待出警")
    ARRIVE = "arrive", _("待到场")
    REPORT = "report", _("待反馈")
    CLOSE = "close", _("待办结")


class Act(TextChoices):
    """What a journal line says was done."""

    RANG = "rang", _("来电")
    CLAIMED = "claimed", _("接听")
    HUNG_UP = "hung_up", _("挂断")
    CALL_TAKEN = "call_taken", _("接警")
    CALL_ADDED = "call_added", _("补充来电")
    ANSWERED = "answered", _("记录问答")
    CLASSIFIED = "classified", _("确定类别")
    RECLASSIFIED = "reclassified", _("更正类别")
    LOCATED = "located", _("确定地点")
    RELOCATED = "relocated", _("更正地点")
    DISPATCHED = "dispatched", _("派警")
    ACKNOWLEDGED = "acknowledged", _("签收")
    EN_ROUTE = "en_route", _("出警")
    ON_SCENE = "on_scene", _("到场")
    REPORTED = "reported", _("反馈")
    SENT_BACK = "sent_back", _("退回补充")
    RECALLED = "recalled", _("撤回")
    BACKUP_ASKED = "backup_asked", _("请求增援")
    ESCALATED = "escalated", _("督办")
    AGENCY_TOLD = "agency_told", _("通知联动单位")
    AGENCY_ANSWERED = "agency_answered", _("联动单位回复")
    STEP_DONE = "step_done", _("完成步骤")
    STEP_UNDONE = "step_undone", _("取消步骤")
    NOTED = "noted", _("记录")
    PHOTO_ADDED = "photo_added", _("照片")
    STRUCK = "struck", _("划去")
    MERGED = "merged", _("并案")
    UNMERGED = "unmerged", _("撤销并案")
    CLOSED = "closed", _("办结")
    REOPENED = "reopened", _("重新打开")
    REFERRED = "referred", _("转办")
    REFERRAL_ANSWERED = "referral_answered", _("转办答复")
    CALLED_BACK = "called_back", _("回访")
    HANDED_OVER = "handed_over", _("移交")
    HAND_OVER_ANSWERED = "hand_over_answered", _("移交答复")
    CALLER_SEEN = "caller_seen", _("查看报警人信息")
    SEARCHED_PHONE = "searched_phone", _("按电话查询")
    THREE_WAY = "three_way", _("三方通话")
    EXPORT_ASKED = "export_asked", _("申请导出")
    EXPORT_APPROVED = "export_approved", _("批准导出")
    EXPORTED = "exported", _("导出")
    SHIFT_GIVEN = "shift_given", _("交班")
    SHIFT_TAKEN = "shift_taken", _("接班")
    CALLED_OUT = "called_out", _("召集")
    ASKED_MORE = "asked_more", _("再问一批")
    ENOUGH_CAME = "enough_came", _("召集人数已够")
    NEED_CHANGED = "need_changed", _("改召集人数")
    STOOD_DOWN = "stood_down", _("解除召集")
    RESCUED = "rescued", _("救出群众")
    RESCUE_STRUCK = "rescue_struck", _("撤销救出人数")
    CALL_OUT_ENDED = "call_out_ended", _("结束召集")
