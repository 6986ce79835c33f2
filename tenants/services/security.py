"""What follows when a person changes how they sign in: records at each of their partners, and a letter."""

from dataclasses import dataclass
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from tenants.addresses import public_address
from tenants.errors import Refused
from tenants.mail import letter_send
from tenants.models import Membership, Session, User
from tenants.roles import is_head
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
    "second_factor_removed": Change("", _("The bank removed the second factor, as you asked on the phone.")),
    "password_changed": Change(_("The new password is set."), _("The password was changed.")),
    "password_reset": Change(
        _("The new password is set. Sign in with it."), _("The password was set anew by a letter.")
    ),
}
"""Keys are allauth's names of its changes, and ours."""


def security_changed(*, user: User, change: str, by: User | None = None) -> None:
    """Record the change wherever the person works, and write to them: they notice what they did not do.

    `by` names someone of the bank who did it for them.
    """
    with transaction.atomic():
        for member in Membership.objects.select_related("partner").filter(user=user):
            details = {"email": user.email} if by else {}
            audit(partner=member.partner, actor=by or user, action=change, by_bank=by is not None, **details)
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


def second_factor_remove(*, user: User, by: User) -> None:
    """Help someone who lost phone and codes: their password alone signs them in again, all sessions end.

    Raises
    ------
    Refused
        When the one who asks is no head, asks for themself, or for a superuser without being one.
    """
    if not is_head(by) or by.pk == user.pk or (user.is_superuser and not by.is_superuser):
        raise Refused(gettext("Only another head removes a second factor."))
    with transaction.atomic():
        gone, _rows = Authenticator.objects.filter(user=user).delete()
        if not gone:
            raise Refused(gettext("%(name)s has no second factor.") % {"name": user})
        sessions_end(user=user, keep=None)
        security_changed(user=user, change="second_factor_removed", by=by)
