"""Addresses of signing in, one's own page, people, settings and keys."""

from django.urls import path

from linwang.web.personnel import keys, locking, me, people, settings

app_name = "personnel"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/pin/", me.set_pin, name="set_pin"),
    path("second-factor/", me.second_factor, name="second_factor"),
    path("lock/", locking.lock, name="lock"),
    path("unlock/", locking.unlock, name="unlock"),
    path("people/", people.people, name="people"),
    path("people/new/", people.add, name="add_person"),
    path("people/<int:person>/", people.person, name="person"),
    path("people/<int:person>/password/", people.give_password, name="give_password"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/<slug:name>/", settings.change, name="change_setting"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<slug:prefix>/revoke/", keys.revoke, name="revoke_key"),
]
