"""`create_preview`: the invoice that would come next, or that a change would bring. Nothing is kept."""

from typing import Any

from billing.local_stripe.errors import StripeError, invalid
from billing.local_stripe.ids import new_id
from billing.local_stripe.life.change import planned
from billing.local_stripe.life.discounting import DISCOUNTS, discounts_given
from billing.local_stripe.life.invoice_object import invoice_object
from billing.local_stripe.life.items import items_of, whole_period
from billing.local_stripe.life.status import ENDED
from billing.local_stripe.life.subscribing import subscription_object
from billing.local_stripe.life.upcoming import ends_before_next, upcoming_invoice
from billing.local_stripe.money.lines import line_of
from billing.local_stripe.params import (
    boolean,
    free,
    hash_of,
    integer,
    list_with,
    now_or_time,
    one_of,
    taken,
    text,
)
from billing.local_stripe.resources.subscription_update import BEHAVIOR, ITEM, wish_of, with_plain
from billing.local_stripe.resources.subscriptions import order_of
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj

DETAILS = {
    "billing_cycle_anchor": hash_of({"type": one_of("now", "unchanged")}),
    "cancel_at": free,
    "cancel_at_period_end": boolean,
    "cancel_now": boolean,
    "default_tax_rates": list_with(text),
    "items": list_with(ITEM),
    "proration_behavior": BEHAVIOR,
    "proration_date": integer,
    "trial_end": now_or_time,
}
SHAPE = {
    "customer": text,
    "subscription": text,
    "subscription_details": hash_of(DETAILS),
    "discounts": DISCOUNTS,
    "preview_mode": one_of("next", "recurring"),
    "currency": text,
}


@api("POST", "invoices/create_preview")
def preview(call: Call) -> Obj:
    """Return the next invoice: of a subscription, of a change of it, or of a new one."""
    given = taken(call.params, SHAPE)
    world, details = call.world, given.get("subscription_details") or {}
    if not given.get("subscription"):
        return _of_new(call, given, details)
    sub = world.state.need("subscription", given["subscription"], "subscription")
    if given.get("customer") not in (None, sub["customer"]):
        raise invalid("The subscription does not belong to this customer.", "customer")
    if sub["status"] in ENDED or details.get("cancel_now"):
        raise _none(sub["customer"])
    after = with_plain(world, sub, {key: value for key, value in details.items() if key == "default_tax_rates"})
    if "discounts" in given:
        after["discounts"] = discounts_given(world, sub, given["discounts"], preview=True)
    if details.get("cancel_at_period_end") is False or details.get("cancel_at") == "":
        after |= {"cancel_at": None, "cancel_at_period_end": False}
    wish = wish_of(details)
    plan = planned(world, after, wish)
    ends = ends_before_next(after) or details.get("cancel_at_period_end")
    if ends and not plan.invoice_now:
        raise _none(sub["customer"])
    recurring = given.get("preview_mode") == "recurring"
    return upcoming_invoice(world, sub, plan, recurring=recurring)


def _none(customer: str) -> StripeError:
    return StripeError(404, f"No upcoming invoices for customer: {customer}", code="invoice_upcoming_none")


def _of_new(call: Call, given: dict[str, Any], details: dict[str, Any]) -> Obj:
    world = call.world
    if not given.get("customer"):
        raise invalid("You must pass `customer` or `subscription`.", "customer", "parameter_missing")
    customer = world.state.need("customer", given["customer"], "customer")
    if not details.get("items"):
        raise _none(customer["id"])
    trial = details.get("trial_end")
    wishes = {**details, "trial_end": None if trial == "now" else trial}
    sub = subscription_object(world, order_of(call, wishes, customer["id"]))
    sub["discounts"] = discounts_given(world, sub, given.get("discounts") or [], preview=True)
    trialing = sub["status"] == "trialing"
    drafts = whole_period(world, sub, world.now, items_of(sub)[0]["current_period_end"], trial=trialing)
    ident = new_id("upcoming_in", 20)
    return invoice_object(
        world,
        sub,
        [line_of(draft, ident) for draft in drafts],
        reason="upcoming",
        period=(world.now, world.now),
        ident=ident,
        balance=customer["balance"],
    )
