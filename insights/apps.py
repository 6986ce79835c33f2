"""The Django application of the room."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Metrics of a partner, in the partner's schema."""

    name = "insights"
    default_auto_field = "django.db.models.BigAutoField"
