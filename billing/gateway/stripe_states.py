"""Stripe's objects told in the interface's words. Works on what the SDK returns without importing it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from billing.gateway.interface import EventHint, GatewayProblem, InvoiceState, Preview, PreviewLine, SubscriptionState

STATUSES: Final = {
    "active": "active",
    "trialing": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "incomplete": "incomplete",
    "paused": "incomplete",
}
"""Any other has ended."""
WITHOUT_END: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""A pause made at Stripe by hand may have no end."""
RANKS: Final = {"active": 0, "past_due": 1, "incomplete": 2}
PlanOf = Callable[[Any], tuple[str, str]]


def moment(seconds: int | None) -> datetime | None:
    """Return a time of Stripe's, which counts seconds."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def id_of(named: Any) -> str | None:
    """Return the id of what is given as an id or as the whole object."""
    return named if named is None or isinstance(named, str) else str(named.id)


def labels(thing: Any) -> dict[str, str]:
    """Return what we wrote on an object of our own making."""
    found = getattr(thing, "metadata", None)
    return dict(found.to_dict()) if found else {}


def item(subscription: Any) -> Any:
    """Return the one item, which carries price and period."""
    return subscription.items.data[0]


def status(subscription: Any) -> str:
    """Say how a subscription stands."""
    return STATUSES.get(subscription.status, "ended")


def rank(subscription: Any) -> int:
    """Order subscriptions of one customer: paid before unpaid before ended."""
    return RANKS.get(status(subscription), 3)


def subscription(now: Any, *, plan_of: PlanOf, invoices: Sequence[Any], next_amount: int | None) -> SubscriptionState:
    """Tell a subscription."""
    held = item(now)
    plan, interval = plan_of(held.price)
    later_plan, later_interval = _planned(now, plan_of)
    pause = now.pause_collection
    ends = now.cancel_at or (held.current_period_end if now.cancel_at_period_end else None)
    return SubscriptionState(
        id=now.id,
        plan=plan,
        interval=interval,
        status=status(now),
        period_start=datetime.fromtimestamp(held.current_period_start, UTC),
        period_end=datetime.fromtimestamp(held.current_period_end, UTC),
        cancel_at=moment(ends) if status(now) != "ended" else None,
        paused_until=(moment(pause.resumes_at) or WITHOUT_END) if pause is not None else None,
        next_plan=later_plan,
        next_interval=later_interval,
        amount=amount(held.price, now.discounts),
        next_amount=next_amount,
        discount=", ".join(filter(None, (_discount_text(each) for each in now.discounts))),
        failed_since=_failed_since(now, invoices),
    )


def invoice(bill: Any, *, plan_of: PlanOf) -> InvoiceState:
    """Tell an invoice."""
    lines = bill.lines.data
    # Of an upgrade the time that is paid for, not the time that is given back.
    first = max(lines, key=lambda line: (line.period.end, line.amount), default=None)
    return InvoiceState(
        id=bill.id,
        number=bill.number or "",
        status=bill.status,
        total=bill.total,
        vat=_vat(bill),
        due=bill.amount_remaining if bill.status == "open" else 0,
        created_at=datetime.fromtimestamp(bill.created, UTC),
        paid_at=moment(bill.status_transitions.paid_at) if bill.status == "paid" else None,
        period_start=moment(first.period.start if first else None),
        period_end=moment(first.period.end if first else None),
        text=_line_text(first, plan_of)[:300] if first else "",
        page_url=bill.hosted_invoice_url or "",
        pdf_url=bill.invoice_pdf or "",
    )


def preview(bill: Any, *, plan: str, interval: str, at: datetime, next_amount: int, plan_of: PlanOf) -> Preview:
    """Tell an invoice to be."""
    lines = bill.lines.data
    ends = max((line.period.end for line in lines), default=bill.period_end)
    return Preview(
        plan=plan,
        interval=interval,
        lines=tuple(PreviewLine(_line_text(line, plan_of), line.amount) for line in lines),
        due_now=bill.amount_due,
        vat=_vat(bill),
        next_amount=next_amount,
        next_at=datetime.fromtimestamp(ends, UTC),
        at=at,
    )


def _line_text(line: Any, plan_of: PlanOf) -> str:
    """Name plan and interval of a line, for pages to say in their own language; else Stripe's words."""
    details = getattr(getattr(line, "pricing", None), "price_details", None)
    if details is None:
        return str(line.description or "")
    try:
        return ":".join(plan_of(id_of(details.price)))
    except GatewayProblem:
        return str(line.description or "")


def within_period(now: Any, at: datetime) -> datetime:
    """Return a whole second of the period under way, as near to a time as can be."""
    held = item(now)
    seconds = min(max(int(at.timestamp()), held.current_period_start), held.current_period_end - 1)
    return datetime.fromtimestamp(seconds, UTC)


def amount(price: Any, discounts: Sequence[Any]) -> int:
    """Return what a period costs, less the discounts that last longer than one invoice."""
    cost = int(price.unit_amount or 0)
    for each in discounts:
        coupon = _coupon(each)
        if coupon is None or coupon.duration == "once":
            continue
        cost -= round(cost * coupon.percent_off / 100) if coupon.percent_off else (coupon.amount_off or 0)
    return max(cost, 0)


def card(customer: Any, now: Any | None) -> str:
    """Tell the card that will be charged: its make and last four digits."""
    settings = getattr(customer, "invoice_settings", None)
    method = (now.default_payment_method if now is not None else None) or getattr(
        settings, "default_payment_method", None
    )
    found = getattr(method, "card", None)
    return f"{found.brand.capitalize()} •••• {found.last4}" if found else ""


def waits_for_payer(bill: Any) -> bool:
    """Tell whether the bank asks the payer to confirm, so that it is not a refusal."""
    payments = bill.payments.data if bill.payments else []
    intents = [each.payment.payment_intent for each in payments if getattr(each.payment, "payment_intent", None)]
    return any(getattr(intent, "status", "") == "requires_action" for intent in intents)


def two_phases(now: Any, made: Any, *, price: str, interval: str) -> dict[str, Any]:
    """Return a schedule: as it is until the period's end, then the other price, then no schedule any more."""
    held, first = item(now), made.phases[0]
    kept: dict[str, Any] = {
        "default_tax_rates": [rate.id for rate in now.default_tax_rates or []],
        "proration_behavior": "none",
    }
    if now.discounts:
        kept["discounts"] = [{"discount": id_of(each)} for each in now.discounts]
    until = {**kept, "items": [{"price": held.price.id, "quantity": 1}], "start_date": first.start_date}
    after = {
        **kept,
        "items": [{"price": price, "quantity": 1}],
        "duration": {"interval": interval, "interval_count": 1},
    }
    return {
        "end_behavior": "release",
        "proration_behavior": "none",
        "phases": [{**until, "end_date": held.current_period_end}, after],
    }


def hint(event: Mapping[str, Any]) -> EventHint:
    """Return what is kept of an event; whose it is says the object itself, never what is written on it."""
    thing = event["data"]["object"]
    owner = thing["id"] if thing.get("object") == "customer" else thing.get("customer")
    customer = owner["id"] if isinstance(owner, Mapping) else owner
    return EventHint(
        id=str(event["id"])[:64],
        type=str(event["type"])[:80],
        customer_id=str(customer or "")[:64],
        created_at=datetime.fromtimestamp(int(event["created"]), UTC),
    )


def _vat(bill: Any) -> int:
    return sum(tax.amount for tax in bill.total_taxes or [])


def _planned(now: Any, plan_of: PlanOf) -> tuple[str, str]:
    schedule = now.schedule
    if schedule is None or schedule.status not in {"active", "not_started"}:
        return "", ""
    ends = item(now).current_period_end
    for phase in schedule.phases:
        if phase.start_date >= ends:
            return plan_of(phase.items[0].price)
    return "", ""


def _failed_since(now: Any, invoices: Sequence[Any]) -> datetime | None:
    """Return when the oldest unpaid invoice was first charged: at its finishing, that is when Stripe tries."""
    if status(now) != "past_due":
        return None
    tried = [
        each.status_transitions.finalized_at or each.created
        for each in invoices
        if each.status == "open" and each.attempted and each.amount_remaining > 0 and _bills(each, now)
    ]
    return moment(min(tried, default=None))


def _bills(bill: Any, now: Any) -> bool:
    details = bill.parent.subscription_details if bill.parent is not None else None
    return details is not None and id_of(details.subscription) == now.id


def _coupon(discount: Any) -> Any | None:
    found = getattr(getattr(discount, "source", None), "coupon", None)
    return None if found is None or isinstance(found, str) else found


def _discount_text(discount: Any) -> str:
    coupon = _coupon(discount)
    if coupon is None:
        return ""
    return str(coupon.name or (f"{coupon.percent_off:g} %" if coupon.percent_off else coupon.id))
