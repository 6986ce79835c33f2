"""Plans are set; features and limits are granted to one partner, and taken back."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.entitlements import forget
from billing.features import Feature, Limit, feature_of, limit_of
from billing.models import Override, Subscription
from billing.plans import AFTER_TRIAL, TRIAL_DAYS, Plan, plan_of
from tenants.errors import Refused
from tenants.models import Partner, User
from tenants.services import partner_create

log = structlog.get_logger(__name__)


def partner_open(
    *,
    name: str,
    inn: str,
    subdomain: str,
    owner_email: str,
    plan: Plan | str | None = None,
    password: str | None = None,
    owner_name: str = "",
    account_manager: User | None = None,
    created_by: User | None = None,
    proven: bool = True,
) -> Partner:
    """Enter a partner on a plan, or on a trial without one; the schema is made afterwards.

    Raises
    ------
    Refused
        As `partner_create`.
    UnknownName
        When there is no such plan.
    """
    chosen = plan_of(plan) if plan else None
    with transaction.atomic():
        partner = partner_create(
            name=name,
            inn=inn,
            subdomain=subdomain,
            owner_email=owner_email,
            password=password,
            owner_name=owner_name,
            account_manager=account_manager,
            created_by=created_by,
            proven=proven,
        )
        if chosen:
            plan_set(partner=partner, plan=chosen)
        else:
            trial_start(partner=partner)
    return partner


def plan_set(*, partner: Partner, plan: Plan | str) -> Subscription:
    """Put a partner on a plan at once; a trial and a pause end with it. Nothing is deleted by a lower plan."""
    chosen = plan_of(plan)
    row, _created = Subscription.objects.update_or_create(
        partner=partner,
        defaults={"plan": chosen.key, "trial_until": None, "paused_until": None, "changed_at": timezone.now()},
    )
    log.info("plan set", schema=partner.schema_name, plan=chosen.key)
    forget(partner)
    return row


def trial_start(*, partner: Partner, days: int = TRIAL_DAYS) -> Subscription:
    """Begin a trial, or extend it: it ends that many days from now."""
    row, _created = Subscription.objects.update_or_create(
        partner=partner,
        defaults={"trial_until": timezone.now() + timedelta(days=days), "changed_at": timezone.now()},
        create_defaults={"plan": AFTER_TRIAL.key, "trial_until": timezone.now() + timedelta(days=days)},
    )
    log.info("trial started", schema=partner.schema_name, days=days)
    forget(partner)
    return row


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
    row = Override.objects.create(
        partner=partner,
        kind=kind,
        name=known.key,
        value=value,
        reason=reason.strip(),
        granted_by=granted_by,
        expires_at=expires_at,
    )
    log.info("override granted", schema=partner.schema_name, kind=kind, name=known.key)
    forget(partner)
    return row


def override_revoke(*, override: Override) -> None:
    """End an exception; the row stays as a record."""
    Override.objects.filter(pk=override.pk, revoked_at=None).update(revoked_at=timezone.now())
    forget(override.partner)
