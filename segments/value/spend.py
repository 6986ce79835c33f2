"""What customers will spend at a purchase: the Gamma-Gamma model, fitted by maximum likelihood.

A purchase of one customer varies around a mean of their own (Gamma), and the means vary over customers (Gamma of
the rate). Fader, Hardie (2013), The Gamma-Gamma model of monetary value.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, psi

from segments.value.likelihood import Slope, climb, covariance

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SpendModel:
    """A fitted Gamma-Gamma.

    Attributes
    ----------
    p, q, gamma : float
        Shape of a customer's purchases, shape and rate of the means; gamma in the unit of money.
    log_likelihood : float
    customers : int
    covariance : tuple of tuple of float
        Of the logarithms of p, q, gamma; infinite where the data don't tell.
    """

    p: float
    q: float
    gamma: float
    log_likelihood: float
    customers: int
    covariance: tuple[tuple[float, ...], ...] = ()

    @property
    def mean(self) -> float:
        """Mean purchase of the population; infinite where q ≤ 1."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("inf")

    def expected(self, purchases: NDArray[np.int64], average: Floats) -> Floats:
        """Return what each customer is expected to spend at a purchase: own mean drawn to everybody's.

        Raises
        ------
        ValueError
            Where q ≤ 1: the model has no mean.
        """
        if self.q <= 1:
            raise ValueError("This fit has no mean.")
        x = np.asarray(purchases, np.float64)
        return self.p * (self.gamma + x * average) / (self.p * x + self.q - 1)


def spend_fit(purchases: NDArray[np.int64], average: Floats) -> SpendModel:
    """Fit by maximum likelihood on customers with at least one purchase of more than nothing.

    Raises
    ------
    ValueError
        When nobody spent anything.
    """
    x, m = np.asarray(purchases, np.float64), np.asarray(average, np.float64)
    known = (x > 0) & (m > 0)
    x, m = x[known], m[known]
    if not len(x):
        raise ValueError("A fit needs customers who spent something.")
    unit = float(m.mean())
    m = m / unit
    top, value, curvature = climb(lambda rows: _slope(x[rows], m[rows]), len(x), np.ones(3))
    p, q, gamma = np.exp(np.clip(top, -30, 30))
    likelihood = -value * len(x) - len(x) * np.log(unit)
    sure = covariance(curvature, len(x))
    return SpendModel(float(p), float(q), float(gamma * unit), likelihood, len(x), sure)


def _slope(x: Floats, m: Floats) -> Slope:
    """Return mean negative log-likelihood and gradient; sums that no parameter changes are made once."""
    spent, total = x * m, len(x)
    logs_spent, logs_mean = float(x @ np.log(spent)), float(np.log(m).sum())
    values, counts = np.unique(x, return_counts=True)

    def slope(logs: Floats) -> tuple[float, Floats]:
        p, q, gamma = np.exp(np.clip(logs, -30, 30))
        whole = gamma + spent
        rest = np.log(whole)
        by_x, by_one = float(x @ rest), float(rest.sum())
        value = (
            counts @ (gammaln(p * values + q) - gammaln(p * values)) - total * (gammaln(q) - q * np.log(gamma))
            + p * logs_spent - logs_mean - p * by_x - q * by_one
        )  # fmt: skip
        part = 1 / whole
        d_p = counts @ (values * (psi(p * values + q) - psi(p * values))) + logs_spent - by_x
        d_q = counts @ psi(p * values + q) - total * (psi(q) - np.log(gamma)) - by_one
        d_gamma = total * q / gamma - p * float(x @ part) - q * float(part.sum())
        return -value / total, -np.array([d_p * p, d_q * q, d_gamma * gamma]) / total

    return slope
