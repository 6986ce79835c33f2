"""The median gap between a customer's purchases, for every day as the end of a trailing year.

Each customer's mean gap is a step function of the day: it changes when a purchase day enters the
trailing year and when one leaves it. So all days are answered in one sweep over those changes, in
place of one query a day.
"""

import math
from dataclasses import dataclass

import numpy as np

from insights.engine.distinct import Buyers
from insights.engine.windows import Floats, Ints

TRAILING = 365


@dataclass(frozen=True, slots=True, eq=False)
class GapMedians:
    """Answers for every day from `start` on.

    Parameters
    ----------
    start : int
        The day of the first answer, in days since 1970-01-01.
    median : float64 array of shape (days,)
        Median over customers of the mean gap in days; nan without a customer with two purchase days.
    purchases : int64 array of shape (days,)
        Purchases of those customers in the trailing year.
    """

    start: int
    median: Floats
    purchases: Ints

    def at(self, days: Ints) -> tuple[Floats, Ints]:
        """Return median and purchases at these days."""
        return self.median[days - self.start], self.purchases[days - self.start]


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """Customers' mean gaps as steps: `gap` holds on the days start ≤ day < end (counted from 0)."""

    start: Ints
    end: Ints
    gap: Floats
    purchases: Ints


def gap_medians(buyers: Buyers, start: int, end: int) -> GapMedians:
    """Compute the medians for every day of [start, end].

    Parameters
    ----------
    buyers : Buyers
        Visits with a purchase; those of the year before `start` too, where there are any.
    start, end : int
        Days since 1970-01-01.
    """
    days = end - start + 1
    steps = _steps(buyers, start, days)
    counted = _running(steps, np.ones(len(steps.gap), dtype=np.int64), days)
    median = np.full(days, np.nan)
    some = counted > 0
    if some.any():
        below, above = _kth(steps, days, np.stack([np.maximum(counted - 1, 0) // 2, counted // 2]))
        median[some] = ((below + above) / 2)[some]
    return GapMedians(start, median, _running(steps, steps.purchases, days))


def _steps(buyers: Buyers, start: int, days: int) -> _Steps:
    """Turn purchase days into steps of the mean gap, for customers with at least two in the year."""
    visits = len(buyers.day)
    order_key = buyers.customer * np.int64(2**32) + (buyers.day - buyers.day.min(initial=0))
    # Two sorted runs, which a stable sort merges in linear time.
    key = np.concatenate([order_key, order_key + TRAILING])
    order = np.argsort(key, kind="stable")
    entering = order < visits
    source = order - np.where(entering, 0, visits)
    customer = buyers.customer[source]
    moment = buyers.day[source] + np.where(entering, 0, TRAILING) - start
    # Every visit of the customers before has entered and left, so places count over all of them.
    last = np.cumsum(entering) - 1
    first = np.cumsum(~entering)
    until = np.append(moment[1:], 0)
    held = np.append(customer[1:] == customer[:-1], False)
    low, high = np.maximum(moment, 0), np.minimum(until, days)
    kept = np.flatnonzero(held & (last - first >= 1) & (low < high))
    first, last = first[kept], last[kept]
    gap = (buyers.day[last] - buyers.day[first]) / (last - first)
    bought = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(buyers.purchases)])
    return _Steps(low[kept], high[kept], gap, bought[last + 1] - bought[first])


def _running(steps: _Steps, weight: Ints, days: int) -> Ints:
    """Return, for each day, the sum of the weights of the steps that hold on it."""
    change = np.bincount(steps.start, weight, days + 1) - np.bincount(steps.end, weight, days + 1)
    return np.cumsum(change)[:days].astype(np.int64)


def _kth(steps: _Steps, days: int, wanted: Ints) -> Floats:
    """Return, for each day, the gap with `wanted` smaller ones before it among the steps of that day.

    First the bucket of gaps in which it lies, for all days at once; then its place inside, a
    bucket at a time. The median moves slowly, so few buckets are ever opened, and memory stays
    at days × √gaps numbers.

    Parameters
    ----------
    steps : _Steps
        At least one.
    days : int
        Number of days.
    wanted : int64 array of shape (k, days)
        How many smaller gaps; several questions are answered at once.

    Returns
    -------
    float64 array of shape (k, days)
        Meaningless on days without as many steps.
    """
    gaps, rank = np.unique(steps.gap, return_inverse=True)
    size = math.isqrt(len(gaps) - 1) + 1
    bucket_of = rank // size
    coarse = _cumulative(steps.start, steps.end, bucket_of, days, -(-len(gaps) // size))
    bucket = np.minimum((coarse <= wanted[..., None]).sum(axis=-1), coarse.shape[1] - 1)
    below = np.where(bucket > 0, coarse[np.arange(days), np.maximum(bucket - 1, 0)], 0)
    left = wanted - below
    found = np.zeros(wanted.shape)
    order = np.argsort(bucket_of, kind="stable")
    bounds = np.searchsorted(bucket_of[order], np.arange(coarse.shape[1] + 1))
    for opened in np.unique(bucket).tolist():
        inside = order[bounds[opened] : bounds[opened + 1]]
        asked = np.nonzero(bucket == opened)
        fine = _cumulative(steps.start[inside], steps.end[inside], rank[inside] - opened * size, days, size)
        place = np.minimum((fine[asked[1]] <= left[asked][:, None]).sum(axis=1), size - 1)
        found[asked] = gaps[np.minimum(opened * size + place, len(gaps) - 1)]
    return found


def _cumulative(start: Ints, end: Ints, rank: Ints, days: int, ranks: int) -> Ints:
    """Return, for each day and rank, how many steps of that rank or a smaller one hold."""
    cells = (days + 1) * ranks
    change = np.bincount(start * ranks + rank, minlength=cells) - np.bincount(end * ranks + rank, minlength=cells)
    running = np.cumsum(change.reshape(days + 1, ranks), axis=0)[:days]
    return np.cumsum(running, axis=1)
