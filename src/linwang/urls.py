"""Addresses: the first word is the package."""

from django.urls import include, path

from linwang.web import health

urlpatterns = [
    path("healthz", health.ready, name="healthz"),
    path("account/", include("allauth.urls")),
]
