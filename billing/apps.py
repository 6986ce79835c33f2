"""The room of plans."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db import transaction
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

        @hooks.suspended.answered_by
        def suspended(partner: "Partner") -> None:
            from billing.tasks import charges_stop  # noqa: PLC0415

            # The host closes at once, whether the provider answers or not.
            transaction.on_commit(lambda: charges_stop.delay(str(partner.pk)), robust=True)

        @hooks.leaving.answered_by
        def leaving(partner: "Partner") -> None:
            from billing.services import subscription_end  # noqa: PLC0415

            subscription_end(partner=partner)
