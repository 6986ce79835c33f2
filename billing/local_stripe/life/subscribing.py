"""A new subscription: its object, its first invoice, its first payment."""

from dataclasses import dataclass, field
from typing import Any

from billing.local_stripe.errors import invalid
from billing.local_stripe.events import emit
from billing.local_stripe.ids import new_id
from billing.local_stripe.life.applying import once_used
from billing.local_stripe.life.charging import AWAY, Present
from billing.local_stripe.life.discounting import discounts_given
from billing.local_stripe.life.invoicing import drafted, finalized
from billing.local_stripe.life.items import item_made, items_of, rhythm, segment_of, whole_period
from billing.local_stripe.life.paying import collect
from billing.local_stripe.life.ticking import ticks_set
from billing.local_stripe.listing import list_of
from billing.local_stripe.money.lines import rates_of
from billing.local_stripe.money.periods import shifted
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

EXPIRES_AFTER = 23 * 3600


@dataclass(frozen=True, slots=True)
class Order:
    """What is subscribed to."""

    customer: str
    items: list[dict[str, Any]]
    method: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    description: str | None = None
    tax_rates: list[str] = field(default_factory=list)
    discounts: list[dict[str, Any]] = field(default_factory=list)
    trial_end: int | None = None
    missing_payment_method: str = "create_invoice"
    session: str | None = None


def subscription_object(world: World, order: Order) -> Obj:
    """Return a new subscription's object, not kept."""
    ident, now = new_id("sub"), world.now
    if not order.items:
        raise invalid("Missing required param: items.", "items", "parameter_missing")
    items = [item_made(world, ident, wish, (now, now)) for wish in order.items]
    trial = order.trial_end
    if trial is not None and trial <= now:
        raise invalid("The trial_end must be in the future.", "trial_end")
    settings = {"payment_method_options": None, "payment_method_types": None, "save_default_payment_method": "off"}
    sub: Obj = {
        "id": ident,
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": trial or now,
        "billing_cycle_anchor_config": None,
        "billing_mode": {"flexible": {"proration_discounts": "itemized"}, "type": "flexible", "updated_at": now},
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "feedback_option": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": now,
        "currency": items[0]["price"]["currency"],
        "customer": order.customer,
        "customer_account": None,
        "days_until_due": None,
        "default_payment_method": order.method,
        "default_source": None,
        "default_tax_rates": rates_of(world, order.tax_rates),
        "description": order.description,
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": list_of(f"/v1/subscription_items?subscription={ident}", items),
        "latest_invoice": None,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "metadata": order.metadata,
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": settings,
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": now,
        "status": "trialing" if trial else "incomplete",
        "status_details": None,
        "test_clock": None,
        "transfer_data": None,
        "trial_end": trial,
        "trial_settings": {"end_behavior": {"missing_payment_method": order.missing_payment_method}},
        "trial_start": now if trial else None,
        "_pending": {},
    }
    interval, every = rhythm(sub)
    for item in items:
        item["current_period_end"] = trial or shifted(now, interval, every)
    return sub


def subscribed(world: World, order: Order, present: Present = AWAY, *, pay: bool = True) -> Obj:
    """Make a subscription, its first invoice, and try to have it paid."""
    sub = subscription_object(world, order)
    sub["discounts"] = discounts_given(world, sub, order.discounts, order.session)
    trial = sub["status"] == "trialing"
    drafts = whole_period(world, sub, world.now, items_of(sub)[0]["current_period_end"], trial=trial)
    world.state.put(sub)
    invoice = drafted(world, sub, drafts, reason="subscription_create", period=(world.now, world.now))
    for item, draft, line in zip(items_of(sub), drafts, invoice["lines"]["data"], strict=True):
        item["_segments"] = [segment_of(draft, invoice["id"], line["id"])]
    sub["latest_invoice"] = invoice["id"]
    if not trial:
        once_used(world, sub, invoice)
    world.state.put(sub)
    emit(world, "customer.subscription.created", sub)
    invoice = finalized(world, invoice)
    if pay or invoice["amount_due"] == 0:
        collect(world, invoice, present)
    sub = world.state.need("subscription", sub["id"])
    if sub["status"] == "incomplete":
        world.state.alarm(world.now + EXPIRES_AFTER, "subscription.incomplete_expire", sub["id"])
    ticks_set(world, sub)
    return sub
