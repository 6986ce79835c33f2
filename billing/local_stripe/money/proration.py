"""Proration: to the second, against what was really charged.

A change at `at` gives back, of every stretch already charged, `amount × (end − at) / (end − start)`, and charges
the new price for the rest of its period, `price × (end − at) / (end − start of the period)`; each is rounded once
by the rule of `rounding`. Discounts and VAT follow in the same proportion, line by line.
"""

from billing.local_stripe.life.items import items_of, rates
from billing.local_stripe.money.discounts import applied_at, taken_off_part
from billing.local_stripe.money.lines import Draft, rates_of, remaining_text, unused_text
from billing.local_stripe.money.rounding import share
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def credits_of(world: World, sub: Obj, item: Obj, at: int) -> list[Draft]:
    """Return the credits for the time that an item has been charged for and will not use."""
    drafts = []
    for segment in item["_segments"]:
        since = max(at, segment["start"])  # never more than was charged, also for a date before the last change
        left, whole = segment["end"] - since, segment["end"] - segment["start"]
        if left <= 0 or segment["amount"] == 0:
            continue
        price = world.state.need("price", segment["price"])
        product = world.state.need("product", price["product"])
        taken = [(ident, -share(off, left, whole)) for ident, off in segment["taken"]]
        named = (segment["invoice"], segment["line"]) if segment["invoice"] else None
        place = {"subscription": sub["id"], "item": item["id"], "metadata": sub["metadata"]}
        what = {"price": price, "quantity": segment["quantity"], "tax_rates": rates_of(world, segment["rates"])}
        amount, text = -share(segment["amount"], left, whole), unused_text(product, at)
        span = {"start": since, "end": segment["end"]}
        drafts.append(Draft(amount, text, taken=taken, proration=True, credits=named, **span, **what, **place))
    return drafts


def debit_of(world: World, sub: Obj, item: Obj, at: int) -> Draft:
    """Return the charge for the rest of the period at an item's new price."""
    start, end = item["current_period_start"], item["current_period_end"]
    price, product = item["price"], world.state.need("product", item["price"]["product"])
    amount = share(price["unit_amount"] * item["quantity"], end - at, end - start)
    discounts = applied_at(world, sub["discounts"], at)
    taken = taken_off_part(discounts, amount, product["id"], end - at, end - start)
    place = {"subscription": sub["id"], "item": item["id"], "metadata": sub["metadata"]}
    what = {"price": price, "quantity": item["quantity"], "tax_rates": rates(item, sub)}
    text = remaining_text(product, at)
    return Draft(amount, text, start=at, end=end, taken=taken, proration=True, **what, **place)


def changed_items(old: Obj, new: Obj) -> list[tuple[Obj | None, Obj | None]]:
    """Return the pairs of items, before and after, whose price or quantity differ."""
    before = {item["id"]: item for item in items_of(old)}
    after = {item["id"]: item for item in items_of(new)}
    pairs = []
    for ident in [*before, *(one for one in after if one not in before)]:
        was, becomes = before.get(ident), after.get(ident)
        same = (
            was and becomes and (was["price"]["id"], was["quantity"]) == (becomes["price"]["id"], becomes["quantity"])
        )
        if not same:
            pairs.append((was, becomes))
    return pairs


def _sold(item: Obj | None) -> tuple[str, int] | None:
    return (item["price"]["id"], item["quantity"]) if item else None
