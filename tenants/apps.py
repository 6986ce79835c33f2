"""The room of partners and people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    """Partners and people."""

    name = "tenants"
    verbose_name = _("Partners and people")
