"""Addresses of taking calls, and of correcting what was taken."""

from django.urls import path

from linwang.web.incidents import facts, intake, ringing, same_event, talk

urlpatterns = [
    path("new/", intake.take_call, name="take_call"),
    path("new/order/", intake.order, name="order_now"),
    path("new/suggest/", intake.suggest, name="suggest"),
    path("new/questions/", intake.questions, name="questions"),
    path("new/places/", facts.places, name="places"),
    path("new/point/", facts.at_point, name="at_point"),
    path("new/draft/", intake.save, name="save_draft"),
    path("new/draft/<uuid:draft>/discard/", intake.discard, name="discard_draft"),
    path("new/draft/<uuid:draft>/restore/", intake.restore, name="restore_draft"),
    path("ringing/", ringing.ringing, name="ringing"),
    path("ringing/<int:incoming>/answer/", ringing.answer, name="answer_ring"),
]
urlpatterns_of_one = [
    path("<str:number>/talk/", talk.talk, name="talk"),
    path("<str:number>/three-way/", talk.three_way, name="three_way"),
    path("<str:number>/same/", same_event.same_event, name="same_event"),
    path("<str:number>/merge/", same_event.merge, name="merge"),
    path("<str:number>/unmerge/", same_event.unmerge, name="unmerge"),
    path("<str:number>/kind/", facts.kind, name="correct_kind"),
    path("<str:number>/place/", facts.place, name="correct_place"),
    path("<str:number>/answers/", facts.answers, name="answers"),
]
