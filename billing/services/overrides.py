"""Features and limits are granted to one partner beside its plan, and taken back."""

from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.entitlements import forget
from billing.features import Feature, Limit, feature_of, limit_of
from billing.models import Override
from tenants.errors import Refused
from tenants.models import Partner, User
from tenants.services.audit import audit

log = structlog.get_logger(__name__)


def override_grant(
    *,
    partner: Partner,
    name: Feature | Limit | str,
    reason: str,
    granted_by: User | None,
    kind: str = Override.Kind.GRANT,
    value: int | None = None,
    expires_at: datetime | None = None,
) -> Override:
    """Give a partner a feature, take one away, or set a limit, beside its plan.

    Raises
    ------
    Refused
        Without a reason, or with an end in the past.
    UnknownName
        When there is no such feature or limit.
    """
    known = limit_of(str(name)) if kind == Override.Kind.LIMIT else feature_of(str(name))
    if not reason.strip():
        raise Refused(_("Say why: the reason is kept."), field="reason")
    if expires_at is not None and expires_at <= timezone.now():
        raise Refused(_("The end must lie in the future."), field="expires_at")
    if value is not None and kind != Override.Kind.LIMIT:
        raise Refused(_("Only a limit has a value."), field="value")
    with transaction.atomic():
        row = Override.objects.create(
            partner=partner,
            kind=kind,
            name=known.key,
            value=value,
            reason=reason.strip(),
            granted_by=granted_by,
            expires_at=expires_at,
        )
        audit(
            partner=partner,
            actor=granted_by,
            action="override_granted",
            by_bank=True,
            kind=str(kind),
            name=known.key,
            value=value,
            reason=row.reason,
            expires_at=expires_at.isoformat() if expires_at else None,
        )
        forget(partner)
    log.info("override granted", schema=partner.schema_name, kind=kind, name=known.key)
    return row


def override_revoke(*, override: Override, by: User | None = None) -> None:
    """End an exception; the row stays as a record."""
    with transaction.atomic():
        if Override.objects.filter(pk=override.pk, revoked_at=None).update(revoked_at=timezone.now()):
            facts = {"kind": override.kind, "name": override.name}
            audit(partner=override.partner, actor=by, action="override_revoked", by_bank=True, **facts)
        forget(override.partner)
