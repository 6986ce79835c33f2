"""The room of partners and people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    """Partners and people."""

    name = "tenants"
    verbose_name = _("Partners and people")

    def ready(self) -> None:
        """Register the checks of what is set."""
        from tenants import checks  # noqa: F401, PLC0415  they register themselves
