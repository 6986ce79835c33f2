"""How rough a figure about others is told."""

from math import floor, log10


def percent(share: float) -> int:
    """Round a share to a whole percent."""
    return round(share * 100)


def two_digits(amount: float) -> float:
    """Round an amount to two significant digits."""
    if not amount:
        return 0.0
    return round(amount, 1 - floor(log10(abs(amount))))


def to_five(share: float) -> int:
    """Round a share to a percentile in steps of five that is never the very end."""
    return min(95, max(5, 5 * round(share * 20)))
