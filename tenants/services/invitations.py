"""People are asked to join a partner, and join."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tenants import hooks
from tenants.addresses import partner_address
from tenants.errors import Refused
from tenants.mail import letter_send
from tenants.models import Invitation, Membership, Partner, Role, User
from tenants.models.user import email_normal
from tenants.selectors import seats_taken
from tenants.services.accounts import email_confirmed, email_proven
from tenants.services.audit import audit

VALID: Final = timedelta(days=7)
OPEN: Final[dict[str, None]] = {"accepted_at": None, "revoked_at": None}


def member_invite(
    *, partner: Partner, email: str, role: str, invited_by: User | None, language: str | None = None
) -> Invitation:
    """Write to someone a letter with a link to join; an older open invitation of the address is replaced.

    Raises
    ------
    Refused
        For a malformed address, a member, and when the plan has no seat left.
    """
    email = email_normal(email)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Give an e-mail address, like name@company.ru."), field="email") from error
    if role not in Role.values:
        raise Refused(_("Choose one of the roles."), field="role")
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        _seats_check(partner, leaving_out=email)
        if Membership.objects.filter(partner=partner, user__email=email).exists():
            raise Refused(_("This person is in the team already."), field="email")
        Invitation.objects.filter(partner=partner, email=email, **OPEN).update(revoked_at=now)
        invitation = Invitation.objects.create(
            partner=partner,
            email=email,
            role=role,
            token_hash=token_hash(token),
            invited_by=invited_by,
            expires_at=now + VALID,
        )
        audit(
            partner=partner,
            actor=invited_by,
            action="member_invited",
            by_bank=not Membership.objects.filter(partner=partner, user=invited_by).exists(),
            email=email,
            role=role,
        )
        known = User.objects.filter(email=email).first()
        letter_send(
            name="invitation",
            to=email,
            language=known.language if known else (language or get_language() or User.Language.RU),
            context={
                "partner": partner.name,
                "by": str(invited_by) if invited_by else "",
                "role": invitation.get_role_display(),
                "days": VALID.days,
                "link": partner_address(partner, reverse("invitation", "tenants.urls_partner", args=[token])),
            },
        )
    return invitation


def invitation_accept(*, partner: Partner, token: str, full_name: str, password: str) -> User:
    """Join by the link's secret, once. Someone new sets name and password; someone known proves the own.

    Raises
    ------
    Refused
        For a link that is unknown here, used, revoked or too old, and for a password that won't do.
    """
    with transaction.atomic():
        found = invitation_open(partner=partner, token=token, lock=True)
        if found is None:
            raise Refused(_("This link is no longer valid. Ask the owner for a new invitation."))
        _seats_check(partner, leaving_out=found.email)
        user = User.objects.filter(email=found.email).first()
        # A password that nobody confirmed is anybody's: whoever holds the letter sets a new one.
        if user is not None and user.has_usable_password() and email_confirmed(user):
            if not user.is_active or not user.check_password(password):
                raise Refused(_("This is not the password of your account here."), field="password")
        else:
            user = user or User(email=found.email, language=get_language() or User.Language.RU)
            user.full_name = full_name.strip() or user.full_name
            try:
                validate_password(password, user)
            except ValidationError as error:
                raise Refused(" ".join(error.messages), field="password") from error
            user.set_password(password)
            user.save()
        Membership.objects.get_or_create(partner=partner, user=user, defaults={"role": found.role})
        email_proven(user)
        audit(partner=partner, actor=user, action="member_joined", role=found.role)
        found.accepted_at = timezone.now()
        found.save(update_fields=["accepted_at"])
    return user


def invitation_revoke(*, partner: Partner, invitation: Invitation, by: User | None = None) -> None:
    """Make an open invitation's link useless."""
    revoked = Invitation.objects.filter(pk=invitation.pk, partner=partner, **OPEN).update(revoked_at=timezone.now())
    if not revoked:
        raise Refused(_("This invitation is not open any more."))
    audit(partner=partner, actor=by, action="invitation_revoked", email=invitation.email)


def invitation_open(*, partner: Partner, token: str, lock: bool = False) -> Invitation | None:
    """Find this partner's invitation of a link, if it can still be used."""
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    return rows.filter(partner=partner, token_hash=token_hash(token), expires_at__gt=timezone.now(), **OPEN).first()


def account_exists(email: str) -> bool:
    """Say whether a person of this address has a password already."""
    user = User.objects.filter(email=email).first()
    return user is not None and user.has_usable_password() and email_confirmed(user)


def token_hash(token: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _seats_check(partner: Partner, *, leaving_out: str) -> None:
    # The partner's row is the lock: two invitations at once can't take the same last seat.
    Partner.objects.select_for_update().get(pk=partner.pk)
    allowed = hooks.seats.ask(partner)
    if allowed is None:
        return
    if seats_taken(partner, leaving_out=leaving_out) >= allowed:
        raise Refused(
            _("Your plan has room for %(count)s people in the team, and all places are taken.") % {"count": allowed}
        )
