"""The Django application of the look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Template tags, theme and the style guide."""

    name = "ui"
