"""The access log as its reader sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tenants.models import AuditEntry, Partner, User
from tenants.services.audit import acts

if TYPE_CHECKING:
    from django.db.models import QuerySet

BANK: Final = "bank"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act in words."""

    at: datetime
    who: str
    by_bank: bool
    text: str


def log_rows(partner: Partner, *, who: str = "") -> "QuerySet[AuditEntry]":
    """Return the records of a partner, the newest first; of all, of the bank's people, or of one person."""
    rows = AuditEntry.objects.select_related("actor").filter(partner=partner)
    if who == BANK:
        return rows.filter(by_bank=True)
    return rows.filter(actor=UUID(who), by_bank=False) if who else rows


def log_lines(rows: Iterable[AuditEntry]) -> tuple[LogLine, ...]:
    """Write records in the reader's language."""
    known = acts()
    return tuple(
        LogLine(row.at, str(row.actor) if row.actor else "", row.by_bank, known[row.action].read(row.details))
        for row in rows
        if row.action in known
    )


def log_people(partner: Partner) -> list[tuple[str, str]]:
    """Return who can be asked for: each person of the records, and the bank."""
    own = AuditEntry.objects.filter(partner=partner, by_bank=False).exclude(actor=None)
    people = User.objects.filter(pk__in=own.values("actor")).order_by("full_name", "email")
    found = [(str(person.pk), str(person)) for person in people]
    if AuditEntry.objects.filter(partner=partner, by_bank=True).exists():
        found.append((BANK, _("The bank")))
    return found
