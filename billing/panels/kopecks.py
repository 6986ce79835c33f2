"""Amounts of the provider in words: kopecks only here, where each counts."""

from decimal import Decimal

from ui.numbers import rub


def money(kopecks: int | None) -> str:
    """Write kopecks as roubles: 123450 → `1 234,50 ₽`."""
    return rub(None if kopecks is None else Decimal(kopecks).scaleb(-2))
