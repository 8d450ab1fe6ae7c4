"""Addresses: the first word is the package."""

from django.urls import include, path, re_path

from linwang.api.door import api
from linwang.web import choices, health, home, live, map_files, measures
from linwang.web.duty.positions import traccar_report
from linwang.web.incidents import paper
from linwang.web.personnel import without_mail

urlpatterns = [
    path("", home.home, name="home"),
    path("choices/", choices.choose, name="choices"),
    path("live/", live.stream, name="live"),
    path("map/base.pmtiles", map_files.base_map, name="base_map"),
    path("incidents/", include("linwang.web.incidents.urls")),
    path("duty/", include("linwang.web.duty.urls")),
    re_path("^positions/?$", traccar_report, name="positions"),
    path("catalogue/", include("linwang.web.catalogue.urls")),
    path("places/", include("linwang.web.places.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", measures.metrics, name="metrics"),
    path("paper/", paper.last_sheet, name="last_paper"),
    re_path(without_mail.ADDRESSES, without_mail.to_the_entrance),
    path("account/", include("allauth.urls")),
    path("personnel/", include("linwang.web.personnel.urls")),
    path("api/v1/", api.urls),
]
handler500 = "linwang.web.unavailable.fault"
