"""A partner is entered on a plan or a trial; plans by agreement are set."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.entitlements import forget
from billing.models import Subscription
from billing.plan_log import plan_change_note
from billing.plans import AFTER_TRIAL, TRIAL_DAYS, Plan, plan_of
from tenants.errors import Refused
from tenants.models import Partner, User
from tenants.services import partner_create
from tenants.services.audit import audit

log = structlog.get_logger(__name__)

TRIAL_LONGEST = 366
"""Days by which a trial can be extended at a time."""


def partner_open(
    *,
    name: str,
    inn: str,
    subdomain: str,
    owner_email: str,
    plan: Plan | str | None = None,
    password: str | None = None,
    owner_name: str = "",
    owner: User | None = None,
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
            owner=owner,
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
    with transaction.atomic():
        # update_or_create holds the row's lock until the end, which the log of plans relies on.
        row, _created = Subscription.objects.update_or_create(
            partner=partner,
            defaults={"plan": chosen.key, "trial_until": None, "paused_until": None, "changed_at": timezone.now()},
        )
        plan_change_note(row, cause="agreement")
    log.info("plan set", schema=partner.schema_name, plan=chosen.key)
    forget(partner)
    return row


def trial_start(*, partner: Partner, days: int = TRIAL_DAYS) -> Subscription:
    """Begin a trial, or extend it: it ends that many days from now."""
    with transaction.atomic():
        row, _created = Subscription.objects.update_or_create(
            partner=partner,
            defaults={"trial_until": timezone.now() + timedelta(days=days), "changed_at": timezone.now()},
            create_defaults={"plan": AFTER_TRIAL.key, "trial_until": timezone.now() + timedelta(days=days)},
        )
        plan_change_note(row, cause="trial")
    log.info("trial started", schema=partner.schema_name, days=days)
    forget(partner)
    return row


def trial_extend(*, partner: Partner, days: int, reason: str, by: User | None) -> Subscription:
    """Let a trial last so many days more: from its end, or from now when it has ended or never begun.

    Raises
    ------
    Refused
        Without a reason, and for fewer days than one or more than a year.
    """
    if not reason.strip():
        raise Refused(_("Say why: the reason is kept."), field="reason")
    if not 1 <= days <= TRIAL_LONGEST:
        raise Refused(_("Give 1 to %(most)d days.") % {"most": TRIAL_LONGEST}, field="days")
    with transaction.atomic():
        row, _found = Subscription.objects.select_for_update().get_or_create(partner=partner)
        now = timezone.now()
        row.trial_until = max(row.trial_until or now, now) + timedelta(days=days)
        row.changed_at = now
        row.save(update_fields=["trial_until", "changed_at"])
        plan_change_note(row, cause="trial")
        audit(
            partner=partner,
            actor=by,
            action="trial_extended",
            by_bank=True,
            days=days,
            reason=reason.strip(),
            until=row.trial_until.isoformat(),
        )
        forget(partner)
    log.info("trial extended", schema=partner.schema_name, days=days)
    return row
