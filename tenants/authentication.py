"""Who may sign in where: on a partner's host its members, on the public host everybody confirmed."""

from typing import Any, Final
from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from tenants.database import connection
from tenants.managing import manages
from tenants.models import Membership, Partner, Role, User
from tenants.models.user import email_normal
from tenants.proxies import address_of
from tenants.selectors import with_places

BACKEND: Final = "tenants.authentication.HostBackend"
SUPPORT_BACKEND: Final = "tenants.authentication.SupportBackend"
VISIT: Final = "visit"
SUPPORT: Final = "support"


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
        if matches and here is None and request is not None and user is not None and user.is_active:
            # The page may tell someone who knows the password what is missing.
            request.unconfirmed = user  # type: ignore[attr-defined]
        return here if matches else None

    def get_user(self, user_id: Any) -> User | None:
        """Read the person of a session, with the membership; one query."""
        return person_here(user_id)


class SupportBackend(BaseBackend):
    """An account manager who looks at one partner's pages as its owner would, and changes nothing.

    Asked on every request: whoever is no account manager any more, or not this partner's, is out at once.
    """

    def get_user(self, user_id: Any) -> User | None:
        """Read the manager, with a membership that no table holds."""
        here = connection.tenant
        user = User.objects.filter(pk=user_id, is_active=True, is_staff=True).first()
        if user is None or not isinstance(here, Partner) or not manages(user, here):
            return None
        user.membership = Membership(partner=here, user=user, role=Role.OWNER)
        return user


def person_here(user_id: Any) -> User | None:
    """Return the active person if they belong to the host that the connection is in.

    On a partner's host its members do; on the public one everybody whose e-mail address is confirmed.
    """
    here = connection.tenant
    if isinstance(here, Partner):
        member = (
            with_places(Membership.objects.select_related("user"))
            .filter(user_id=user_id, partner_id=here.pk, user__is_active=True)
            .first()
        )
        if member is None:
            return None
        member.partner = here
        member.user.membership = member
        return member.user
    return User.objects.filter(pk=user_id, is_active=True).exclude(emailaddress__verified=False).first()


def session_start(request: HttpRequest, user: User) -> None:
    """Begin the session of a person who has proven who they are, and note when they came."""
    if SUPPORT in request.session:
        request.session.flush()
    login(request, user, backend=BACKEND)
    visit_note(request)
    if user.membership is not None:
        Membership.objects.filter(pk=user.membership.pk).update(seen_at=timezone.now())


def visit_note(request: HttpRequest) -> None:
    """Keep with the session where it was begun, for the list of one's own sessions."""
    request.session[VISIT] = {
        "address": address_of(request),
        "agent": request.META.get("HTTP_USER_AGENT", "")[:300],
    }
