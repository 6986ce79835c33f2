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
from scipy.special import beta as beta_function
from scipy.special import expit, gammaln, hyp2f1, psi

from segments.value.likelihood import Slope, climb, covariance
from segments.value.seen import Visits

Floats = NDArray[np.float64]
NEAR: Final = 1e-6
"""How close to a pole of the equations they are no longer computed."""


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
    scaled = Visits(visits.repeats, visits.last / unit, visits.age / unit, visits.count)
    top, value, curvature = climb(lambda rows: _slope(scaled.some(rows)), len(scaled.count), np.zeros(4))
    r, alpha, a, b = np.exp(np.clip(top, -30, 30))
    customers = visits.customers
    # In the unit of the data each repeat's density is smaller by the unit.
    repeats = float((visits.repeats * visits.count).sum())
    likelihood = -value * customers - repeats * np.log(unit)
    return PurchaseModel(
        float(r), float(alpha) * unit, float(a), float(b), likelihood, customers, covariance(curvature, customers)
    )


def _slope(visits: Visits) -> Slope:
    """Return mean negative log-likelihood and gradient; whatever several rows share is computed once for them."""
    n, total, again = visits.count, float(visits.count.sum()), visits.repeats > 0
    values, place = np.unique(visits.repeats, return_inverse=True)
    ages, at_age = np.unique(visits.age, return_inverse=True)
    lasts, at_last = np.unique(visits.last[again], return_inverse=True)
    v, by_value = values.astype(np.float64), np.bincount(place, n)
    by_age = np.bincount(at_age, n)
    repeats_by_age = np.bincount(at_age, n * visits.repeats)
    # Who never came again has one way to be so; who did may have stopped or not, and each is asked.
    m, x, place, at_age = n[again], visits.repeats[again].astype(np.float64), place[again], at_age[again]

    def slope(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(np.clip(logs, -30, 30))
        log_age, log_last = np.log(alpha + ages), np.log(alpha + lasts)
        rest = np.where(v > 0, b + v - 1, 1.0)
        length = log_age[at_age] - log_last[at_last]
        odds = (np.log(a) - np.log(rest))[place] + (r + x) * length
        small = np.exp(-np.abs(odds))
        stopped = m * np.where(odds > 0, 1.0, small) / (1 + small)
        per_value = (
            gammaln(r + v) - gammaln(r) + r * np.log(alpha)
            + gammaln(a + b) + gammaln(b + v) - gammaln(b) - gammaln(a + b + v)
        )  # fmt: skip
        purchases = r * by_age + repeats_by_age
        value = by_value @ per_value - purchases @ log_age + m @ (np.maximum(odds, 0) + np.log1p(small))
        ahead = stopped * (r + x)
        d_r = by_value @ (psi(r + v) - psi(r) + np.log(alpha)) - by_age @ log_age + stopped @ length
        d_alpha = (
            total * r / alpha - purchases @ (1 / (alpha + ages))
            + ahead @ ((1 / (alpha + ages))[at_age] - (1 / (alpha + lasts))[at_last])
        )  # fmt: skip
        stopped_by_value = np.bincount(place, stopped, len(v))
        d_a = by_value @ (psi(a + b) - psi(a + b + v)) + stopped_by_value.sum() / a
        d_b = by_value @ (psi(a + b) + psi(b + v) - psi(b) - psi(a + b + v)) - stopped_by_value @ (1 / rest)
        gradient = np.array([d_r * r, d_alpha * alpha, d_a * a, d_b * b])
        return -value / total, -gradient / total

    return slope
