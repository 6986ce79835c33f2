"""Customers: who pays."""

from typing import Any

from billing.local_stripe.events import emit, save
from billing.local_stripe.expand import included
from billing.local_stripe.ids import new_id
from billing.local_stripe.listing import list_of
from billing.local_stripe.params import (
    free,
    hash_of,
    integer,
    list_with,
    metadata,
    one_of,
    taken,
    text,
)
from billing.local_stripe.resources.plain import list_of_kind, with_fields
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

ADDRESS = hash_of(dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"), text))
SHAPE = {
    "address": ADDRESS,
    "balance": integer,
    "business_name": text,
    "description": text,
    "email": text,
    "individual_name": text,
    "invoice_prefix": text,
    "invoice_settings": hash_of({"default_payment_method": text, "footer": text, "custom_fields": free}),
    "metadata": metadata,
    "name": text,
    "phone": text,
    "preferred_locales": list_with(text),
    "tax_exempt": one_of("exempt", "none", "reverse"),
}
NO_ADDRESS = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))


@api("POST", "customers")
def create(call: Call) -> Obj:
    """Make a customer."""
    return customer_made(call.world, taken(call.params, SHAPE))


def customer_made(world: World, given: dict[str, Any]) -> Obj:
    """Keep a new customer."""
    customer: Obj = {
        "id": new_id("cus", 14),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": world.now,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": new_id("", 8).lstrip("_").upper(),
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    customer["invoice_settings"] = {
        "custom_fields": None,
        "default_payment_method": None,
        "footer": None,
        "rendering_options": None,
    }
    customer = _filled(world, customer, given)
    world.state.put(customer)
    emit(world, "customer.created", customer)
    return customer


def _filled(world: World, customer: Obj, given: dict[str, Any]) -> Obj:
    settings, address = given.pop("invoice_settings", None), given.get("address")
    if address:
        given["address"] = {**NO_ADDRESS, **address}
    after = with_fields(customer, given)
    if settings:
        chosen = settings.get("default_payment_method")
        if chosen:
            world.state.need("payment_method", chosen, "invoice_settings[default_payment_method]")
        after["invoice_settings"] = {**customer["invoice_settings"], **settings}
    return after


@api("GET", "customers/{id}")
def retrieve(call: Call) -> Obj:
    """Return a customer; a deleted one only as a stub."""
    taken(call.params, {})
    gone = call.world.state.get("_customer_deleted", call.parts["id"])
    if gone:
        return {"id": gone["id"], "object": "customer", "deleted": True}
    return call.world.state.need("customer", call.parts["id"])


@api("POST", "customers/{id}")
def update(call: Call) -> Obj:
    """Change a customer."""
    before = call.world.state.need("customer", call.parts["id"])
    return save(call.world, before, _filled(call.world, before, taken(call.params, SHAPE)), "customer.updated")


list_of_kind("customer", "customers", {"email": text})


@included("customer", "subscriptions")
def _subscriptions(world: World, customer: Obj) -> Obj:
    found = [one for one in world.state.find("subscription", customer=customer["id"]) if one["status"] != "canceled"]
    return list_of(f"/v1/customers/{customer['id']}/subscriptions", found)


@included("customer", "invoice_credit_balance")
def _credit(_world: World, customer: Obj) -> dict[str, int]:
    return {customer["currency"]: customer["balance"]} if customer["currency"] else {}


@included("customer", "tax_ids")
def _tax_ids(_world: World, customer: Obj) -> Obj:
    return list_of(f"/v1/customers/{customer['id']}/tax_ids", [])
