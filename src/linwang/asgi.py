"""The door that the web server opens: `linwang.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linwang.settings")
application = get_asgi_application()

# After the settings are known: roads for travel times, in the background.
from linwang.places.queries.roads import make_ready_soon  # noqa: E402

make_ready_soon()
