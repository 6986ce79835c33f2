"""The record of who did what at a partner; its owner can read it."""

from typing import Any

from tenants.models import AuditEntry, Partner, User


def audit(*, partner: Partner, actor: User | None, action: str, by_bank: bool = False, **details: Any) -> AuditEntry:
    """Add a record; `action` is a stable key, `details` are JSON values without secrets."""
    return AuditEntry.objects.create(partner=partner, actor=actor, action=action, by_bank=by_bank, details=details)
