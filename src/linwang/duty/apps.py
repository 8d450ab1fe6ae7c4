"""The duty package as a Django application."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Registers the tables of duty."""

    name = "linwang.duty"
    verbose_name = "勤务"
