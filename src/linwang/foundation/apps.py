"""The foundation as a Django application."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Journal, operation keys, counters and station settings."""

    name = "linwang.foundation"
    verbose_name = "基础"
