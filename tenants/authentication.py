"""Who may sign in where: on a partner's host its members, on the public host account managers."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from tenants.database import connection
from tenants.models import Membership, Partner, User
from tenants.models.user import email_normal


class HostBackend(ModelBackend):
    """Knows only the people of the host that the request came to."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the person, or None for a wrong password, a stranger and a non-member alike.

        Each takes the same steps, so that the time tells nothing either.
        """
        email = email_normal(username or kwargs.get("email") or "")
        if password is None:
            return None
        user = User.objects.filter(email=email).first()
        if user is None:
            User().set_password(password)  # as long as checking one
        matches = user is not None and user.check_password(password)
        here = person_here(user.pk if user else UUID(int=0))
        return here if matches else None

    def get_user(self, user_id: Any) -> User | None:
        """Read the person of a session, with the membership; one query."""
        return person_here(user_id)


def person_here(user_id: Any) -> User | None:
    """Return the active person if they belong to the host that the connection is in."""
    here = connection.tenant
    if isinstance(here, Partner):
        member = (
            Membership.objects.select_related("user")
            .filter(user_id=user_id, partner_id=here.pk, user__is_active=True)
            .first()
        )
        if member is None:
            return None
        member.partner = here
        member.user.membership = member
        return member.user
    return User.objects.filter(pk=user_id, is_active=True, is_staff=True).first()
