"""How much of all sales the bank sees, from a few totals of the till; it scales levels of revenue, nothing else."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtrit

LEVEL: Final = 0.80
LEAST_MONTHS: Final = 3
"""From so many months on there is an interval."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """A level of revenue as if all sales were seen, in roubles; an 80 % interval where there is one."""

    value: float
    lo: float | None = None
    hi: float | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of all sales that the bank sees.

    Parameters
    ----------
    ratio : float
        Above 0, at most 1.
    lo, hi : float or None
        Bounds of the share in one more month, 80 %; None without three months.
    months : int
        From how many months; 0 for the owner's own estimate.
    """

    ratio: float
    lo: float | None = None
    hi: float | None = None
    months: int = 0

    @property
    def own(self) -> bool:
        """Whether it is a guess of the owner's, not a count."""
        return self.months == 0

    def scaled(self, value: float | None) -> Scaled | None:
        """Scale a level of revenue that the bank saw; None stays None."""
        if value is None:
            return None
        if self.lo is None or self.hi is None:
            return Scaled(value / self.ratio, months=self.months)
        low, high = sorted((value / self.hi, value / self.lo))
        return Scaled(value / self.ratio, low, high, self.months)


def coverage(card: Sequence[float], turnover: Sequence[float]) -> Coverage | None:
    """Estimate the share from months of which both are known.

    The share is R = Σ card / Σ turnover, so that the months themselves scale to the turnover that was entered. With
    n ≥ 3 months, d_i = ln(card_i / turnover_i) − ln R, s² = Σ d_i² / (n − 1), and h = t · s · √(1 + 1/n) with t the
    90 % quantile of Student's t with n − 1 degrees of freedom: the share of one more month lies in
    [R · exp(−h), R · exp(h)] with 80 %. No share is above 1.

    Parameters
    ----------
    card, turnover : sequences of float of one length
        Net revenue by the bank's cards and the whole turnover of the same months, in roubles.

    Returns
    -------
    Coverage or None
        None without a month in which both are above zero.
    """
    known = [(seen, total) for seen, total in zip(card, turnover, strict=True) if seen > 0 and total > 0]
    if not known:
        return None
    shares = np.array([min(seen / total, 1.0) for seen, total in known])
    count = len(known)
    ratio = min(sum(seen for seen, _ in known) / sum(total for _, total in known), 1.0)
    if count < LEAST_MONTHS:
        return Coverage(ratio, months=count)
    apart = np.log(shares) - math.log(ratio)
    spread = math.sqrt(float(apart @ apart) / (count - 1))
    half = float(stdtrit(count - 1, (1 + LEVEL) / 2)) * spread * math.sqrt(1 + 1 / count)
    return Coverage(ratio, ratio * math.exp(-half), min(ratio * math.exp(half), 1.0), count)
