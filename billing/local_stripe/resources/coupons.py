"""Coupons: percent or amount off, once, for some months or for ever."""

from typing import Any

from billing.local_stripe.errors import StripeError, invalid
from billing.local_stripe.events import emit
from billing.local_stripe.expand import included
from billing.local_stripe.ids import new_id
from billing.local_stripe.params import (
    hash_of,
    integer,
    list_with,
    metadata,
    metadata_merged,
    number,
    one_of,
    taken,
    text,
)
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of, update_of
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

SHAPE = {
    "id": text,
    "amount_off": integer,
    "percent_off": number,
    "currency": text,
    "duration": one_of("forever", "once", "repeating"),
    "duration_in_months": integer,
    "max_redemptions": integer,
    "redeem_by": integer,
    "name": text,
    "metadata": metadata,
    "applies_to": hash_of({"products": list_with(text)}),
}


@api("POST", "coupons")
def create(call: Call) -> Obj:
    """Make a coupon."""
    given = taken(call.params, SHAPE)
    _sensible(given)
    ident = given.get("id") or new_id("", 8).lstrip("_")
    if call.world.state.get("coupon", ident):
        raise StripeError(400, "Coupon already exists.", code="resource_already_exists", param="id")
    applies_to = given.pop("applies_to", None)
    coupon: Obj = {
        "object": "coupon",
        "amount_off": None,
        "created": call.world.now,
        "currency": None,
        "duration": "once",
        "duration_in_months": None,
        "livemode": False,
        "max_redemptions": None,
        "name": None,
        "percent_off": None,
        "redeem_by": None,
        "times_redeemed": 0,
        "valid": True,
        **given,
        "id": ident,
        "metadata": metadata_merged({}, given.get("metadata")),
        "_products": (applies_to or {}).get("products"),
    }
    call.world.state.put(coupon)
    emit(call.world, "coupon.created", coupon)
    return coupon


def _sensible(given: dict[str, Any]) -> None:
    if (given.get("amount_off") is None) == (given.get("percent_off") is None):
        raise invalid("Coupons must have either percent_off or amount_off.")
    if given.get("amount_off") is not None and not given.get("currency"):
        raise invalid("You must pass currency when passing amount_off.", "currency")
    percent = given.get("percent_off")
    if percent is not None and not 0 < percent <= 100:
        raise invalid("Invalid percent_off: must be greater than 0 and at most 100.", "percent_off")
    if (given.get("duration") == "repeating") != bool(given.get("duration_in_months")):
        raise invalid("duration_in_months is needed with duration repeating, and only then.", "duration_in_months")


@api("DELETE", "coupons/{id}")
def delete(call: Call) -> Obj:
    """Take a coupon out of use; discounts already given stay."""
    coupon = call.world.state.need("coupon", call.parts["id"])
    call.world.state.remove("coupon", coupon["id"])
    call.world.state.put({**coupon, "object": "_coupon_deleted"})
    emit(call.world, "coupon.deleted", coupon)
    return {"id": coupon["id"], "object": "coupon", "deleted": True}


def coupon_any(world: World, ident: str) -> Obj:
    """Return a coupon, also one that was deleted after it had been used."""
    found = world.state.get("coupon", ident) or world.state.need("_coupon_deleted", ident)
    return {**found, "object": "coupon"}


def usable(world: World, coupon: Obj) -> Obj:
    """Return a coupon that may be given now; refuse one that is used up or out of date."""
    if not coupon["valid"] or (coupon["redeem_by"] and coupon["redeem_by"] < world.now):
        raise StripeError(400, f"Coupon {coupon['id']} is expired and cannot be applied.", code="coupon_expired")
    return coupon


def redeem(world: World, coupon: Obj) -> Obj:
    """Count a use."""
    usable(world, coupon)
    after = {**coupon, "times_redeemed": coupon["times_redeemed"] + 1}
    after["valid"] = not coupon["max_redemptions"] or after["times_redeemed"] < coupon["max_redemptions"]
    return world.state.put(after)


@included("coupon", "applies_to")
def _applies_to(_world: World, coupon: Obj) -> Obj | None:
    return {"products": coupon["_products"]} if coupon["_products"] else None


retrieve_of("coupon", "coupons")
list_of_kind("coupon", "coupons", {})
update_of("coupon", "coupons", {"name": text, "metadata": metadata}, "coupon.updated")
