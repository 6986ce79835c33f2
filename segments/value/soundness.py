"""Whether a fit may be believed. One that may not is named, never shown."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from segments.value.days import Histories
from segments.value.purchases import PurchaseModel
from segments.value.spend import SpendModel

BOUNDS: Final = {
    "r": (1e-3, 1e3), "alpha": (1e-3, 1e4), "a": (1e-3, 1e3), "b": (1e-3, 1e3), "p": (1e-2, 1e3), "q": (1e-2, 1e3)
}  # fmt: skip
"""Outside of these a fit has run away along a ridge of the likelihood: alpha in weeks."""
LARGEST_ERROR: Final = 3.0
"""A parameter that may as well be twenty times as large tells nothing."""
LARGEST_LINK: Final = 0.3
"""Gamma-Gamma takes it that who comes more often does not spend more or less at a time."""


def purchases_unsound(model: PurchaseModel) -> str:
    """Return why the fit of purchases may not be believed; empty when it may."""
    values = {name: getattr(model, name) for name in ("r", "alpha", "a", "b")}
    return _unsound(values, model.errors)


def spend_unsound(model: SpendModel, link: float) -> str:
    """Return why the fit of spending may not be believed; empty when it may."""
    if model.q <= 1:
        return "spend_no_mean"
    if abs(link) > LARGEST_LINK:
        return "spend_linked"
    errors = [float(np.sqrt(row[place])) for place, row in enumerate(model.covariance)]
    found = _unsound({"p": model.p, "q": model.q}, errors)
    return f"spend_{found}" if found else ""


def link(histories: Histories) -> float:
    """Return the correlation of how often customers come again and what they spend at a time; 0 where there is none."""
    again = (histories.repeats > 0) & (histories.repeat_spent > 0)
    often, spend = histories.repeats[again], histories.average[again]
    if len(often) < 2 or not often.std() or not spend.std():
        return 0.0
    return float(np.corrcoef(often, spend)[0, 1])


def _unsound(values: dict[str, float], errors: Iterable[float]) -> str:
    if not all(low < values[name] < high for name, (low, high) in BOUNDS.items() if name in values):
        return "beyond_bounds"
    wide = [error for error in errors if not error <= LARGEST_ERROR]
    return "flat" if wide else ""
