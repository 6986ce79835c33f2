"""A partner's customer values from its visits: pure, so that a bench and a test can ask it without a database."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from insights.engine.visits import Visits
from insights.engine.windows import Floats, date_of, day_number
from segments.value.days import Histories, PurchaseDays
from segments.value.estimates import ByLikeness, ByModel, ByOwnRate, Estimate
from segments.value.holdout import Chosen, choose, fitted
from segments.value.outlook import HORIZONS, interval
from segments.value.purchases import PurchaseModel
from segments.value.soundness import purchases_unsound
from segments.value.spending import Spending, spending_of
from segments.value.tables import bars_of, cohorts_of, groups_of, historic_of, top_share

VERSION: Final = 1
LEAST_DAYS: Final = 182
LEAST_CUSTOMERS: Final = 200
LEAST_REPEATERS: Final = 50
FURTHEST: Final = 2 * 365
"""A day further away than this is no forecast of when the page opens."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is kept of a fit: its status, why it is not the model, the card, the figures."""

    status: str
    reason: str = ""
    card: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    ahead: "Ahead | None" = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """What is expected of each customer with a purchase, by code; horizons in their order.

    Parameters
    ----------
    visits, values : tuple of float64 array of shape (customers,)
        Purchase days; net revenue in roubles.
    alive : float64 array of shape (customers,) or None
        Probability to be a customer still; nan for who bought on one day only, of whom the model can't tell. None where
        a simpler estimate stands in: it has no such thing.
    """

    visits: tuple[Floats, ...]
    values: tuple[Floats, ...]
    alive: Floats | None


def value_draft(visits: Visits, people: pa.Table, as_of: date) -> Draft:
    """Estimate what each customer is worth, and fold it into the figures of the page.

    Parameters
    ----------
    visits : Visits
        All of the partner's, up to `as_of`.
    people : pyarrow.Table
        As `PartnerLake.customers` returns it.
    as_of : date
        Last day that counts.
    """
    end = day_number(as_of)
    days = PurchaseDays.of(visits)
    histories = days.histories(end)
    historic = historic_of(visits, histories.customer)
    gross, back = int(visits.gross.sum()), int(visits.refunded.sum())
    kept = max(0.0, 1 - back / gross) if gross else 1.0
    body: dict[str, Any] = {
        "customers": len(histories),
        "repeaters": int((histories.repeats > 0).sum()),
        "purchase_days": len(days),
        "historic_mean": float(historic.mean()) if len(histories) else None,
        "historic_total": float(historic.sum()),
        "kept": kept,
        "outlooks": [],
    }
    lacking, opens = _lacking(histories, end)
    ahead: Ahead | None = None
    status, reason, card = "too_little", lacking, {"opens_on": opens}
    if not lacking:
        status, reason, card, ahead, body["outlooks"] = _predicted(days, histories, kept)
    values = list(ahead.values) if ahead else []
    body["cohorts"] = cohorts_of(histories.first, historic, values)
    body["groups"] = groups_of(
        visits, people, customers=histories.customer, end=end, historic=historic, predicted=values
    )
    return Draft(status, reason, card, body, ahead)


def _predicted(
    days: PurchaseDays, histories: Histories, kept: float
) -> tuple[str, str, dict[str, Any], Ahead, list[dict[str, Any]]]:
    start, end = int(days.day.min()), histories.end
    model = fitted(days, end)
    chosen = choose(days, start, end, refused=purchases_unsound(model))
    reason, spending = chosen.reason, spending_of(histories)
    estimates: tuple[Estimate, ...] = (ByModel(model), ByOwnRate(), ByLikeness(days, start, end))
    estimate = next(one for one in estimates if one.name == chosen.kind)
    spend = spending.expected(histories) * kept
    visits = tuple(np.maximum(estimate.expected(histories, horizon), 0) for horizon in HORIZONS)
    values = tuple(expected * spend for expected in visits)
    believed = model if not reason else None
    outlooks = [
        _outlook(values=value, days=horizon, model=believed, spending=spending, histories=histories, kept=kept)
        for value, horizon in zip(values, HORIZONS, strict=True)
    ]
    reason = reason or spending.unsound
    card = _card(chosen, model, spending, estimate.name)
    alive = _alive(model, histories) if isinstance(estimate, ByModel) else None
    return "fallback" if reason else "fitted", reason, card, Ahead(visits, values, alive), outlooks


def _alive(model: PurchaseModel, histories: Histories) -> Floats:
    # Before a first repeat the model takes everybody for a customer, however long ago that was.
    known = histories.repeats > 0
    return np.where(known, model.alive(histories.repeats, histories.last, histories.age), np.nan)


def _outlook(
    *, values: Floats, days: int, model: PurchaseModel | None, spending: Spending, histories: Histories, kept: float
) -> dict[str, Any]:
    mean = float(values.mean())
    low: float | None
    high: float | None
    low, high = (None, None)
    if model:
        low, high = interval(purchases=model, spending=spending, histories=histories, days=days, mean=mean, kept=kept)
    return {
        "days": days,
        "mean": mean,
        "low": low,
        "high": high,
        "median": float(np.median(values)),
        "total": float(values.sum()),
        "top_share": top_share(values),
        "bars": bars_of(values),
    }


def _card(chosen: Chosen, model: PurchaseModel, spending: Spending, shown: str) -> dict[str, Any]:
    parameters = {name: getattr(model, name) for name in ("r", "alpha", "a", "b", "log_likelihood")}
    spend = spending.believed
    if spend:
        money = asdict(spend)
        parameters |= {name: money[name] for name in ("p", "q", "gamma")}
        parameters["spend_log_likelihood"] = spend.log_likelihood
    sound = not purchases_unsound(model)
    return {
        "estimate": shown,
        "params": parameters if sound else None,
        "errors": [float(error) for error in model.errors] if sound else None,
        "link": spending.link,
        "accuracy": chosen.accuracy,
    }


def _lacking(histories: Histories, end: int) -> tuple[str, str | None]:
    """Return what there is too little of, and on which day there will be enough at the pace so far."""
    if not len(histories):
        return "no_customers", None
    span, repeaters = end - int(histories.first.min()) + 1, int((histories.repeats > 0).sum())
    times = {
        "weeks": LEAST_DAYS / span,
        "customers": LEAST_CUSTOMERS / len(histories),
        "repeaters": LEAST_REPEATERS / repeaters if repeaters else np.inf,
    }
    lacking = [name for name in times if times[name] > 1]
    if not lacking:
        return "", None
    # In the first weeks nobody could come back yet: that tells nothing of the pace.
    paces = [times[name] for name in lacking if np.isfinite(times[name]) or lacking[0] != "weeks"]
    wait = span * (max(paces) - 1)
    return lacking[0], date_of(end + int(np.ceil(wait))).isoformat() if wait <= FURTHEST else None
