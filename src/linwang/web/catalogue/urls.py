"""Addresses of the catalogue; fixed words stand before sections."""

from django.urls import path

from linwang.web.catalogue import editing, importing, reading

app_name = "catalogue"
urlpatterns = [
    path("", reading.listing, name="list"),
    path("import/", importing.bring_in, name="import"),
    path("export/", reading.export, name="export"),
    path("<str:section>/", reading.section, name="section"),
    path("<str:section>/new/", editing.new, name="new"),
    path("<str:section>/<str:code>/", reading.item, name="item"),
    path("<str:section>/<str:code>/edit/", editing.edit, name="edit"),
    path("<str:section>/<str:code>/remove/", editing.remove, name="remove"),
]
