"""Letters about plan and payment: each once, to the partner's owners, in their language."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from billing.entitlements import plan_in_force
from billing.gateway.interface import InvoiceState
from billing.letters import letter
from billing.models import Invoice, Notice, Subscription
from billing.plans import GRACE_DAYS, PLANS, TRIAL, Plan
from tenants.addresses import partner_address
from tenants.mail import letter_send
from tenants.models import Membership, Partner, Role

GRACE: Final = timedelta(days=GRACE_DAYS)
STANDS: Final = Subscription.PaidStatus
GRACE_STEPS: Final = ((6, "payment_failed_6"), (3, "payment_failed_3"), (0, "payment_failed_0"))
"""Days since the payment failed, the latest first: who was not told in time is told the newest only."""
TOLD_LATE: Final = timedelta(days=7)
"""What ended longer ago is no news any more."""


def notice_send(*, partner: Partner, kind: str, key: str, **facts: Any) -> bool:
    """Write to the owners, unless they were written to about this before; say whether they were now.

    The unique row comes first and in the caller's transaction: a letter goes out once, and only with what it tells.
    """
    row = Notice(partner=partner, kind=kind, key=key[:100])
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    if not Notice.objects.filter(pk=row.pk).exists():
        return False
    owners = Membership.objects.filter(partner=partner, role=Role.OWNER).select_related("user")
    for user in (member.user for member in owners if member.user.is_active):
        with translation.override(user.language):
            text = letter(kind, facts, partner.timezone)
        letter_send(
            name="billing_notice",
            to=user.email,
            language=user.language,
            context={
                "partner": partner.name,
                "title": text.subject,
                "paragraphs": text.paragraphs,
                "button": text.button,
                "link": text.link or plan_page(partner),
            },
        )
    return True


def plan_page(partner: Partner, query: str = "") -> str:
    """Return the address of a partner's page of plan and payment."""
    return partner_address(partner, reverse("plan", settings.ROOT_URLCONF) + query)


def sync_notices(before: Subscription, row: Subscription, paid: Iterable[InvoiceState]) -> None:
    """Tell what a reading of the provider's state brought."""
    partner = row.partner
    for bill in paid:
        notice_send(
            partner=partner, kind="receipt", key=bill.id, total=bill.total, vat=bill.vat, plan=_plan_of(bill, row),
            until=bill.period_end or bill.created_at, page_url=bill.page_url,
        )  # fmt: skip
    owed_before = before.paid_status == STANDS.PAST_DUE
    if owed_before and row.paid_status == STANDS.ACTIVE and before.grace_until:
        notice_send(partner=partner, kind="paid_again", key=_episode(before), plan=row.paid_plan)
    if row.paid_status == STANDS.ENDED and before.paid_status != STANDS.ENDED and not _over(before):
        notice_send(partner=partner, kind="ended", key=row.subscription_id, plan=row.paid_plan)
    if row.paid_status in {STANDS.ACTIVE, STANDS.PAST_DUE}:
        _confirmations(row)
    dates_notices(row)


def dates_notices(row: Subscription) -> None:
    """Tell what has come by the day's date: the end of a trial, the days of grace."""
    now = timezone.now()
    if row.paid_status == STANDS.PAST_DUE and row.grace_until is not None:
        _grace(row, row.grace_until, now)
    if row.trial_until is not None:
        _trial(row, row.trial_until, now)


def _confirmations(row: Subscription) -> None:
    if row.cancel_at is not None:
        key = f"{row.subscription_id}:{row.cancel_at:%Y-%m-%d}"
        notice_send(partner=row.partner, kind="cancelled", key=key, plan=row.paid_plan, until=row.cancel_at)
    if row.paused_until is not None and row.paused_until > timezone.now():
        key = f"{row.subscription_id}:{row.paused_until:%Y-%m-%d}"
        notice_send(partner=row.partner, kind="paused", key=key, plan=row.paid_plan, until=row.paused_until)
    if row.next_plan in PLANS and row.period_end is not None:
        key = f"{row.subscription_id}:{row.next_plan}:{row.next_interval}:{row.period_end:%Y-%m-%d}"
        notice_send(
            partner=row.partner, kind="changes_later", key=key, plan=row.paid_plan, plan_next=row.next_plan,
            at=row.period_end,
        )  # fmt: skip


def _grace(row: Subscription, until: datetime, now: datetime) -> None:
    after = _beside(row, trial=row.trial_until is not None and row.trial_until > until)
    facts = {"plan": row.paid_plan, "grace": until, "due": _due(row), "plan_after": after.key}
    if now >= until:
        if now - until < TOLD_LATE:
            notice_send(partner=row.partner, kind="grace_over", key=_episode(row), **facts)
        return
    passed = now - (until - GRACE)
    kind = next(kind for days, kind in GRACE_STEPS if passed >= timedelta(days=days) or not days)
    notice_send(partner=row.partner, kind=kind, key=_episode(row), **facts)


def _trial(row: Subscription, until: datetime, now: datetime) -> None:
    left, after = until - now, _beside(row, paid=row.paid_status == STANDS.ACTIVE)
    if after.rank >= TRIAL.rank:
        return
    key = f"{until:%Y-%m-%d}"
    if timedelta(0) < left <= timedelta(days=7):
        kind = "trial_7" if left > timedelta(days=1) else "trial_1"
        notice_send(partner=row.partner, kind=kind, key=key, until=until, plan_after=after.key)
    elif -TOLD_LATE < left <= timedelta(0):
        plan = plan_in_force(Partner(pk=row.partner_id))
        notice_send(partner=row.partner, kind="trial_over", key=key, plan=plan.key)


def _beside(row: Subscription, *, paid: bool = False, trial: bool = False) -> Plan:
    """Return the plan that a partner has without what is about to end."""
    held = [PLANS[row.plan], *([PLANS[row.paid_plan]] if paid else []), *([TRIAL] if trial else [])]
    return max(held, key=lambda plan: plan.rank)


def _plan_of(bill: InvoiceState, row: Subscription) -> str:
    named = bill.text.partition(":")[0]
    return named if named in PLANS else row.paid_plan


def _episode(row: Subscription) -> str:
    return f"{row.subscription_id}:{row.grace_until:%Y-%m-%dT%H:%M}"


def _over(row: Subscription) -> bool:
    return row.grace_until is not None and row.grace_until <= timezone.now()


def _due(row: Subscription) -> int:
    owed = Invoice.objects.filter(partner_id=row.partner_id, status=Invoice.Status.OPEN).order_by("created_at").first()
    return owed.due if owed else row.amount
