"""Addresses of call-outs."""

from django.urls import path

from linwang.web.incidents import call_out_acts, call_out_form, call_outs, join

urlpatterns = [
    path("join/<str:token>/", join.join, name="join"),
    path("join/<str:token>/leave/", join.leave, name="leave"),
    path("call-outs/<int:call_out>/", call_outs.call_out, name="call_out"),
    path("call-outs/<int:call_out>/parts/", call_outs.parts, name="call_out_parts"),
    path("call-outs/<int:call_out>/roll/", call_outs.roll, name="call_out_roll"),
    path("call-outs/<int:call_out>/poster/", call_outs.poster, name="call_out_poster"),
    path("call-outs/<int:call_out>/ask/", call_out_acts.ask_more, name="ask_more"),
    path("call-outs/<int:call_out>/need/", call_out_acts.change_need, name="change_need"),
    path("call-outs/<int:call_out>/mark/", call_out_acts.mark, name="mark_called"),
    path("call-outs/<int:call_out>/teams/", call_out_acts.form_team, name="form_team"),
    path("call-outs/<int:call_out>/teams/change/", call_out_acts.change_team, name="change_team"),
    path("call-outs/<int:call_out>/teams/move/", call_out_acts.move_member, name="move_member"),
    path("call-outs/<int:call_out>/rescued/", call_out_acts.count_rescued, name="count_rescued"),
    path("call-outs/<int:call_out>/rescued/strike/", call_out_acts.strike_rescue, name="strike_rescue"),
    path("call-outs/<int:call_out>/stand-down/", call_out_acts.stand_down, name="stand_down"),
    path("call-outs/<int:call_out>/end/", call_out_acts.end, name="end_call_out"),
]
urlpatterns_of_one = [
    path("<slug:number>/call-out/", call_out_form.call_out_start, name="start_call_out"),
    path("<slug:number>/call-out/advice/", call_out_form.call_out_advice, name="call_out_advice"),
]
