"""The room in Django's register."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tenants.models import Partner, User


class OnboardingConfig(AppConfig):
    """Sign-up and the first steps."""

    name = "onboarding"
    verbose_name = _("First steps")

    def ready(self) -> None:
        """Answer what the rooms below ask."""
        from insights import hooks  # noqa: PLC0415  they read models
        from onboarding.panels import aside, under_way  # noqa: PLC0415
        from tenants import hooks as tenant_hooks  # noqa: PLC0415

        @hooks.without_figures.answered_by
        def without_figures(partner: "Partner", *, owner: bool) -> Any:
            return aside.without_figures(partner, owner=owner)

        @hooks.first_steps.answered_by
        def first_steps(partner: "Partner", *, owner: bool) -> Any:
            return aside.first_steps(partner, owner=owner)

        @tenant_hooks.sign_ups.answered_by
        def sign_ups(user: "User") -> Any:
            return under_way.sign_ups(user)
