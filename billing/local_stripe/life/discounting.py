"""Gives a coupon to a subscription: by the coupon, by a promotion code, or keeps a discount it has."""

from typing import Any

from billing.local_stripe.errors import invalid
from billing.local_stripe.events import emit
from billing.local_stripe.ids import new_id
from billing.local_stripe.money.periods import shifted
from billing.local_stripe.params import hash_of, list_with, text
from billing.local_stripe.resources.coupons import coupon_any, redeem
from billing.local_stripe.resources.promotion_codes import code_used
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

DISCOUNTS = list_with(hash_of({"coupon": text, "discount": text, "promotion_code": text}))
"""How `discounts` is given everywhere."""


def coupon_of(world: World, given: dict[str, Any]) -> tuple[Obj, Obj | None]:
    """Return the coupon that a `discounts` entry names, and its promotion code."""
    if given.get("promotion_code"):
        code = world.state.need("promotion_code", given["promotion_code"], "discounts[0][promotion_code]")
        if not code["active"]:
            raise invalid("This promotion code is not active.", "discounts[0][promotion_code]")
        return world.state.need("coupon", code["promotion"]["coupon"], "coupon"), code
    if not given.get("coupon"):
        raise invalid("Missing required param: discounts[0][coupon].", "discounts[0][coupon]", "parameter_missing")
    return world.state.need("coupon", given["coupon"], "discounts[0][coupon]"), None


def discounts_given(
    world: World, sub: Obj, wished: list[dict[str, Any]], session: str | None = None, *, preview: bool = False
) -> list[str]:
    """Return the ids of a subscription's discounts after it is given these; those it lacks then are dropped."""
    idents: list[str] = []
    for one in wished:
        if one.get("discount"):
            world.state.need("discount", one["discount"], "discounts[0][discount]")
            idents.append(one["discount"])
            continue
        coupon, code = coupon_of(world, one)
        idents.append(_made(world, sub, coupon, code, session, preview=preview)["id"])
    if not preview:
        for ident in set(sub["discounts"]) - set(idents):
            emit(world, "customer.discount.deleted", world.state.need("discount", ident))
    return idents


def _made(world: World, sub: Obj, coupon: Obj, code: Obj | None, session: str | None, *, preview: bool) -> Obj:
    if not preview:
        redeem(world, coupon)
        if code:
            code_used(world, code)
    months = coupon["duration_in_months"]
    discount: Obj = {
        "id": new_id("di"),
        "object": "discount",
        "checkout_session": session,
        "customer": sub["customer"],
        "customer_account": None,
        "end": shifted(world.now, "month", months) if months else None,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": code["id"] if code else None,
        "source": {"coupon": coupon["id"], "type": "coupon"},
        "start": world.now,
        "subscription": sub["id"],
        "subscription_item": None,
    }
    world.state.put(discount)
    if not preview:
        emit(world, "customer.discount.created", discount)
    return discount


def discount_text(world: World, ident: str) -> str:
    """Return a discount's name, for pages."""
    coupon = coupon_any(world, world.state.need("discount", ident)["source"]["coupon"])
    return str(coupon["name"] or coupon["id"])
