"""A partner's customers over one period: who they are, what they did in it, what they had done before."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from insights.engine.visits import Visits
from insights.engine.windows import Ints

NEVER: Final = np.iinfo(np.int64).max
UNKNOWN: Final = "unknown"
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """One attribute of every customer.

    Parameters
    ----------
    names : tuple of str
        What the codes stand for; the last is "unknown".
    code : int8 array of shape (customers,)
    """

    names: tuple[str, ...]
    code: Codes


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Customers by their code, over the days [start, end].

    Parameters
    ----------
    start, end : int
        Days since 1970-01-01.
    gender, marital : Answered
        What the bank knows.
    born : int64 array of shape (customers,)
        Day of birth since 1970-01-01; `NEVER` where unknown.
    first : int64 array of shape (customers,)
        Day of the first purchase ever, up to the end; `NEVER` without one.
    purchases, gross, net : int64 arrays of shape (customers,)
        In the period: counts, and sums in kopecks. Net is less what went back.
    visits : Visits
        All visits up to the end, for breakdowns that look back.
    regular_days : int
        On how many days of the last 91 a regular customer of this trade buys.
    """

    start: int
    end: int
    gender: Answered
    marital: Answered
    born: Ints
    first: Ints
    purchases: Ints
    gross: Ints
    net: Ints
    visits: Visits
    regular_days: int = 3

    @classmethod
    def of(cls, visits: Visits, known: pa.Table, start: int, end: int, regular_days: int = 3) -> Self:
        """Fold visits up to the end, and what the bank knows of these customers, into arrays.

        Parameters
        ----------
        visits : Visits
            From the first day of the lake to `end`, all outlets and channels that are looked at.
        known : pyarrow.Table
            As `PartnerLake.customers` returns it: a row for each code.
        start, end : int
            The period, in days since 1970-01-01.
        regular_days : int
            Of the partner's trade.
        """
        count = len(known)
        bought = visits.purchases > 0
        first = np.full(count, NEVER, np.int64)
        np.minimum.at(first, visits.customer[bought], visits.day[bought])
        inside = (visits.day >= start) & (visits.day <= end)
        customer = visits.customer[inside]

        def total(values: Ints) -> Ints:
            return np.bincount(customer, weights=values[inside], minlength=count).astype(np.int64)

        gross = total(visits.gross)
        born = pc.fill_null(pc.cast(known["birth_date"], pa.int32()).cast(pa.int64()), NEVER)
        return cls(
            start=start,
            end=end,
            gender=_answered(known["gender"], ("F", "M")),
            marital=_answered(known["marital_status"], ("married", "single")),
            born=born.to_numpy(),
            first=first,
            purchases=total(visits.purchases),
            gross=gross,
            net=gross - total(visits.refunded),
            visits=visits,
            regular_days=regular_days,
        )

    def days_bought(self, days: int) -> Ints:
        """Return each customer's number of distinct days with a purchase in the last `days` days."""
        rows = (self.visits.day > self.end - days) & (self.visits.day <= self.end) & (self.visits.purchases > 0)
        span = self.visits.day[rows] - (self.end - days)
        seen = np.unique(self.visits.customer[rows] * (days + 1) + span)
        return np.bincount(seen // (days + 1), minlength=len(self.first))


def _answered(column: pa.ChunkedArray, names: tuple[str, ...]) -> Answered:
    place = pc.fill_null(pc.index_in(column, value_set=pa.array(names)), len(names))
    return Answered((*names, UNKNOWN), place.to_numpy().astype(np.int8))
