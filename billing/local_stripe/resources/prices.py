"""Prices: what a product costs, once or every month or year."""

from typing import Any

from billing.local_stripe.errors import StripeError, invalid
from billing.local_stripe.events import emit, save
from billing.local_stripe.ids import new_id
from billing.local_stripe.params import (
    boolean,
    hash_of,
    integer,
    list_with,
    metadata,
    metadata_merged,
    one_of,
    taken,
    text,
)
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of, with_fields
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

RECURRING = {
    "interval": one_of("day", "month", "week", "year"),
    "interval_count": integer,
    "usage_type": one_of("licensed"),
    "trial_period_days": integer,
}
FIELDS = {
    "active": boolean,
    "lookup_key": text,
    "metadata": metadata,
    "nickname": text,
    "tax_behavior": one_of("exclusive", "inclusive", "unspecified"),
    "transfer_lookup_key": boolean,
}


@api("POST", "prices")
def create(call: Call) -> Obj:
    """Make a price."""
    shape = {
        **FIELDS,
        "currency": text,
        "product": text,
        "unit_amount": integer,
        "recurring": hash_of(RECURRING),
        "billing_scheme": one_of("per_unit"),
    }
    given = taken(call.params, shape, need=("currency", "product", "unit_amount"))
    call.world.state.need("product", given["product"], "product")
    transfer = given.pop("transfer_lookup_key", False)
    recurring = given.get("recurring")
    if recurring and not recurring.get("interval"):
        raise invalid("Missing required param: recurring[interval].", "recurring[interval]", "parameter_missing")
    price: Obj = {
        "id": new_id("price"),
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": call.world.now,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "nickname": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if recurring else "one_time",
        **given,
        "currency": given["currency"].lower(),
        "recurring": _recurring(recurring) if recurring else None,
        "unit_amount_decimal": str(given["unit_amount"]),
        "metadata": metadata_merged({}, given.get("metadata")),
    }
    _lookup_key_take(call.world, price["lookup_key"], price["id"], transfer=transfer)
    call.world.state.put(price)
    emit(call.world, "price.created", price)
    return price


def _recurring(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "interval": given["interval"],
        "interval_count": given.get("interval_count") or 1,
        "meter": None,
        "trial_period_days": given.get("trial_period_days"),
        "usage_type": "licensed",
    }


def _lookup_key_take(world: World, key: str | None, ident: str, *, transfer: bool) -> None:
    holder = world.state.first("price", lookup_key=key) if key else None
    if holder is None or holder["id"] == ident:
        return
    if not transfer:
        raise StripeError(
            400,
            f"A price (`{holder['id']}`) already uses that lookup key. To transfer it, pass transfer_lookup_key=true.",
            param="lookup_key",
        )
    save(world, holder, {**holder, "lookup_key": None}, "price.updated")


@api("POST", "prices/{id}")
def update(call: Call) -> Obj:
    """Change what may change: never the amount."""
    before = call.world.state.need("price", call.parts["id"])
    given = taken(call.params, FIELDS)
    transfer = given.pop("transfer_lookup_key", False)
    _lookup_key_take(call.world, given.get("lookup_key"), before["id"], transfer=transfer)
    behavior = given.get("tax_behavior", before["tax_behavior"])
    if before["tax_behavior"] not in ("unspecified", behavior):
        raise invalid("You cannot change the tax_behavior of a price once it is set.", "tax_behavior")
    return save(call.world, before, with_fields(before, given), "price.updated")


def _asked_for(obj: Obj, asked: dict[str, Any]) -> bool:
    keys, recurring = asked.get("lookup_keys"), asked.get("recurring")
    fits = keys is None or obj["lookup_key"] in keys
    return fits and (not recurring or recurring["interval"] == (obj["recurring"] or {}).get("interval"))


retrieve_of("price", "prices")
list_of_kind(
    "price",
    "prices",
    {
        "active": boolean,
        "currency": text,
        "product": text,
        "type": one_of("one_time", "recurring"),
        "lookup_keys": list_with(text),
        "recurring": hash_of({"interval": one_of("day", "month", "week", "year")}),
    },
    ("lookup_keys", "recurring"),
    _asked_for,
)


def plan_of(price: Obj) -> Obj:
    """Return the old `plan` object that a subscription's item still shows beside its price."""
    recurring = price["recurring"]
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "livemode": False,
        "metadata": price["metadata"],
        "meter": None,
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": recurring["trial_period_days"],
        "usage_type": "licensed",
    }
