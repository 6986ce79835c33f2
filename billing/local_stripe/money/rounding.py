"""The rounding rule of every amount here.

Amounts are whole kopecks. A share of an amount (a proration, a percentage, the VAT inside a price) is worked
out as an exact fraction and rounded once, to the nearest kopeck, a half away from zero. So a credit is always
the mirror of the debit that it takes back: `share(-a, p, w) == -share(a, p, w)`, and there-and-back in the same
second comes to nothing. Nothing is rounded twice: discounts and taxes are worked out line by line, from the
line's own whole kopecks, and an invoice's figures are sums of its lines.
"""

from fractions import Fraction


def nearest(exact: Fraction) -> int:
    """Return the nearest whole number, a half away from zero."""
    whole = (abs(exact.numerator) * 2 + exact.denominator) // (exact.denominator * 2)
    return whole if exact >= 0 else -whole


def share(amount: int, part: int, whole: int) -> int:
    """Return `amount × part / whole` in whole kopecks; `whole` is not zero."""
    return nearest(Fraction(amount * part, whole))


def percent(amount: int, percentage: float) -> int:
    """Return a percentage of an amount; 12.5 is meant as written, not as a binary fraction."""
    return nearest(Fraction(amount) * Fraction(str(percentage)) / 100)


def spread(total: int, weights: list[int]) -> list[int]:
    """Split an amount by weights so that the parts add up to it exactly; the last kopecks go to the first parts."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    for at in range(total - sum(parts)):
        parts[at] += 1
    return parts
