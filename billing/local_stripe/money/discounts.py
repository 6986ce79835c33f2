"""What a discount takes off a line."""

from dataclasses import dataclass

from billing.local_stripe.money.rounding import percent, share, spread
from billing.local_stripe.resources.coupons import coupon_any
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

Taken = list[tuple[str, int]]
"""Discount's id and the kopecks it takes off, in the order in which they are applied."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A discount with its coupon."""

    ident: str
    coupon: Obj

    def fits(self, product: str) -> bool:
        """Tell whether the coupon is for this product."""
        return self.coupon.get("_products") is None or product in self.coupon["_products"]


def applied_at(world: World, idents: list[str], at: int) -> list[Applied]:
    """Return those of some discounts that count at a time."""
    found = [world.state.need("discount", ident) for ident in idents]
    valid = [one for one in found if not one.get("_used") and (one["end"] is None or at < one["end"])]
    return [Applied(one["id"], coupon_any(world, one["source"]["coupon"])) for one in valid]


def taken_off(discounts: list[Applied], amounts: list[int], products: list[str]) -> list[Taken]:
    """Return what is taken off each line of full periods: percentages of each, an amount spread over all."""
    left, result = list(amounts), [[] for _ in amounts]  # type: list[int], list[Taken]
    for one in discounts:
        weights = [amount if one.fits(product) else 0 for amount, product in zip(left, products, strict=True)]
        if one.coupon["percent_off"] is not None:
            off = [percent(weight, one.coupon["percent_off"]) for weight in weights]
        else:
            off = spread(min(one.coupon["amount_off"], sum(weights)), weights)
        for at, kopecks in enumerate(off):
            if weights[at]:
                result[at].append((one.ident, kopecks))
                left[at] -= kopecks
    return result


def taken_off_part(discounts: list[Applied], amount: int, product: str, part: int, whole: int) -> Taken:
    """Return what is taken off the rest of a period: an amount off counts for that part of the period only.

    A coupon for once is kept for a whole invoice: it takes nothing off a proration.
    """
    left, result = amount, []
    for one in discounts:
        if not one.fits(product) or one.coupon["duration"] == "once":
            continue
        if one.coupon["percent_off"] is not None:
            off = percent(left, one.coupon["percent_off"])
        else:
            off = min(share(one.coupon["amount_off"], part, whole), left)
        result.append((one.ident, off))
        left -= off
    return result
