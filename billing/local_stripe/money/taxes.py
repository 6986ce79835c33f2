"""VAT of a line: inside the price, or on top of it."""

from fractions import Fraction
from typing import Any

from billing.local_stripe.money.rounding import nearest, percent
from billing.local_stripe.state import Obj


def tax_of(net: int, rate: Obj) -> int:
    """Return the tax in (inclusive) or on (exclusive) an amount.

    Inclusive: net × rate / (100 + rate). 4 990,00 ₽ with 22 % inside holds 899,84 ₽ of VAT.
    """
    if not rate["inclusive"]:
        return percent(net, rate["percentage"])
    part = Fraction(str(rate["percentage"]))
    return nearest(Fraction(net) * part / (100 + part))


def tax_entries(net: int, rates: list[Obj]) -> list[dict[str, Any]]:
    """Return a line's `taxes`."""
    entries = []
    for rate in rates:
        tax = tax_of(net, rate)
        entries.append(
            {
                "amount": tax,
                "tax_behavior": "inclusive" if rate["inclusive"] else "exclusive",
                "tax_rate_details": {"tax_rate": rate["id"]},
                "taxability_reason": "standard_rated",
                "taxable_amount": net - tax if rate["inclusive"] else net,
                "type": "tax_rate_details",
            }
        )
    return entries
