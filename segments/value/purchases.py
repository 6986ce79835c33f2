"""How often customers will come: the BG/NBD model, fitted by maximum likelihood.

A customer buys at a rate of their own (Gamma over customers) and may stop after any purchase with a probability
of their own (Beta over customers). Fader, Hardie, Lee (2005), "Counting your customers" the easy way,
Marketing Science 24(2).
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import beta as beta_function
from scipy.special import expit, gammaln, hyp2f1, psi

from segments.value.curvature import Slope, covariance

Floats = NDArray[np.float64]
NEAR: Final = 1e-6
"""How close to a pole of the equations they are no longer computed."""


@dataclass(frozen=True, slots=True)
class Visits:
    """What the model reads of customers, equal ones counted once.

    Attributes
    ----------
    repeats : array of int64, shape (k,)
        Purchases after the first.
    last : array of float64, shape (k,)
        Time of the last purchase, counted from the first; 0 where there is no repeat.
    age : array of float64, shape (k,)
        Time from the first purchase to the end of what was seen, in the same unit.
    count : array of float64, shape (k,)
        How many customers have these three values.
    """

    repeats: NDArray[np.int64]
    last: Floats
    age: Floats
    count: Floats

    @classmethod
    def of(cls, repeats: NDArray[np.int64], last: NDArray[np.float64], age: NDArray[np.float64]) -> "Visits":
        """Count equal customers once: a fit then costs by what differs.

        Raises
        ------
        ValueError
            For a negative value, a last purchase after the end, or a repeat at time 0.
        """
        x, t, whole = np.asarray(repeats, np.int64), np.asarray(last, np.float64), np.asarray(age, np.float64)
        if (x < 0).any() or (t < 0).any() or (t > whole).any():
            raise ValueError("Every repeat lies between the first purchase and the end.")
        if ((x > 0) != (t > 0)).any():
            raise ValueError("A customer with repeats has a last one after time 0, and only such a customer.")
        order = np.lexsort((whole, t, x))
        x, t, whole = x[order], t[order], whole[order]
        fresh = np.ones(len(x), bool)
        fresh[1:] = (np.diff(x) != 0) | (np.diff(t) != 0) | (np.diff(whole) != 0)
        at = np.flatnonzero(fresh)
        return cls(x[at], t[at], whole[at], np.diff(np.append(at, len(x))).astype(np.float64))

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return int(self.count.sum())


@dataclass(frozen=True, slots=True)
class PurchaseModel:
    """A fitted BG/NBD.

    Attributes
    ----------
    r, alpha : float
        Shape and rate of the Gamma of purchase rates; alpha in the unit of time of the data.
    a, b : float
        Parameters of the Beta of the probability to stop.
    log_likelihood : float
    customers : int
    covariance : tuple of tuple of float
        Of the logarithms of r, alpha, a, b; infinite where the data don't tell.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    customers: int
    covariance: tuple[tuple[float, ...], ...] = ()

    @property
    def errors(self) -> tuple[float, ...]:
        """Standard errors of the logarithms of r, alpha, a, b."""
        return tuple(math.sqrt(row[place]) for place, row in enumerate(self.covariance))

    def expected(self, horizon: float, repeats: NDArray[np.int64], last: Floats, age: Floats) -> Floats:
        """Return how many purchases each customer is expected to make within `horizon`.

        Equation (10) of the paper after Euler's transformation of the hypergeometric function, which keeps its
        arguments small for any number of repeats.
        """
        ages, at_age = np.unique(np.asarray(age, np.float64), return_inverse=True)
        counts, at_count = np.unique(np.asarray(repeats, np.int64), return_inverse=True)
        # While it lasts, what a customer will do depends on repeats and age alone: few pairs for many customers.
        pairs, at = np.unique(at_age * len(counts) + at_count, return_inverse=True)
        x, whole = counts[pairs % len(counts)].astype(np.float64), ages[pairs // len(counts)]
        a, b = self._beside_the_poles(), self.b
        z = horizon / (self.alpha + whole + horizon)
        come = 1 - (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - self.r, a - 1, a + b + x - 1, z)
        result: Floats = ((a + b + x - 1) / (a - 1) * come)[at] * self.alive(repeats, last, age)
        return result

    def alive(self, repeats: NDArray[np.int64], last: Floats, age: Floats) -> Floats:
        """Return the probability that each customer still comes; 1 before a first repeat, as the model has it."""
        x = np.asarray(repeats, np.float64)
        seen = x > 0
        odds = np.log(self.a / np.where(seen, self.b + x - 1, 1.0)) + (self.r + x) * np.log(
            (self.alpha + np.asarray(age, np.float64)) / (self.alpha + np.asarray(last, np.float64))
        )
        result: Floats = np.where(seen, expit(-odds), 1.0)
        return result

    def expected_new(self, horizon: float) -> float:
        """Return how many repeats a customer makes within `horizon` of the first purchase; equation (9)."""
        a, b = self._beside_the_poles(), self.b
        z = horizon / (self.alpha + horizon)
        return float((a + b - 1) / (a - 1) * (1 - (1 - z) ** self.r * hyp2f1(self.r, b, a + b - 1, z)))

    def _beside_the_poles(self) -> float:
        """Return an a at which both equations can be computed, as good as the fitted one.

        At a = 1 and a + b = 1 they are 0 / 0 and 0 × ∞, though what they describe is smooth there, and where r − a
        is whole the library's series for late times overflows. Some millionths aside change nothing that is told.
        """
        steps = (self.a + 3 * NEAR * step for step in range(4))
        return next(
            a for a in steps if min(abs(a - 1), abs(a + self.b - 1), abs(a - self.r - round(a - self.r))) > NEAR
        )

    def stop_probability(self) -> float:
        """Return the mean probability to stop after a purchase."""
        return float(beta_function(self.a + 1, self.b) / beta_function(self.a, self.b))


def purchases_fit(visits: Visits) -> PurchaseModel:
    """Fit by maximum likelihood; always the same result for the same customers.

    Raises
    ------
    ValueError
        When there is no customer, or none with a repeat.
    """
    if not len(visits.count) or not (visits.repeats > 0).any():
        raise ValueError("A fit needs customers with repeats.")
    # In units of the mean age every parameter is near 1, and so is the step.
    unit = float(np.average(visits.age, weights=visits.count))
    slope = _slope(Visits(visits.repeats, visits.last / unit, visits.age / unit, visits.count))
    found = minimize(slope, np.zeros(4), jac=True, method="BFGS", options={"gtol": 1e-8, "maxiter": 500})
    r, alpha, a, b = np.exp(np.clip(found.x, -30, 30))
    customers = visits.customers
    # In the unit of the data each repeat's density is smaller by the unit.
    repeats = float((visits.repeats * visits.count).sum())
    likelihood = -float(found.fun) * customers - repeats * np.log(unit)
    return PurchaseModel(
        float(r), float(alpha) * unit, float(a), float(b), likelihood, customers,
        tuple(map(tuple, covariance(slope, found.x, customers).tolist())),
    )  # fmt: skip


def _slope(visits: Visits) -> Slope:
    """Return a function of the parameters' logarithms: mean negative log-likelihood and its gradient."""
    values, place = np.unique(visits.repeats, return_inverse=True)
    by_repeats = np.bincount(place, visits.count)
    ages, at_age = np.unique(visits.age, return_inverse=True)
    lasts, at_last = np.unique(visits.last, return_inverse=True)
    x, n, seen, total = visits.repeats.astype(np.float64), visits.count, visits.repeats > 0, visits.count.sum()
    v = values.astype(np.float64)

    def slope(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(np.clip(logs, -30, 30))
        log_age, log_last = np.log(alpha + ages)[at_age], np.log(alpha + lasts)[at_last]
        stays = -(r + x) * log_age
        stopped = np.where(seen, np.log(a) - np.log(np.where(seen, b + x - 1, 1.0)) - (r + x) * log_last, -np.inf)
        w = expit(stopped - stays)
        per_value = (
            gammaln(r + v) - gammaln(r) + r * np.log(alpha)
            + gammaln(a + b) + gammaln(b + v) - gammaln(b) - gammaln(a + b + v)
        )  # fmt: skip
        value = by_repeats @ per_value + n @ np.logaddexp(stays, stopped)
        nw = n * w
        d_r = by_repeats @ (psi(r + v) - psi(r) + np.log(alpha)) - n @ ((1 - w) * log_age + w * log_last)
        d_alpha = total * r / alpha - n @ ((r + x) * ((1 - w) / (alpha + ages)[at_age] + w / (alpha + lasts)[at_last]))
        d_a = by_repeats @ (psi(a + b) - psi(a + b + v)) + nw.sum() / a
        d_b = by_repeats @ (psi(a + b) + psi(b + v) - psi(b) - psi(a + b + v)) - nw[seen] @ (1 / (b + x[seen] - 1))
        gradient = np.array([d_r * r, d_alpha * alpha, d_a * a, d_b * b])
        return -value / total, -gradient / total

    return slope
