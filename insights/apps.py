"""The Django application of the room."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from tenants.models import Partner


class InsightsConfig(AppConfig):
    """Metrics of a partner, in the partner's schema."""

    name = "insights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer what the room of plans asks."""
        from billing import hooks  # noqa: PLC0415  they read models
        from insights import checks  # noqa: F401, PLC0415  registers itself
        from insights import hooks as insights_hooks  # noqa: PLC0415
        from insights.disclosure import contributor_of  # noqa: PLC0415
        from insights.selectors.standing import outlets_listed  # noqa: PLC0415
        from insights.services.recompute import lacking_recompute  # noqa: PLC0415
        from insights.tasks import partner_begin  # noqa: PLC0415
        from tenants import hooks as tenant_hooks  # noqa: PLC0415

        @hooks.outlets_in_use.answered_by
        def outlets_in_use(partner: "Partner") -> int:
            return outlets_listed(partner)

        @tenant_hooks.partner_proven.answered_by
        def partner_proven(partner: "Partner") -> None:
            partner_begin.delay(partner.schema_name)

        @tenant_hooks.contributor.answered_by
        def contributor(partner: "Partner") -> str:
            return contributor_of(partner)

        @hooks.holding_changed.answered_by
        def holding_changed(partner: "Partner") -> None:
            lacking_recompute(partner=partner)
            insights_hooks.holding_changed.ask(partner)
