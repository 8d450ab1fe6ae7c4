"""Addresses of the loop; fixed words stand before numbers."""

from linwang.web.incidents import board_urls, call_out_urls, incident_urls, intake_urls, photo_urls

app_name = "incidents"
urlpatterns = [
    *board_urls.urlpatterns,
    *photo_urls.urlpatterns,
    *intake_urls.urlpatterns,
    *incident_urls.urlpatterns,
    *call_out_urls.urlpatterns,
    *intake_urls.urlpatterns_of_one,
    *incident_urls.urlpatterns_of_one,
    *call_out_urls.urlpatterns_of_one,
]
