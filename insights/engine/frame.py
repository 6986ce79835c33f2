"""One slice of a partner's payments, laid out so that any window is measured exactly and at once."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Self

import numpy as np

from insights.engine.distinct import Buyers, distinct
from insights.engine.gaps import GapMedians, gap_medians
from insights.engine.windows import Ints, Windows, day_number


class Measure(StrEnum):
    """What adds up over days."""

    PURCHASES = "purchases"
    GROSS = "gross"
    REFUNDS = "refunds"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Span:
    """Which days a frame knows.

    Parameters
    ----------
    start, end : int
        First and last day that was read; nothing is known outside.
    lake_start : int
        First day of the lake, which may lie before what was read.
    """

    start: int
    end: int
    lake_start: int

    @classmethod
    def of(cls, start: date, end: date, lake_start: date | None = None) -> Self:
        """Return the span between two dates; the lake begins with it unless told otherwise."""
        return cls(day_number(start), day_number(end), day_number(lake_start or start))


@dataclass(frozen=True, eq=False)
class Frame:
    """One slice: daily sums as prefix sums, and who bought on which day.

    Parameters
    ----------
    span : Span
        The days it knows.
    sums : dict of Measure to int64 array of shape (days + 1,)
        Sum of the measure over the first i days; counts, or kopecks.
    buyers : Buyers
        Visits with a purchase, one a customer and day.
    """

    span: Span
    sums: dict[Measure, Ints]
    buyers: Buyers
    _distinct: dict[Windows, Ints] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, span: Span, *, customer: Ints, day: Ints, purchases: Ints, gross: Ints, refunds: Ints, refunded: Ints
    ) -> Self:
        """Build a frame from rows sorted by customer and day; several rows of one day are added up.

        Parameters
        ----------
        span : Span
            Rows outside its days are an error of the caller.
        customer, day, purchases, gross, refunds, refunded : int64 arrays of shape (rows,)
            As in `Visits`.
        """
        days = span.end - span.start + 1
        offset = day - span.start
        measured = dict(zip(Measure, (purchases, gross, refunds, refunded), strict=True))
        sums = {measure: _prefix_sums(offset, values, days) for measure, values in measured.items()}
        # A refund alone makes no customer.
        bought = purchases > 0
        if not bought.all():
            customer, day, purchases = customer[bought], day[bought], purchases[bought]
        return cls(span, sums, Buyers.of(customer, day, purchases))

    def sum(self, measure: Measure, start: Ints, end: Ints) -> Ints:
        """Return the measure's exact sum over each window [start, end]; days it does not know count nothing.

        Parameters
        ----------
        measure : Measure
            What to add up.
        start, end : int64 arrays of one shape
            Days since 1970-01-01.
        """
        days = self.span.end - self.span.start + 1
        # Twice as fast as np.clip, and called for every metric, grain and slice.
        low = np.minimum(np.maximum(start - self.span.start, 0), days)
        high = np.minimum(np.maximum(end + 1 - self.span.start, low), days)
        sums = self.sums[measure]
        return sums[high] - sums[low]

    def net(self, start: Ints, end: Ints) -> Ints:
        """Return purchases less refunds over each window, in kopecks."""
        return self.sum(Measure.GROSS, start, end) - self.sum(Measure.REFUNDED, start, end)

    def customers(self, windows: Windows) -> Ints:
        """Return how many customers bought in each window; never a sum over smaller ones."""
        if windows not in self._distinct:
            self._distinct[windows] = distinct(self.buyers, windows)
        return self._distinct[windows]

    @cached_property
    def gaps(self) -> GapMedians:
        """The median gap between purchase days, for every day as the end of a trailing year."""
        return gap_medians(self.buyers, self.span.start, self.span.end)


def _prefix_sums(offset: Ints, values: Ints, days: int) -> Ints:
    # bincount adds up in float64, which is exact for whole numbers below 2^53: 90 million
    # million roubles a day.
    daily = np.bincount(offset, weights=values, minlength=days).astype(np.int64)
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(daily)])
