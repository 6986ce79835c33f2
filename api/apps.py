"""The room for Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Keys and their use, in each partner's schema."""

    name = "api"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Let the schema's generator find how a key is presented."""
        from api.schema import security  # noqa: F401, PLC0415  registers itself, and needs the apps
