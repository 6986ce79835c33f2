"""What customers are expected to bring: each one's value, everybody's mean, and how sure that is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np

from insights.engine.windows import Floats
from segments.value.days import WEEK, Histories
from segments.value.estimates import ByModel
from segments.value.purchases import PurchaseModel
from segments.value.spend import SpendModel
from segments.value.spending import Spending

HORIZONS: Final = (91, 182, 365)
EIGHTY: Final = 1.2815515655446004
"""Half the width of a normal 80 % interval in standard deviations."""
SAMPLE: Final = 20_000
SEED: Final = 20_050_301
STEP: Final = 1e-3
Model = TypeVar("Model", PurchaseModel, SpendModel)


def interval(
    *, purchases: PurchaseModel, spending: Spending, histories: Histories, days: int, mean: float, kept: float
) -> tuple[float, float]:
    """Return the 80 % interval of the mean value: what the fit does not know, and what chance will do.

    Parameters
    ----------
    purchases : PurchaseModel
    spending : Spending
    histories : Histories
        Of all customers.
    days : int
        Horizon.
    mean : float
        Expected value of a customer.
    kept : float
        Share of the money that is not returned.
    """
    sample = histories.some(SAMPLE)
    variance = _from_fits(purchases, spending, sample, days) + _from_chance(purchases, spending, sample, days) / len(
        histories
    )
    half = EIGHTY * kept * float(np.sqrt(variance))
    return max(0.0, mean - half), mean + half


def _from_fits(purchases: PurchaseModel, spending: Spending, sample: Histories, days: int) -> float:
    """Variance of the mean by the delta method, over the parameters' logarithms."""
    expected = ByModel(purchases).expected(sample, days)
    spend = spending.expected(sample)

    def by_purchases(model: PurchaseModel) -> float:
        return float((ByModel(model).expected(sample, days) * spend).mean())

    variance = _delta(purchases, ("r", "alpha", "a", "b"), purchases.covariance, by_purchases)
    believed = spending.believed
    if believed:

        def by_spend(model: SpendModel) -> float:
            return float((expected * model.expected(sample.repeats, sample.average)).mean())

        variance += _delta(believed, ("p", "q", "gamma"), believed.covariance, by_spend)
    return variance


def _delta(
    model: Model, names: tuple[str, ...], covariance: tuple[tuple[float, ...], ...], mean: Callable[[Model], float]
) -> float:
    def moved(name: str, by: float) -> float:
        return mean(replace(model, **{name: getattr(model, name) * float(np.exp(by))}))

    slope = np.array([(moved(name, STEP) - moved(name, -STEP)) / (2 * STEP) for name in names])
    return float(slope @ np.array(covariance) @ slope)


def _from_chance(purchases: PurchaseModel, spending: Spending, sample: Histories, days: int) -> float:
    """Variance of one customer's value around its expectation, from one drawn future of each.

    Who still comes has a rate and a probability to stop that are independent given the history; purchases go on
    until the horizon or the stop, whichever is first.
    """
    chance, size = np.random.default_rng(SEED), len(sample)
    x, age = sample.repeats.astype(np.float64), sample.age
    comes = chance.random(size) < purchases.alive(sample.repeats, sample.last, age)
    rate = chance.gamma(purchases.r + x, 1 / (purchases.alpha + age))
    stop = np.clip(chance.beta(purchases.a, purchases.b + x), 1e-12, 1)
    times = np.where(comes, np.minimum(chance.poisson(rate * days / WEEK), chance.geometric(stop)), 0)
    expected = ByModel(purchases).expected(sample, days) * spending.expected(sample)
    return float(np.square(_spent(spending, sample, times, chance) - expected).mean())


def _spent(spending: Spending, sample: Histories, times: Floats, chance: np.random.Generator) -> Floats:
    model = spending.believed
    if not model:
        return times * spending.expected(sample)
    rate = chance.gamma(model.p * sample.repeats + model.q, 1 / (model.gamma + sample.repeat_spent))
    return chance.gamma(np.maximum(model.p * times, 1e-12)) / np.maximum(rate, 1e-300) * (times > 0)
