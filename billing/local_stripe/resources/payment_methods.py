"""Payment methods: cards, by Stripe's test numbers."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from billing.local_stripe.errors import StripeError, invalid
from billing.local_stripe.events import emit, save
from billing.local_stripe.ids import new_id
from billing.local_stripe.life.cards import BRANDS, NAMES, behavior_of, luhn_fits, refusal
from billing.local_stripe.listing import page_of
from billing.local_stripe.params import PAGE, hash_of, integer, metadata, metadata_merged, one_of, taken, text
from billing.local_stripe.resources.customers import ADDRESS
from billing.local_stripe.resources.plain import retrieve_of, with_fields
from billing.local_stripe.routes import Call, api, local
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

CARD = {"number": text, "exp_month": integer, "exp_year": integer, "cvc": text}
BILLING = hash_of({"address": ADDRESS, "email": text, "name": text, "phone": text, "tax_id": text})
FAR = 4
"""Years ahead that a card given without a date is good for."""


@api("POST", "payment_methods")
def create(call: Call) -> Obj:
    """Make a card that belongs to nobody yet."""
    shape = {"type": one_of("card"), "card": hash_of(CARD), "billing_details": BILLING, "metadata": metadata}
    given = taken(call.params, shape, need=("type", "card"))
    made = card_made(call.world, given["card"], given.get("billing_details"))
    made["metadata"] = metadata_merged({}, given.get("metadata"))
    return call.world.state.put(made)


def card_made(world: World, card: dict[str, Any], billing: dict[str, Any] | None = None) -> Obj:
    """Return a new payment method for a card's number and date, checked as a form checks it."""
    number = (card.get("number") or "").replace(" ", "")
    today = datetime.fromtimestamp(world.now, UTC)
    month, year = card.get("exp_month") or 12, card.get("exp_year") or today.year + FAR
    if not (number.isdigit() and 13 <= len(number) <= 19 and luhn_fits(number)):
        raise StripeError(
            402, "Your card number is incorrect.", type="card_error", code="incorrect_number", param="number"
        )
    year += 2000 if year < 100 else 0
    if not 1 <= month <= 12:
        raise StripeError(
            402,
            "Your card's expiration month is invalid.",
            type="card_error",
            code="invalid_expiry_month",
            param="exp_month",
        )
    if (year, month) < (today.year, today.month):
        raise StripeError(
            402,
            "Your card's expiration year is invalid.",
            type="card_error",
            code="invalid_expiry_year",
            param="exp_year",
        )
    return _object(world, number, month, year, billing or {})


def _object(world: World, number: str, month: int, year: int, billing: dict[str, Any]) -> Obj:
    brand = BRANDS.get(number[0], "unknown")
    details = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
    checks = {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}
    card = {
        "brand": brand,
        "checks": checks,
        "country": "US",
        "display_brand": brand,
        "exp_month": month,
        "exp_year": year,
        "fingerprint": hashlib.sha256(number.encode()).hexdigest()[:16],
        "funding": "credit",
        "generated_from": None,
        "last4": number[-4:],
        "networks": {"available": [brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
    return {
        "id": new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {**details, **billing},
        "card": card,
        "created": world.now,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
        "_number": number,
        "_authenticated": False,
    }


@api("POST", "payment_methods/{id}/attach")
def attach_call(call: Call) -> Obj:
    """Give a card to a customer."""
    given = taken(call.params, {"customer": text}, need=("customer",))
    call.world.state.need("customer", given["customer"], "customer")
    ident = call.parts["id"]
    if ident in NAMES:
        method = call.world.state.put(card_made(call.world, {"number": NAMES[ident]}))
    else:
        method = call.world.state.need("payment_method", ident)
    return attach(call.world, method, given["customer"])


def attach(world: World, method: Obj, customer: str) -> Obj:
    """Give a card to a customer; the issuer is asked first."""
    if method["customer"] not in (None, customer):
        raise invalid("The payment method you provided has already been attached to a customer.")
    behavior = behavior_of(method)
    if not behavior.attaches:
        raise refusal(behavior.code, behavior.decline_code)
    if method["customer"] == customer:
        return method
    after = world.state.put({**method, "customer": customer})
    emit(world, "payment_method.attached", after)
    return after


@api("POST", "payment_methods/{id}/detach")
def detach(call: Call) -> Obj:
    """Take a card from its customer, and from wherever it was the default."""
    before = call.world.state.need("payment_method", call.parts["id"])
    if before["customer"] is None:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    state, owner = call.world.state, before["customer"]
    customer = state.need("customer", owner)
    if customer["invoice_settings"]["default_payment_method"] == before["id"]:
        settings = {**customer["invoice_settings"], "default_payment_method": None}
        save(call.world, customer, {**customer, "invoice_settings": settings}, "customer.updated")
    for one in state.find("subscription", customer=owner, default_payment_method=before["id"]):
        save(call.world, one, {**one, "default_payment_method": None}, "customer.subscription.updated")
    after = state.put({**before, "customer": None})
    emit(call.world, "payment_method.detached", after, {"customer": owner})
    return after


@api("POST", "payment_methods/{id}")
def update(call: Call) -> Obj:
    """Change what is written on a card."""
    before = call.world.state.need("payment_method", call.parts["id"])
    shape = {"card": hash_of({"exp_month": integer, "exp_year": integer}), "metadata": metadata}
    given = taken(call.params, {**shape, "billing_details": BILLING})
    card, billing = given.pop("card", None), given.pop("billing_details", None)
    after = with_fields(before, given)
    after["card"] = {**before["card"], **(card or {})}
    after["billing_details"] = {**before["billing_details"], **(billing or {})}
    return save(call.world, before, after, "payment_method.updated")


@api("GET", "payment_methods")
def listed(call: Call) -> Obj:
    """Return a page of a customer's cards."""
    given = taken(call.params, {**PAGE, "customer": text, "type": one_of("card")})
    return page_of(call, "payment_method", given)


@api("GET", "customers/{customer}/payment_methods")
def listed_of_customer(call: Call) -> Obj:
    """Return a page of a customer's cards."""
    given = taken(call.params, {**PAGE, "type": one_of("card")})
    call.world.state.need("customer", call.parts["customer"])
    return page_of(call, "payment_method", {**given, "customer": call.parts["customer"]})


@local("POST", "customers/{id}/card")
def card_set_call(call: Call) -> Obj:
    """Give a customer a new default card, as the portal's page does."""
    given = taken(call.params, CARD, need=("number",))
    return default_card_set(call.world, call.parts["id"], given)


def default_card_set(world: World, customer: str, card: dict[str, Any], *, authenticated: bool = True) -> Obj:
    """Add a card and make it the customer's default for invoices: what the portal's card page does."""
    method = attach(world, world.state.put(card_made(world, card)), customer)
    method = world.state.put({**method, "_authenticated": authenticated})
    before = world.state.need("customer", customer)
    settings = {**before["invoice_settings"], "default_payment_method": method["id"]}
    save(world, before, {**before, "invoice_settings": settings}, "customer.updated")
    # A subscription's own card would go before the customer's.
    for one in world.state.find("subscription", customer=customer):
        if one["default_payment_method"] and one["status"] not in ("canceled", "incomplete_expired"):
            after = {**one, "default_payment_method": method["id"]}
            save(world, one, after, "customer.subscription.updated")
    return method


retrieve_of("payment_method", "payment_methods")
