"""What the room of people shows on a partner's one screen: who works there, notes, the record of acts."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenants.admin.cards import Card
from tenants.models import AuditEntry, Invitation, Membership, Note, Partner
from tenants.services.audit import acts

SHOWN: Final = 8


def people_card(partner: Partner) -> Card:
    """Show who works there, with the last sign-in and whether a second step guards it, and who is invited."""
    members = list(Membership.objects.select_related("user").filter(partner=partner))
    keys = [member.user_id for member in members]
    guarded = guarded_people(keys)
    rows = [(member, member.user_id in guarded) for member in members]
    invited = Invitation.objects.filter(partner=partner, accepted_at=None, revoked_at=None)
    context = {"rows": rows, "invited": list(invited)}
    return Card("people", _("People"), 60, "admin/cards/people.html", context, wide=True)


def notes_card(partner: Partner) -> Card:
    """Show the newest notes and a field for another."""
    notes = list(Note.objects.select_related("author").filter(partner=partner)[:SHOWN])
    return Card("notes", _("Notes of the bank"), 80, "admin/cards/notes.html", {"notes": notes})


def audit_card(partner: Partner) -> Card:
    """Show the newest records of acts, as the owner sees them too."""
    known = acts()
    entries = list(AuditEntry.objects.select_related("actor").filter(partner=partner)[:SHOWN])
    rows = [(row, known[row.action].read(row.details) if row.action in known else row.action) for row in entries]
    return Card("audit", _("Recent acts"), 90, "admin/cards/audit.html", {"rows": rows})


def tenants_cards(_request: HttpRequest, partner: Partner) -> list[Card]:
    """Return this room's cards."""
    return [people_card(partner), notes_card(partner), audit_card(partner)]


def guarded_people(keys: list[Any]) -> set[Any]:
    """Return which of these people are asked for a second factor."""
    guards = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return set(Authenticator.objects.filter(user__in=keys, type__in=guards).values_list("user_id", flat=True))
