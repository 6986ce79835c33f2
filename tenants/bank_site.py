"""The admin of the bank's people: its words, its door, its first page, and what may stand in it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class BankSite(AdminSite):
    """Holds only the pages of this product: packages register theirs, secrets of sign-in among them."""

    site_header = site_title = _("Merchant analytics")
    index_title = _("For account managers")
    # Its width belongs to the lists: the trail above each page and the first page lead everywhere.
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Leave out what no room of this product wrote."""
        if getattr(admin_class, "of_the_bank", False):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one sign-in page, or to the second factor; the admin's own would not count the tries."""
        from tenants.admin_door import door  # noqa: PLC0415  it reads models, this is read before them

        return door(request)

    def has_permission(self, request: HttpRequest) -> bool:
        """Open to account managers, with a second factor where the bank asks for one."""
        from tenants.admin_door import may_enter  # noqa: PLC0415  it reads models, this is read before them

        return may_enter(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Begin with what is to be done today."""
        from tenants.admin.today import today  # noqa: PLC0415  it reads models, this is read before them

        return super().index(request, {"today": today(self, request), **(extra_context or {})})


class BankAdminConfig(AdminConfig):
    """Django's admin with the bank's site."""

    default_site = "tenants.bank_site.BankSite"
