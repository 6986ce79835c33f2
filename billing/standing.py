"""How a partner stands: which plan is in force and why, and what is paid for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils import timezone

from billing.entitlements import holding
from billing.models import Subscription
from billing.plans import AFTER_TRIAL, PLANS, Plan, plan_of
from billing.services.changing import resume_cost
from tenants.models import Partner

LIVE: Final = frozenset({Subscription.PaidStatus.ACTIVE, Subscription.PaidStatus.PAST_DUE})


class Reason(StrEnum):
    """Why the plan in force is in force."""

    FREE = "free"
    TRIAL = "trial"
    AGREED = "agreed"
    PAID = "paid"
    GRACE = "grace"
    UNPAID = "unpaid"
    PAUSED = "paused"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Paid:
    """A subscription that lives at the provider, as last mirrored. Amounts are kopecks."""

    plan: Plan
    yearly: bool
    failed: bool
    period_end: datetime | None
    cancel_at: datetime | None
    next_plan: Plan | None
    next_yearly: bool
    next_amount: int | None
    discount: str
    resume_cost: int
    """What ending a pause charges at once."""

    @property
    def interval(self) -> str:
        """How often it is paid, by the provider's word."""
        return Subscription.Interval.YEAR if self.yearly else Subscription.Interval.MONTH


@dataclass(frozen=True, slots=True)
class Standing:
    """One partner at one moment."""

    plan: Plan
    reason: Reason
    until: datetime | None
    agreed: Plan
    paid: Paid | None
    card: str
    customer: bool

    @property
    def pending(self) -> bool:
        """Whether something must be taken back, or paid, before another plan can be chosen."""
        paid = self.paid
        held_up = paid is not None and (paid.failed or paid.cancel_at is not None or paid.next_plan is not None)
        return held_up or self.reason is Reason.PAUSED


def standing(partner: Partner) -> Standing:
    """Read how a partner stands."""
    row = Subscription.objects.filter(partner=partner).first() or Subscription(partner=partner)
    held = holding(partner)
    paid, agreed = _paid(row), plan_of(row.plan)
    reason, until = _why(row, paid, agreed, held.plan, held.trial_until)
    return Standing(held.plan, reason, until, agreed, paid, row.card, customer=bool(row.customer_id))


def _why(
    row: Subscription, paid: Paid | None, agreed: Plan, plan: Plan, trial_until: datetime | None
) -> tuple[Reason, datetime | None]:
    if row.paused_until is not None and row.paused_until > timezone.now():
        return Reason.PAUSED, row.paused_until
    if trial_until is not None:
        return Reason.TRIAL, trial_until
    if agreed.rank > AFTER_TRIAL.rank and plan is agreed:
        return Reason.AGREED, None
    return _by_payment(row, paid, plan)


def _by_payment(row: Subscription, paid: Paid | None, plan: Plan) -> tuple[Reason, datetime | None]:
    if paid is None:
        unfinished = row.paid_status == Subscription.PaidStatus.INCOMPLETE
        return (Reason.INCOMPLETE if unfinished else Reason.FREE), None
    if paid.failed:
        return (Reason.GRACE if plan is paid.plan else Reason.UNPAID), row.grace_until
    return Reason.PAID, paid.cancel_at or paid.period_end


def _paid(row: Subscription) -> Paid | None:
    if row.paid_status not in LIVE or row.paid_plan not in PLANS:
        return None
    return Paid(
        plan=PLANS[row.paid_plan],
        yearly=row.interval == Subscription.Interval.YEAR,
        failed=row.paid_status == Subscription.PaidStatus.PAST_DUE,
        period_end=row.period_end,
        cancel_at=row.cancel_at,
        next_plan=PLANS.get(row.next_plan),
        next_yearly=row.next_interval == Subscription.Interval.YEAR,
        next_amount=row.next_amount,
        discount=row.discount,
        resume_cost=resume_cost(row),
    )
