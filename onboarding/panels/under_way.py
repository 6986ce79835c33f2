"""Workspaces that a person asked for and does not have yet."""

from django.urls import reverse

from onboarding.models import SignUp
from tenants.hooks import SignUpUnderWay
from tenants.models import User


def sign_ups(user: User) -> tuple[SignUpUnderWay, ...]:
    """Return them, the newest first."""
    rows = SignUp.objects.filter(user=user).exclude(state=SignUp.State.READY)
    return tuple(
        SignUpUnderWay(row.company, row.get_state_display(), reverse("sign-up-progress", args=[row.pk])) for row in rows
    )
