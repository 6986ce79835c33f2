"""How many customers bought within a window: each counted once, however often it came."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from insights.engine.windows import Ints, Windows

NEVER = np.iinfo(np.int32).min


@dataclass(frozen=True, eq=False)
class Buyers:
    """Visits with a purchase, one a customer and day, sorted by customer and day.

    Parameters
    ----------
    customer, day : int64 arrays of shape (visits,)
        Code of the customer; days since 1970-01-01.
    purchases : int64 array of shape (visits,)
        Purchases of that customer on that day, at least 1.
    """

    customer: Ints
    day: Ints
    purchases: Ints

    @classmethod
    def of(cls, customer: Ints, day: Ints, purchases: Ints) -> Self:
        """Take rows sorted by customer and day, and add up those of one customer and day."""
        if not len(day):
            return cls(customer, day, purchases)
        fresh = np.ones(len(day), dtype=np.bool_)
        fresh[1:] = (customer[1:] != customer[:-1]) | (day[1:] != day[:-1])
        if fresh.all():
            return cls(customer, day, purchases)
        first = np.flatnonzero(fresh)
        return cls(customer[first], day[first], np.add.reduceat(purchases, first))

    @cached_property
    def before(self) -> Ints:
        """The customer's purchase day before each visit; `NEVER` at its first."""
        before = np.full(len(self.day), NEVER, dtype=np.int64)
        before[1:] = np.where(self.customer[1:] == self.customer[:-1], self.day[:-1], NEVER)
        return before

    @cached_property
    def by_day(self) -> tuple[Ints, Ints]:
        """Days in order, and beside each visit the customer's purchase day before it."""
        order = np.argsort(self.day, kind="stable")
        return self.day[order], self.before[order]


def distinct(buyers: Buyers, windows: Windows) -> Ints:
    """Count the customers of each window.

    A customer is counted at its first visit inside the window, which is the one whose
    purchase day before lies before the window's start.

    Returns
    -------
    int64 array of shape (windows,)
    """
    if not len(windows) or not len(buyers.day):
        return np.zeros(len(windows), dtype=np.int64)
    if windows.grid:
        return _on_grid(buyers, windows)
    days, before = buyers.by_day
    low, high = np.searchsorted(days, windows.start, "left"), np.searchsorted(days, windows.end, "right")
    counted = [
        np.count_nonzero(before[a:b] < start)
        for a, b, start in zip(low.tolist(), high.tolist(), windows.start.tolist(), strict=True)
    ]
    return np.array(counted, dtype=np.int64)


def _on_grid(buyers: Buyers, windows: Windows) -> Ints:
    """Count all windows in one pass: every visit lies in one window at most."""
    place = np.searchsorted(windows.start, buyers.day, "right") - 1
    known = np.maximum(place, 0)
    inside = (place >= 0) & (buyers.day <= windows.end[known]) & (buyers.before < windows.start[known])
    return np.bincount(place[inside], minlength=len(windows)).astype(np.int64)
