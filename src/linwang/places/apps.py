"""The places package as a Django application."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Registers the tables of places."""

    name = "linwang.places"
    verbose_name = "地方"
