"""Addresses of bringing in reference data."""

from django.urls import path

from linwang.web.places import importing

app_name = "places"
urlpatterns = [path("import/", importing.bring_in, name="import")]
