"""How good the estimates are on days they have not seen; which of them is shown."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from insights.engine.windows import Floats, date_of
from segments.value.days import PurchaseDays
from segments.value.estimates import ByLikeness, ByModel, ByOwnRate, Estimate
from segments.value.purchases import PurchaseModel, purchases_fit
from segments.value.seen import Visits
from segments.value.soundness import purchases_unsound
from segments.value.spending import spending_of

LONGEST: Final = 91
TENTHS: Final = 10
FAR: Final = 2.0
"""A model whose total is off by this factor is wrong about the business, however well it ranks customers."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One estimate on the days that were held out."""

    estimate: Estimate
    mae: float
    ratio: float | None
    unsound: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The estimate to show, why it is not the model, and how it did as figures that JSON holds."""

    kind: str
    reason: str
    accuracy: dict[str, Any]


def fitted(days: PurchaseDays, end: int) -> PurchaseModel:
    """Fit BG/NBD on what was known at the end of a day; the time in weeks."""
    known = days.histories(end)
    return purchases_fit(Visits.of(known.repeats, known.last, known.age))


def choose(days: PurchaseDays, start: int, end: int, *, refused: str = "") -> Chosen:
    """Try all estimates on the last days, and choose: the model, unless it is unsound or the simplest beats it.

    Parameters
    ----------
    days : PurchaseDays
        All that is known.
    start, end : int
        First and last day of it.
    refused : str
        Why the fit on all of it may not be believed; empty when it may.
    """
    length = min(LONGEST, (end - start + 1) // 3)
    cut = end - length
    before, known = days.until(cut), days.histories(cut)
    came, spent = days.after(known, length)

    def trial(estimate: Estimate, unsound: str = "") -> Trial:
        expected = estimate.expected(known, length)
        return Trial(estimate, float(np.abs(expected - came).mean()), _ratio(expected, came), unsound)

    naive = trial(ByOwnRate())
    model, reason = (None, refused) if refused else _model(trial, before, cut, naive)
    best = model if model and not reason else min(naive, trial(ByLikeness(before, start, cut)), key=lambda one: one.mae)
    expected = best.estimate.expected(known, length)
    money = expected * spending_of(known).expected(known)
    accuracy = {
        "days": length,
        "start": date_of(cut + 1).isoformat(),
        "customers": len(known),
        "mae": best.mae,
        "mae_naive": naive.mae,
        "ratio": best.ratio,
        "revenue_ratio": _ratio(money, spent),
        "deciles": _deciles(expected, came.astype(np.float64)),
    }
    return Chosen(best.estimate.name, reason, accuracy)


def _model(trial: Any, before: PurchaseDays, cut: int, naive: Trial) -> tuple[Trial | None, str]:
    """Try the model; return it and why it is not shown."""
    if not (before.histories(cut).repeats > 0).any():
        return None, "no_repeats"
    fit = fitted(before, cut)
    unsound = purchases_unsound(fit)
    if unsound:
        return None, unsound
    tried = trial(ByModel(fit))
    if tried.mae > naive.mae:
        return tried, "beaten"
    if tried.ratio is None or not 1 / FAR <= tried.ratio <= FAR:
        return tried, "far_off"
    return tried, ""


def _ratio(expected: Floats, seen: Any) -> float | None:
    total = float(seen.sum())
    return float(expected.sum()) / total if total > 0 else None


def _deciles(expected: Floats, came: Floats) -> list[list[float]]:
    """Return customers, mean expected and mean seen of each tenth, those of whom least was expected first."""
    order = np.argsort(expected, kind="stable")
    parts = [part for part in np.array_split(order, TENTHS) if len(part)]
    return [[len(part), float(expected[part].mean()), float(came[part].mean())] for part in parts]
