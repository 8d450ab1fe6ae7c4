"""The personnel package as a Django application."""

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    """Registers the tables of personnel."""

    name = "linwang.personnel"
    verbose_name = "人员"
