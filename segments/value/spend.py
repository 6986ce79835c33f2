"""What customers will spend at a purchase: the Gamma-Gamma model, fitted by maximum likelihood.

A purchase of one customer varies around a mean of their own (Gamma), and the means vary over customers (Gamma of
the rate). Fader, Hardie (2013), The Gamma-Gamma model of monetary value.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln, psi

from segments.value.curvature import covariance

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
    unit, log_x, total = float(m.mean()), np.log(x), len(x)
    m = m / unit
    log_m = np.log(m)
    values, counts = np.unique(x, return_counts=True)

    def slope(logs: Floats) -> tuple[float, Floats]:
        p, q, gamma = np.exp(np.clip(logs, -30, 30))
        rest = np.log(gamma + x * m)
        value = (
            counts @ (gammaln(p * values + q) - gammaln(p * values)) - total * (gammaln(q) - q * np.log(gamma))
            + ((p * x - 1) * log_m + p * x * log_x - (p * x + q) * rest).sum()
        )  # fmt: skip
        d_p = counts @ (values * (psi(p * values + q) - psi(p * values))) + (x * (log_m + log_x - rest)).sum()
        d_q = counts @ psi(p * values + q) - total * (psi(q) - np.log(gamma)) - rest.sum()
        d_gamma = total * q / gamma - ((p * x + q) / (gamma + x * m)).sum()
        return -value / total, -np.array([d_p * p, d_q * q, d_gamma * gamma]) / total

    found = minimize(slope, np.array([1.0, 1.0, 1.0]), jac=True, method="BFGS", options={"gtol": 1e-8, "maxiter": 500})
    p, q, gamma = np.exp(np.clip(found.x, -30, 30))
    likelihood = -float(found.fun) * total - total * np.log(unit)
    sure = tuple(map(tuple, covariance(slope, found.x, total).tolist()))
    return SpendModel(float(p), float(q), float(gamma * unit), likelihood, total, sure)
