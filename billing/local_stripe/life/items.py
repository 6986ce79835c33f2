"""A subscription's items, and what of their current period is billed already.

`_segments` of an item are the stretches of time that a line has charged for: amount, discounts, start, end.
A credit takes back what was really charged (flexible billing), so a change there and back in one second is zero.
"""

from typing import Any

from billing.local_stripe.errors import invalid
from billing.local_stripe.ids import new_id
from billing.local_stripe.money.discounts import applied_at, taken_off
from billing.local_stripe.money.lines import Draft, period_text, rates_of
from billing.local_stripe.resources.prices import plan_of
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def item_made(world: World, sub: str, wish: dict[str, Any], period: tuple[int, int]) -> Obj:
    """Return a new item for a price."""
    price = price_usable(world, wish["price"])
    return {
        "id": new_id("si", 14),
        "object": "subscription_item",
        "billed_until": None,
        "billing_thresholds": None,
        "created": world.now,
        "current_period_end": period[1],
        "current_period_start": period[0],
        "discounts": [],
        "metadata": wish.get("metadata") or {},
        "plan": plan_of(price),
        "price": price,
        "quantity": wish.get("quantity") or 1,
        "subscription": sub,
        "tax_rates": rates_of(world, wish.get("tax_rates") or []),
        "_segments": [],
    }


def price_usable(world: World, ident: str | None) -> Obj:
    """Return a price that a subscription may have."""
    if not ident:
        raise invalid("Missing required param: items[0][price].", "items[0][price]", "parameter_missing")
    price = world.state.need("price", ident, "items[0][price]")
    if not price["active"]:
        raise invalid(f"The price specified is inactive. This field only accepts active prices: {ident}.", "items")
    if price["type"] != "recurring":
        raise invalid("The price specified is set to `type=one_time` but this field only accepts recurring prices.")
    return price


def items_of(sub: Obj) -> list[Obj]:
    """Return the items."""
    found: list[Obj] = sub["items"]["data"]
    return found


def rhythm(sub: Obj) -> tuple[str, int]:
    """Return how often a subscription renews: interval and count."""
    recurring = items_of(sub)[0]["price"]["recurring"]
    return recurring["interval"], recurring["interval_count"]


def period(sub: Obj) -> tuple[int, int]:
    """Return the current period, which lives on the items."""
    first = items_of(sub)[0]
    return first["current_period_start"], first["current_period_end"]


def recurring_amount(items: list[Obj]) -> int:
    """Return what a whole period costs without discounts."""
    return sum(item["price"]["unit_amount"] * item["quantity"] for item in items)


def rates(item: Obj, sub: Obj) -> list[Obj]:
    """Return the tax rates of an item: its own, or its subscription's."""
    found: list[Obj] = item["tax_rates"] or sub["default_tax_rates"] or []
    return found


def whole_period(world: World, sub: Obj, start: int, end: int, *, trial: bool = False) -> list[Draft]:
    """Return the lines for a whole period, with the discounts that count at its start."""
    items = items_of(sub)
    products = [world.state.need("product", item["price"]["product"]) for item in items]
    amounts = [0 if trial else item["price"]["unit_amount"] * item["quantity"] for item in items]
    discounts = [] if trial else applied_at(world, sub["discounts"], start)
    taken = taken_off(discounts, amounts, [product["id"] for product in products])
    drafts = []
    for item, product, amount, off in zip(items, products, amounts, taken, strict=True):
        text = f"Trial period for {product['name']}" if trial else period_text(product, item["price"], item["quantity"])
        place = {"subscription": sub["id"], "item": item["id"], "metadata": sub["metadata"]}
        what = {"price": item["price"], "quantity": item["quantity"], "tax_rates": rates(item, sub)}
        drafts.append(Draft(amount, text, start=start, end=end, taken=off, **what, **place))
    return drafts


def segment_of(draft: Draft, invoice: str | None, line: str) -> dict[str, Any]:
    """Return what is remembered of a charge."""
    return {
        "amount": draft.amount,
        "taken": draft.taken,
        "start": draft.start,
        "end": draft.end,
        "price": draft.price["id"],
        "quantity": draft.quantity,
        "rates": [rate["id"] for rate in draft.tax_rates],
        "invoice": invoice,
        "line": line,
    }
