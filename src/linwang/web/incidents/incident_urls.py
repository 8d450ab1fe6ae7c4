"""Addresses of one incident and of what comes after it; fixed words stand before numbers."""

from django.urls import path

from linwang.web.incidents import agency, callbacks, ending, fan, handling, incident, referrals, response

urlpatterns = [
    path("callbacks/", callbacks.callbacks, name="callbacks"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/<slug:receipt>/answer/", referrals.answer, name="answer_referral"),
    path("agency/", agency.tasks, name="agency_tasks"),
    path("agency/<int:task>/answer/", agency.answer, name="answer_task"),
]
urlpatterns_of_one = [
    path("<slug:number>/", incident.incident, name="incident"),
    path("<slug:number>/parts/", incident.parts, name="incident_parts"),
    path("<slug:number>/print/", incident.run_sheet, name="run_sheet"),
    path("<slug:number>/units/", incident.units, name="all_units"),
    path("<slug:number>/fan/", fan.fan, name="fan"),
    path("<slug:number>/dispatch/", response.dispatch, name="dispatch"),
    path("<slug:number>/dispatch/undo/", response.undo_dispatch, name="undo_dispatch"),
    path("<slug:number>/move/", response.move, name="move"),
    path("<slug:number>/recall/", response.recall, name="recall"),
    path("<slug:number>/backup/", response.backup, name="backup"),
    path("<slug:number>/report/", response.report, name="report"),
    path("<slug:number>/send-back/", response.send_back, name="send_back"),
    path("<slug:number>/agencies/", handling.tell_agencies, name="tell_agencies"),
    path("<slug:number>/agencies/answer/", handling.answer_for_agency, name="answer_for_agency"),
    path("<slug:number>/agencies/withdraw/", handling.withdraw_agency, name="withdraw_agency"),
    path("<slug:number>/steps/tick/", handling.tick, name="tick"),
    path("<slug:number>/steps/untick/", handling.untick, name="untick"),
    path("<slug:number>/note/", handling.note, name="note"),
    path("<slug:number>/strike/", handling.strike, name="strike"),
    path("<slug:number>/caller/", handling.see_caller, name="see_caller"),
    path("<slug:number>/close/", ending.close, name="close"),
    path("<slug:number>/reopen/", ending.reopen, name="reopen"),
    path("<slug:number>/refer/", ending.refer, name="refer"),
    path("<slug:number>/hand-over/", ending.hand_over, name="hand_over"),
    path("<slug:number>/hand-over/accept/", ending.accept_hand_over, name="accept_hand_over"),
    path("<slug:number>/hand-over/decline/", ending.decline_hand_over, name="decline_hand_over"),
    path("<slug:number>/hand-over/take-back/", ending.take_back_hand_over, name="take_back_hand_over"),
    path("<slug:number>/call-back/", ending.call_back, name="call_back"),
]
