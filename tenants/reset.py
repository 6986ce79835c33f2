"""Links that set a forgotten password: of one person, on one host, once."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tenants.addresses import partner_address, public_address
from tenants.authentication import person_here
from tenants.database import connection
from tenants.mail import letter_send
from tenants.migrating import PUBLIC
from tenants.models import Partner, User
from tenants.models.user import email_normal


class HostTokens(PasswordResetTokenGenerator):
    """Tokens that hold on the host they were asked for on, and nowhere else."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{connection.schema_name}:{super()._make_hash_value(user, timestamp)}"


tokens = HostTokens()


def reset_letter_send(*, email: str, partner: Partner | None) -> None:
    """Write to the person of this host who has this address; to nobody else, and nobody is told."""
    known = User.objects.filter(email=email_normal(email)).first()
    user = person_to_reset(known)
    if user is None:
        return
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password-reset-confirm", "tenants.urls_people", args=[uid, tokens.make_token(user)])
    letter_send(
        name="password_reset",
        to=user.email,
        language=user.language,
        context={
            "partner": partner.name if partner else "",
            "link": partner_address(partner, path) if partner else public_address(path),
        },
    )


def person_to_reset(known: User | None) -> User | None:
    """Return the person if they may set a password here: the letter itself proves an address not yet confirmed."""
    if known is None:
        return None
    if connection.schema_name == PUBLIC:
        return known if known.is_active else None
    return person_here(known.pk)
