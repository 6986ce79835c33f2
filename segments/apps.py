"""This room as Django knows it."""

from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    """What models find in a partner's customers."""

    name = "segments"
    default_auto_field = "django.db.models.BigAutoField"
