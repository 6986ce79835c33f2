"""How a number leaves: money half-up to kopecks, everything else as it is, what is no number as null."""

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

KOPECK: Final = Decimal("0.01")


def money(value: float | Decimal | None) -> float | None:
    """Round roubles half-up (a half goes away from zero) to kopecks.

    A float is taken as the decimal number it prints as: 1.005 is a half, though its binary form lies below.
    """
    if value is None or not math.isfinite(value):
        return None
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return float(exact.quantize(KOPECK, ROUND_HALF_UP)) + 0.0  # no "-0.0"


def number(value: float | Decimal | None, unit: str) -> float | int | None:
    """Return a value of a unit as JSON has it."""
    if unit == "RUB":
        return money(value)
    if value is None or not math.isfinite(value):
        return None
    plain = float(value) + 0.0
    return int(plain) if unit == "count" and plain.is_integer() else plain
