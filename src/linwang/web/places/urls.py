"""Addresses of reference data: bringing it in, and names that calls taught."""

from django.urls import path

from linwang.web.places import aliases, importing

app_name = "places"
urlpatterns = [
    path("import/", importing.bring_in, name="import"),
    path("aliases/", aliases.waiting, name="aliases"),
    path("aliases/<int:proposal>/confirm/", aliases.confirm, name="confirm_alias"),
    path("aliases/<int:proposal>/refuse/", aliases.refuse, name="refuse_alias"),
]
