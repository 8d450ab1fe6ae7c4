"""Whether this process can serve: asked by the launcher and by a proxy."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from linwang.web.guards import open_to_all


@open_to_all("asked by machines before anybody is signed in; says only yes")
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")
