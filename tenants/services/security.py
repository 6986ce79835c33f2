"""What follows when a person changes how they sign in: records at each of their partners, and a letter."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from tenants.addresses import public_address
from tenants.mail import letter_send
from tenants.models import Membership, Session, User
from tenants.services.audit import audit


@dataclass(frozen=True, slots=True)
class Change:
    """What the page says at once, and what the letter says."""

    done: str | Promise
    told: str | Promise = ""


CHANGES: Final = {
    "totp_activated": Change(
        _("The code app is set up. From now on we ask for its code."), _("A code app was set up for signing in.")
    ),
    "totp_deactivated": Change(_("The code app is removed."), _("The code app for signing in was removed.")),
    "webauthn_added": Change(_("The passkey is added."), _("A passkey was added.")),
    "webauthn_removed": Change(_("The passkey is removed."), _("A passkey was removed.")),
    "recovery_codes_generated": Change(
        _("Here are your recovery codes. We show them this once."), _("New recovery codes were made.")
    ),
    "password_changed": Change(_("The new password is set."), _("The password was changed.")),
    "password_reset": Change(
        _("The new password is set. Sign in with it."), _("The password was set anew by a letter.")
    ),
}
"""Keys are allauth's names of its changes, and our two about the password."""


def security_changed(*, user: User, change: str) -> None:
    """Record the change wherever the person works, and write to them: they notice what they did not do."""
    with transaction.atomic():
        for member in Membership.objects.select_related("partner").filter(user=user):
            audit(partner=member.partner, actor=user, action=change)
        with override(user.language):
            told = gettext(str(CHANGES[change].told))
        context = {
            "told": told,
            "at": now(),
            "reset": public_address(reverse("password-reset", settings.PUBLIC_SCHEMA_URLCONF)),
        }
        letter_send(name="security", to=user.email, language=user.language, context=context)


def sessions_end(*, user: User, keep: str | None) -> int:
    """End the person's sessions on all hosts but the one named; return how many."""
    return Session.objects.filter(user=user).exclude(session_key=keep).delete()[0]
