"""The room of plans."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tenants.models import Partner


class BillingConfig(AppConfig):
    """Plans and access."""

    name = "billing"
    verbose_name = _("Plans and access")

    def ready(self) -> None:
        """Answer what the room of partners asks."""
        from billing import acts, entitlements, features  # noqa: PLC0415  they read models
        from tenants import hooks  # noqa: PLC0415

        acts.acts_name()

        @hooks.seats.answered_by
        def seats(partner: "Partner") -> int | None:
            return entitlements.limit(partner, features.USERS)

        @hooks.leaving.answered_by
        def leaving(partner: "Partner") -> None:
            from billing.services import subscription_end  # noqa: PLC0415

            subscription_end(partner=partner)
