"""Doors of one use into a partner's host: for its people from another host, for account managers to look."""

import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tenants.access import partner_or_none
from tenants.addresses import partner_address
from tenants.errors import Refused
from tenants.managing import manages
from tenants.models import EntryLink, Membership, Partner, User
from tenants.services.audit import audit
from tenants.services.invitations import token_hash

VALID: Final = timedelta(seconds=60)
LOOK: Final = timedelta(minutes=30)
"""How long an account manager may look before they have to say again why."""


def entry_link_make(
    *,
    user: User,
    partner: Partner,
    kind: str = EntryLink.Kind.HANDOVER,
    reason: str = "",
    second_factor: bool = False,
    next: str = "/",
) -> str:
    """Return an address that lets this person into this partner's host once, within a minute.

    Raises
    ------
    Refused
        For someone who does not belong there, and for a partner that is not in service.
    """
    if kind == EntryLink.Kind.SUPPORT:
        return support_link(user, partner, reason)
    if not Membership.objects.filter(user=user, partner=partner, user__is_active=True).exists():
        raise Refused(_("You don't work for this partner."))
    return _make(EntryLink(user=user, partner=partner, kind=kind, second_factor=second_factor), next)


def support_link(manager: User, partner: Partner, reason: str) -> str:
    """Return the address by which an account manager looks at a partner's pages, once, within a minute.

    Raises
    ------
    Refused
        Without a reason, for someone else's partner, and for a partner that is not in service.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Say why you enter: the partner's owner will read it."), field="reason")
    if len(reason) > 300:
        raise Refused(_("Say it in at most 300 characters."), field="reason")
    if not manages(manager, partner):
        raise Refused(_("This partner has another account manager."))
    return _make(EntryLink(user=manager, partner=partner, kind=EntryLink.Kind.SUPPORT, reason=reason), "/")


def entry_link_use(token: str, request: HttpRequest) -> EntryLink | None:
    """Use up the link that was followed to this host; None for one unknown here, used or too old."""
    partner = partner_or_none(request)
    now = timezone.now()
    # The condition is part of the update: of two that follow it at once, one gets in.
    rows = EntryLink.objects.filter(
        token_hash=token_hash(token), partner=partner, used_at=None, expires_at__gt=now, user__is_active=True
    )
    if partner is None or not rows.update(used_at=now):
        return None
    link = EntryLink.objects.select_related("user", "partner").get(token_hash=token_hash(token))
    if link.kind == EntryLink.Kind.SUPPORT and not manages(link.user, partner):
        return None
    return link


def support_entered(*, link: EntryLink) -> None:
    """Record in both books that an account manager came in."""
    with transaction.atomic():
        audit(partner=link.partner, actor=link.user, action="support_entered", by_bank=True, reason=link.reason)
        _book(link.user, link.partner, f"Entered the workspace, read-only: {link.reason}")


def support_left(*, manager: User, partner: Partner) -> None:
    """Record in both books that an account manager left."""
    with transaction.atomic():
        audit(partner=partner, actor=manager, action="support_left", by_bank=True)
        _book(manager, partner, "Left the workspace")


def _make(link: EntryLink, path: str) -> str:
    partner = Partner.objects.get(pk=link.partner_id)
    if not partner.active:
        raise Refused(_("This workspace is closed: %(state)s.") % {"state": partner.get_status_display().lower()})
    token = secrets.token_urlsafe(32)
    link.token_hash, link.expires_at = token_hash(token), timezone.now() + VALID
    link.save()
    query = "" if path == "/" else f"?{urlencode({'next': path})}"
    return partner_address(partner, reverse("enter", settings.ROOT_URLCONF, args=[token]) + query)


def _book(manager: User, partner: Partner, message: str) -> None:
    LogEntry.objects.create(
        user=manager,
        content_type=ContentType.objects.get_for_model(Partner),
        object_id=str(partner.pk),
        object_repr=str(partner)[:200],
        action_flag=CHANGE,
        change_message=message,
    )
