"""Addresses: the first word is the package."""

from django.urls import include, path

from linwang.web import choices, health, home

urlpatterns = [
    path("", home.home, name="home"),
    path("choices/", choices.choose, name="choices"),
    path("healthz", health.ready, name="healthz"),
    path("account/", include("allauth.urls")),
]
