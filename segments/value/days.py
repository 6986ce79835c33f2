"""What the value models read of a partner: who bought on which day for how much, and each customer's history."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from insights.engine.visits import Visits
from insights.engine.windows import Floats, Ints

WEEK = 7.0
KOPECKS = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class PurchaseDays:
    """A row for each customer and day with a purchase, sorted by both.

    Parameters
    ----------
    customer, day : int64 arrays of shape (rows,)
        Code of the customer; days since 1970-01-01.
    spent : float64 array of shape (rows,)
        Purchases of that day in roubles, before refunds.
    """

    customer: Ints
    day: Ints
    spent: Floats

    @classmethod
    def of(cls, visits: Visits) -> Self:
        """Fold visits, sorted by customer and day, over outlets and channels; a refund alone is no purchase."""
        bought = visits.purchases > 0
        customer, day, gross = visits.customer[bought], visits.day[bought], visits.gross[bought]
        starts = np.flatnonzero((np.diff(customer, prepend=-1) != 0) | (np.diff(day, prepend=0) != 0))
        spent = np.add.reduceat(gross, starts) / KOPECKS if len(starts) else np.empty(0)
        return cls(customer[starts], day[starts], spent)

    def __len__(self) -> int:
        return len(self.day)

    def until(self, end: int) -> "PurchaseDays":
        """Return the rows up to a day, that day too."""
        rows = self.day <= end
        return PurchaseDays(self.customer[rows], self.day[rows], self.spent[rows])

    def histories(self, end: int) -> "Histories":
        """Return each customer's history as seen at the end of a day."""
        seen = self.until(end)
        starts = np.flatnonzero(np.diff(seen.customer, prepend=-1))
        if not len(starts):
            nothing = np.empty(0, np.int64)
            return Histories(nothing, nothing, nothing, nothing, np.empty(0), end)
        stops = np.append(starts[1:], len(seen))
        spent = np.add.reduceat(seen.spent, starts) - seen.spent[starts]
        return Histories(seen.customer[starts], seen.day[starts], seen.day[stops - 1], stops - starts - 1, spent, end)

    def after(self, histories: "Histories", days: int) -> tuple[Ints, Floats]:
        """Return the purchase days of these customers in the `days` after their histories end, and the money."""
        rows = (self.day > histories.end) & (self.day <= histories.end + days)
        place = np.searchsorted(histories.customer, self.customer[rows])
        size = len(histories.customer)
        known = place < size
        known[known] = histories.customer[place[known]] == self.customer[rows][known]
        place, spent = place[known], self.spent[rows][known]
        came = np.bincount(place, minlength=size).astype(np.int64)
        return came, np.bincount(place, weights=spent, minlength=size).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """Customers who bought up to the day `end`, by their code.

    Parameters
    ----------
    customer : int64 array of shape (customers,)
        Codes, ascending.
    first, latest : int64 arrays of shape (customers,)
        First and last purchase day.
    repeats : int64 array of shape (customers,)
        Purchase days after the first.
    repeat_spent : float64 array of shape (customers,)
        Spent on those, in roubles.
    end : int
        The day.
    """

    customer: Ints
    first: Ints
    latest: Ints
    repeats: Ints
    repeat_spent: Floats
    end: int

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def last(self) -> Floats:
        """Weeks from the first purchase to the last."""
        return (self.latest - self.first) / WEEK

    @property
    def age(self) -> Floats:
        """Weeks from the first purchase to the end."""
        return (self.end - self.first) / WEEK

    @property
    def average(self) -> Floats:
        """Mean spend of a repeat purchase day; 0 without any."""
        return self.repeat_spent / np.maximum(self.repeats, 1)

    def some(self, at_most: int) -> "Histories":
        """Return customers taken evenly, always the same ones."""
        step = -(-len(self) // at_most)
        rows = slice(None, None, max(1, step))
        return Histories(
            self.customer[rows], self.first[rows], self.latest[rows], self.repeats[rows], self.repeat_spent[rows],
            self.end,
        )  # fmt: skip
