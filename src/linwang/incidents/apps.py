"""The incidents package as a Django application."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Registers the tables of incidents."""

    name = "linwang.incidents"
    verbose_name = "警情"
