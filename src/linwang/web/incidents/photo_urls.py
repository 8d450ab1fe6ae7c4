"""Addresses of photos."""

from django.urls import path

from linwang.web.incidents import photos

urlpatterns = [path("photos/<uuid:key>/", photos.photo, name="photo")]
