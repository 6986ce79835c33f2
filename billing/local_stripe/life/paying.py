"""Paying an open invoice, by itself or by the customer, and what its subscription becomes.

Retries of a renewal that fails: 3, 5 and 7 days after the attempt before (Stripe's schedule where smart
retries are off), then the subscription is canceled and the invoice stays open.
"""

from typing import Final

from billing.local_stripe.alarms import alarm
from billing.local_stripe.events import emit, save
from billing.local_stripe.life.charging import AWAY, Outcome, Present, attempt, intent_cancel
from billing.local_stripe.life.status import canceled, status_set
from billing.local_stripe.resources.payment_intents import intent_of
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

DAY: Final = 86_400
RETRY_AFTER_DAYS: Final = (3, 5, 7)
PAID: Final = Outcome("paid")


def method_of(world: World, invoice: Obj, sub: Obj | None) -> Obj | None:
    """Return the card an invoice is charged to: its own, its subscription's, or the customer's default."""
    customer = world.state.need("customer", invoice["customer"])
    chosen = invoice["default_payment_method"] or (sub or {}).get("default_payment_method")
    ident = chosen or customer["invoice_settings"]["default_payment_method"]
    return world.state.get("payment_method", ident) if ident else None


def collect(world: World, invoice: Obj, present: Present = AWAY, method: Obj | None = None) -> Outcome:
    """Try to have an open invoice paid; keep what came of it."""
    sub = world.state.get("subscription", invoice["_subscription"])
    if invoice["amount_due"] == 0:
        _settled(world, invoice, sub, charged=False)
        return PAID
    outcome = attempt(world, invoice, method or method_of(world, invoice, sub), present)
    if outcome.status == "paid":
        _settled(world, invoice, sub, charged=True)
    else:
        _failed(world, invoice, sub, outcome)
    return outcome


def settle_out_of_band(world: World, invoice: Obj) -> None:
    """Take an invoice as paid elsewhere."""
    intent_cancel(world, invoice["id"])
    _settled(world, invoice, world.state.get("subscription", invoice["_subscription"]), charged=False)


def _settled(world: World, invoice: Obj, sub: Obj | None, *, charged: bool) -> None:
    times = {**invoice["status_transitions"], "paid_at": world.now}
    after = {**invoice, "status": "paid", "status_transitions": times, "amount_remaining": 0, "attempted": True}
    after |= {"amount_paid": invoice["amount_due"], "next_payment_attempt": None, "auto_advance": False}
    after["attempt_count"] = invoice["attempt_count"] + charged
    save(world, invoice, after, "invoice.updated" if charged else None)
    payment = world.state.first("invoice_payment", invoice=invoice["id"])
    if payment and charged:
        moments = {**payment["status_transitions"], "paid_at": world.now}
        done = {**payment, "status": "paid", "amount_paid": after["amount_paid"], "status_transitions": moments}
        world.state.put(done)
        emit(world, "invoice_payment.paid", done)
    emit(world, "invoice.paid", after)
    emit(world, "invoice.payment_succeeded", after)
    if sub is not None:
        _subscription_paid(world, sub, after)


def _subscription_paid(world: World, sub: Obj, invoice: Obj) -> None:
    from billing.local_stripe.life.pending import pending_apply  # noqa: PLC0415  a change that waited for this payment

    if sub["_pending"].get("invoice") == invoice["id"]:
        sub = pending_apply(world, sub, invoice)
    still_open = [one for one in world.state.find("invoice", _subscription=sub["id"]) if one["status"] == "open"]
    behind = sub["status"] in ("past_due", "unpaid") and (sub["latest_invoice"] == invoice["id"] or not still_open)
    first = sub["status"] == "incomplete" and invoice["billing_reason"] == "subscription_create"
    if behind or first:
        status_set(world, sub, "trialing" if sub["trial_end"] and sub["trial_end"] > world.now else "active")
    if not still_open:
        delinquent(world, sub["customer"], owes=False)


def _failed(world: World, invoice: Obj, sub: Obj | None, outcome: Outcome) -> None:
    tries = invoice["attempt_count"] + 1
    alive = sub is not None and sub["status"] != "canceled" and sub["_pending"].get("invoice") != invoice["id"]
    by_itself = alive and invoice["billing_reason"] != "subscription_create"
    waits = RETRY_AFTER_DAYS[tries - 1] if by_itself and tries <= len(RETRY_AFTER_DAYS) else None
    after = {**invoice, "attempt_count": tries, "attempted": True}
    after["next_payment_attempt"] = world.now + waits * DAY if waits else None
    if waits:
        world.state.alarm(after["next_payment_attempt"], "invoice.retry", invoice["id"])
    save(world, invoice, after, "invoice.updated")
    emit(world, "invoice.payment_failed", after)
    if outcome.status == "action":
        emit(world, "invoice.payment_action_required", after)
    if sub is None or sub["_pending"].get("invoice") == invoice["id"]:
        return
    if sub["status"] in ("active", "trialing"):
        sub = status_set(world, sub, "past_due")
    if sub["status"] == "past_due":
        delinquent(world, sub["customer"], owes=True)
        if waits is None:
            canceled(world, sub, "payment_failed")


@alarm("invoice.retry")
def _retry(world: World, ident: str) -> None:
    invoice = world.state.get("invoice", ident)
    if invoice and invoice["status"] == "open" and invoice["next_payment_attempt"] == world.now:
        sub = world.state.get("subscription", invoice["_subscription"])
        if sub is None or sub["status"] != "canceled":
            collect(world, invoice)


def delinquent(world: World, ident: str, *, owes: bool) -> None:
    """Mark a customer whose latest charge failed."""
    customer = world.state.get("customer", ident)
    if customer and customer["delinquent"] != owes:
        save(world, customer, {**customer, "delinquent": owes}, "customer.updated")


def waits_for_person(world: World, invoice: str) -> bool:
    """Tell whether an invoice's payment waits for 3-D Secure."""
    intent = intent_of(world, invoice)
    return intent is not None and intent["status"] == "requires_action"
