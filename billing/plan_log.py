"""The log of plans: one row whenever the plan in force, or what is paid a month, is another than before."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from billing.entitlements import plan_in_force
from billing.models import PlanChange, Subscription
from tenants.models import Partner

STANDS: Final = Subscription.PaidStatus


def plan_change_note(row: Subscription, *, cause: str) -> PlanChange | None:
    """Write a row down if anything differs from the last one; the caller holds the subscription's lock.

    Compared with the log itself, so that the same news told twice is one row.
    """
    last = PlanChange.objects.filter(partner_id=row.partner_id).order_by("-at").first()
    before = (last.plan_after, last.mrr_after) if last else ("", 0)
    # An instance of its own: what the caller's one was asked before is kept in it.
    after = (plan_in_force(Partner(pk=row.partner_id)).key, mrr(row))
    if before == after:
        return None
    at = timezone.now()
    if last is not None and at <= last.at:
        # Rows of one partner never share a moment: their order is their time.
        at = last.at + timedelta(microseconds=1)
    return PlanChange.objects.create(
        partner_id=row.partner_id,
        at=at,
        plan_before=before[0],
        plan_after=after[0],
        mrr_before=before[1],
        mrr_after=after[1],
        cause=cause,
    )


def mrr(row: Subscription) -> int:
    """Return what a partner pays a month, in kopecks; nothing while it rests, or owes longer than its grace."""
    now = timezone.now()
    if row.paused_until is not None and row.paused_until > now:
        return 0
    owes = row.paid_status == STANDS.PAST_DUE and row.grace_until is not None and row.grace_until > now
    if row.paid_status != STANDS.ACTIVE and not owes:
        return 0
    return row.amount if row.interval == Subscription.Interval.MONTH else round(row.amount / 12)


def cause_of(before: Subscription, row: Subscription) -> str:
    """Name what happened to the paid side, for the log."""
    now = timezone.now()
    news = {
        "paused": row.paused_until is not None and row.paused_until > now,
        "resumed": before.paused_until is not None,
        "unpaid": row.paid_status == STANDS.PAST_DUE,
        "paid again": before.paid_status == STANDS.PAST_DUE and row.paid_status == STANDS.ACTIVE,
        "ended": row.paid_status == STANDS.ENDED,
        "paid": before.paid_status != STANDS.ACTIVE,
        "upgrade": mrr(row) > mrr(before),
    }
    return next((cause for cause, holds in news.items() if holds), "downgrade")
