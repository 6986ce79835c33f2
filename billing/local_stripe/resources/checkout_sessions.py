"""Checkout sessions: the page where a subscription is bought."""

from typing import Any

from billing.local_stripe.errors import invalid, not_here
from billing.local_stripe.ids import new_id
from billing.local_stripe.life.discounting import DISCOUNTS, coupon_of
from billing.local_stripe.life.selling import figures, line_items_of
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
from billing.local_stripe.resources.coupons import usable
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of
from billing.local_stripe.resources.subscriptions import END_BEHAVIOR
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

LASTS, SHORTEST = 24 * 3600, 1800
LINE = hash_of({"price": text, "quantity": integer, "tax_rates": list_with(text), "metadata": metadata})
DATA = hash_of(
    {
        "default_tax_rates": list_with(text),
        "description": text,
        "metadata": metadata,
        "trial_end": integer,
        "trial_period_days": integer,
        "trial_settings": hash_of({"end_behavior": END_BEHAVIOR}),
        "invoice_settings": free,
    }
)
SHAPE = {
    "allow_promotion_codes": boolean,
    "billing_address_collection": one_of("auto", "required"),
    "cancel_url": text,
    "client_reference_id": text,
    "currency": text,
    "customer": text,
    "customer_email": text,
    "customer_update": free,
    "discounts": DISCOUNTS,
    "expires_at": integer,
    "line_items": list_with(LINE),
    "locale": text,
    "metadata": metadata,
    "mode": one_of("payment", "setup", "subscription"),
    "payment_method_collection": one_of("always", "if_required"),
    "saved_payment_method_options": free,
    "subscription_data": DATA,
    "success_url": text,
    "tax_id_collection": free,
    "ui_mode": one_of("hosted_page"),
}


@api("POST", "checkout/sessions")
def create(call: Call) -> Obj:
    """Open a page to buy a subscription on."""
    given = taken(call.params, SHAPE, need=("mode", "line_items", "success_url"))
    world = call.world
    if given["mode"] != "subscription":
        raise not_here("POST", f"{call.path} with mode={given['mode']}")
    if given.get("customer") and given.get("customer_email"):
        raise invalid("You may only specify one of these parameters: customer, customer_email.")
    if given.get("discounts") and given.get("allow_promotion_codes"):
        raise invalid("You may only specify one of these parameters: allow_promotion_codes, discounts.")
    expires = given.get("expires_at") or world.now + LASTS
    if not world.now + SHORTEST <= expires <= world.now + LASTS:
        raise invalid("The expires_at must be between 30 minutes and 24 hours from now.", "expires_at")
    email = given.get("customer_email")
    if given.get("customer"):
        email = world.state.need("customer", given["customer"], "customer")["email"]
    ident = new_id("cs_test", 58)
    session = _object(world, ident, given, expires)
    session |= {"customer_email": given.get("customer_email"), "_email": email}
    session |= figures(world, session)
    world.state.put(session)
    world.state.alarm(expires, "checkout.expire", ident)
    return session


def _object(world: World, ident: str, given: dict[str, Any], expires: int) -> Obj:
    discounts = []
    for one in given.get("discounts") or []:
        coupon, code = coupon_of(world, one)
        usable(world, coupon)
        discounts.append({"coupon": None if code else coupon["id"], "promotion_code": code["id"] if code else None})
    no_tax = {"enabled": False, "liability": None, "provider": None, "status": None}
    return {
        "id": ident,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": given.get("allow_promotion_codes"),
        "automatic_tax": no_tax,
        "billing_address_collection": given.get("billing_address_collection"),
        "branding_settings": None,
        "cancel_url": given.get("cancel_url"),
        "client_reference_id": given.get("client_reference_id"),
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": world.now,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer": given.get("customer"),
        "customer_account": None,
        "customer_creation": None if given.get("customer") else "always",
        "customer_details": None,
        "discounts": discounts,
        "expires_at": expires,
        "invoice": None,
        "invoice_creation": None,
        "livemode": False,
        "locale": given.get("locale"),
        "metadata": metadata_merged({}, given.get("metadata")),
        "mode": "subscription",
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": given.get("payment_method_collection") or "always",
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": given["success_url"],
        "ui_mode": "hosted_page",
        "url": f"{world.base}/c/pay/{ident}",
        "wallet_options": None,
        "_items": given["line_items"],
        "_data": given.get("subscription_data") or {},
    }


@api("GET", "checkout/sessions/{id}/line_items")
def line_items(call: Call) -> Obj:
    """Return what a session sells."""
    taken(call.params, PAGE)
    found: Obj = line_items_of(call.world, call.world.state.need("checkout.session", call.parts["id"]))
    return found


@api("POST", "checkout/sessions/{id}/expire")
def expire(call: Call) -> Obj:
    """Close an open session."""
    from billing.local_stripe.life.checkout import checkout_expire  # noqa: PLC0415  it sells what is read here

    taken(call.params, {})
    return checkout_expire(call.world, call.parts["id"])


retrieve_of("checkout.session", "checkout/sessions")
list_of_kind(
    "checkout.session",
    "checkout/sessions",
    {"customer": text, "subscription": text, "status": one_of("open", "complete", "expired"), "created": CREATED},
)
