"""Addresses of the phone page and of the positions of units."""

from django.urls import path

from linwang.web.duty import acts, phone, positions

app_name = "duty"
urlpatterns = [
    path("phone/", phone.phone, name="phone"),
    path("phone/now/", phone.order, name="phone_now"),
    path("on/", phone.on_duty, name="on_duty"),
    path("off/", phone.off_duty, name="off_duty"),
    path("acts/", acts.act, name="act"),
    path("photos/", acts.photo, name="add_photo"),
    path("photos/<uuid:key>/", phone.photo, name="photo"),
    path("caller/", phone.caller, name="caller"),
    path("trail/", phone.trail, name="trail"),
    path("position/", positions.own_position, name="own_position"),
    path("worker.js", phone.worker, name="worker"),
]
