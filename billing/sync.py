"""What is paid mirrors the provider: its whole state is read and written down under the row's lock."""

from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import structlog
from django.db import connection, transaction
from django.utils import timezone

from billing.entitlements import forget
from billing.gateway import gateway
from billing.gateway.interface import CustomerState, InvoiceState, SubscriptionState
from billing.models import Invoice, Subscription
from billing.notices import GRACE, sync_notices
from billing.plan_log import cause_of, plan_change_note
from tenants.models import Partner
from tenants.services.audit import audit

log = structlog.get_logger(__name__)
STANDS: Final = Subscription.PaidStatus
FACTS: Final = (
    "subscription_id", "paid_plan", "paid_status", "interval", "cancel_at", "next_plan", "next_interval",
    "paused_until", "grace_until",
)  # fmt: skip
"""What a partner holds hangs on these: a change is recorded for its owner to see."""


def customer_sync(*, customer_id: str) -> bool:
    """Bring the mirror of a customer up to the provider's state; False when nobody here is that customer.

    Raises
    ------
    GatewayProblem
        When the provider can't be asked; nothing is written then.
    """
    with transaction.atomic():
        row = subscription_locked(customer_id=customer_id)
        if row is None:
            return False
        mirror_refresh(row)
    return True


def partner_sync(*, partner: Partner) -> bool:
    """Bring a partner's mirror up to the provider's state; False when it never came to paying."""
    with transaction.atomic():
        row = subscription_locked(partner_id=partner.pk)
        if row is None or not row.customer_id:
            return False
        mirror_refresh(row)
    return True


def subscription_locked(**named: Any) -> Subscription | None:
    """Return a subscription under its lock, until the transaction ends."""
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("partner")
    return rows.filter(**named).first()


def mirror_refresh(row: Subscription, *, told: bool = True) -> None:
    """Read the provider's state and write all of it down; the caller holds the lock and a transaction.

    `told` is False right after an owner's act, which is recorded by itself.
    """
    began = database_now()
    state = gateway().state(str(row.customer_id))
    before = copy(row)
    _mirror(row, state, began)
    row.save()
    paid = _invoices(row, state)
    changed = {name: [_plain(getattr(before, name)), _plain(getattr(row, name))] for name in FACTS}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    if changed:
        forget(row.partner)
        log.info("subscription changed", schema=row.partner.schema_name, **changed)
        if told:
            audit(partner=row.partner, actor=None, action="billing_changed", plan=row.paid_plan, changes=changed)
    plan_change_note(row, cause=cause_of(before, row))
    sync_notices(before, row, paid)


def database_now() -> datetime:
    """Return the database's time: the clock by which events are received too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def _mirror(row: Subscription, state: CustomerState, began: datetime) -> None:
    now = timezone.now()
    row.card, row.read_at, row.synced_at = state.card, began, now
    there = state.subscription
    facts_before = [getattr(row, name) for name in FACTS]
    if there is None:
        row.subscription_id = row.paid_plan = row.interval = row.next_plan = row.next_interval = row.discount = ""
        row.paid_status = STANDS.NONE
        row.period_start = row.period_end = row.cancel_at = row.paused_until = row.grace_until = None
        row.amount, row.next_amount = 0, None
    else:
        _subscription(row, there, now)
    if facts_before != [getattr(row, name) for name in FACTS]:
        row.changed_at = now


def _subscription(row: Subscription, there: SubscriptionState, now: datetime) -> None:
    same = row.subscription_id == there.id
    if there.status == STANDS.ENDED:
        there = replace(there, next_plan="", next_interval="", next_amount=None, paused_until=None)
    row.grace_until = _grace(row.grace_until if same else None, there, now)
    row.subscription_id, row.paid_plan, row.interval = there.id, there.plan, there.interval
    row.paid_status = there.status
    row.period_start, row.period_end = there.period_start, there.period_end
    row.cancel_at, row.paused_until = there.cancel_at, there.paused_until
    row.next_plan, row.next_interval = there.next_plan, there.next_interval
    row.amount, row.next_amount = there.amount, there.next_amount
    row.discount = there.discount[:100]


def _grace(known: datetime | None, there: SubscriptionState, now: datetime) -> datetime | None:
    if there.status != STANDS.PAST_DUE:
        return None
    if there.failed_since is not None:
        return there.failed_since + GRACE
    return known or now + GRACE


def _invoices(row: Subscription, state: CustomerState) -> list[InvoiceState]:
    """Write invoices down; return those that turned out paid."""
    known = dict(Invoice.objects.filter(partner_id=row.partner_id).values_list("provider_id", "status"))
    Invoice.objects.bulk_create(
        [_invoice(row, bill) for bill in state.invoices],
        update_conflicts=True,
        unique_fields=["provider_id"],
        update_fields=["number", "status", "total", "vat", "due", "paid_at", "period_start", "period_end", "text",
                       "page_url", "pdf_url"],
    )  # fmt: skip
    paid = Invoice.Status.PAID
    return [b for b in state.invoices if b.status == paid and b.total > 0 and known.get(b.id) != paid]


def _invoice(row: Subscription, bill: InvoiceState) -> Invoice:
    return Invoice(
        partner_id=row.partner_id, provider_id=bill.id, number=bill.number, status=bill.status, total=bill.total,
        vat=bill.vat, due=bill.due, created_at=bill.created_at, paid_at=bill.paid_at, period_start=bill.period_start,
        period_end=bill.period_end, text=bill.text, page_url=bill.page_url, pdf_url=bill.pdf_url,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
