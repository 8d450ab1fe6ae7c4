"""The door that the web server opens: `linwang.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linwang.settings")
application = get_asgi_application()
