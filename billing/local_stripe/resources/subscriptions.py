"""Subscriptions: make, read, list, cancel. Changes are in `subscription_update`."""

from typing import Any

from billing.local_stripe.errors import StripeError, invalid
from billing.local_stripe.life.applying import applied
from billing.local_stripe.life.cards import refusal
from billing.local_stripe.life.change import Planned, Wish, planned
from billing.local_stripe.life.charging import AWAY, judged
from billing.local_stripe.life.discounting import DISCOUNTS
from billing.local_stripe.life.items import period
from billing.local_stripe.life.status import ENDED, canceled
from billing.local_stripe.life.subscribing import Order, subscribed
from billing.local_stripe.listing import page_of
from billing.local_stripe.money.proration import credits_of
from billing.local_stripe.params import (
    CREATED,
    PAGE,
    boolean,
    free,
    hash_of,
    integer,
    list_with,
    metadata,
    metadata_merged,
    one_of,
    taken,
    text,
)
from billing.local_stripe.resources.plain import retrieve_of
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj

ITEM = hash_of({"price": text, "quantity": integer, "metadata": metadata, "tax_rates": list_with(text)})
DETAILS = hash_of({"comment": text, "feedback": text})
STATUSES = ("active", "past_due", "unpaid", "canceled", "incomplete", "incomplete_expired", "trialing", "paused")
END_BEHAVIOR = hash_of({"missing_payment_method": one_of("cancel", "create_invoice")})
CREATE = {
    "customer": text,
    "items": list_with(ITEM),
    "default_payment_method": text,
    "default_tax_rates": list_with(text),
    "description": text,
    "discounts": DISCOUNTS,
    "metadata": metadata,
    "off_session": boolean,
    "payment_behavior": one_of("allow_incomplete", "default_incomplete", "error_if_incomplete"),
    "payment_settings": free,
    "trial_end": integer,
    "trial_period_days": integer,
    "trial_settings": hash_of({"end_behavior": END_BEHAVIOR}),
}


def order_of(call: Call, given: dict[str, Any], customer: str) -> Order:
    """Return what `subscription_data` of Checkout or a new subscription's parameters ask for."""
    trial = given.get("trial_end")
    if given.get("trial_period_days"):
        trial = call.world.now + given["trial_period_days"] * 86_400
    end = ((given.get("trial_settings") or {}).get("end_behavior") or {}).get("missing_payment_method")
    return Order(
        customer,
        given.get("items") or [],
        given.get("default_payment_method"),
        metadata_merged({}, given.get("metadata")),
        given.get("description"),
        given.get("default_tax_rates") or [],
        given.get("discounts") or [],
        trial,
        end or "create_invoice",
    )


@api("POST", "subscriptions")
def create(call: Call) -> Obj:
    """Make a subscription; its first invoice is paid at once, or it stays incomplete for 23 hours."""
    given = taken(call.params, CREATE, need=("customer", "items"))
    world = call.world
    customer = world.state.need("customer", given["customer"], "customer")
    order = order_of(call, given, customer["id"])
    behavior = given.get("payment_behavior") or "allow_incomplete"
    ident = order.method or customer["invoice_settings"]["default_payment_method"]
    method = world.state.get("payment_method", ident) if ident else None
    if order.trial_end is None and behavior != "default_incomplete" and method is None:
        raise StripeError(
            400,
            "This customer has no attached payment source or default payment method. "
            "Please consider adding a default payment method.",
            code="resource_missing",
        )
    if behavior == "error_if_incomplete" and order.trial_end is None:
        outcome = judged(method, AWAY, world.now)
        if outcome.status != "paid":
            raise refusal(outcome.code, outcome.decline_code)
    return subscribed(world, order, pay=behavior != "default_incomplete")


@api("GET", "subscriptions")
def listed(call: Call) -> Obj:
    """Return a page of subscriptions; without `status` those that have not been canceled."""
    shape = {**PAGE, "created": CREATED, "customer": text, "price": text, "status": one_of(*STATUSES, "all", "ended")}
    given = taken(call.params, {**shape, "collection_method": text})
    status, price = given.pop("status", None), given.pop("price", None)

    def keep(sub: Obj) -> bool:
        wanted = {None: sub["status"] != "canceled", "all": True, "ended": sub["status"] in ENDED}
        fits = price is None or any(item["price"]["id"] == price for item in sub["items"]["data"])
        return fits and wanted.get(status, sub["status"] == status)

    return page_of(call, "subscription", given, keep)


@api("DELETE", "subscriptions/{id}")
def cancel(call: Call) -> Obj:
    """End a subscription now; `prorate` gives the unused time back, `invoice_now` settles it at once."""
    shape = {"cancellation_details": DETAILS, "invoice_now": boolean, "prorate": boolean}
    given = taken(call.params, shape)
    world, sub = call.world, call.world.state.need("subscription", call.parts["id"])
    if sub["status"] in ENDED:
        raise invalid(f"No such subscription: '{sub['id']}'", "id", "resource_missing")
    start, end = period(sub)
    if given.get("prorate") and start <= world.now < end and sub["status"] != "trialing":
        plan = planned(world, sub, Wish(behavior="none"))
        credits = [one for item in sub["items"]["data"] for one in credits_of(world, sub, item, world.now)]
        at_once = bool(given.get("invoice_now")) and bool(credits)
        segments: dict[str, list[dict[str, Any]]] = {item["id"]: [] for item in sub["items"]["data"]}
        given_back = Planned(plan.sub, credits, invoice_now=at_once, at=world.now, segments=segments)
        sub = applied(world, sub, given_back)
    return canceled(world, sub, "cancellation_requested", given.get("cancellation_details"))


retrieve_of("subscription", "subscriptions")
