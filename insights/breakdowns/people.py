"""A partner's customers over one period: who they are and what they had done before."""

from dataclasses import dataclass, replace
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
    """All customers of a partner by their code, as they stand at the end of the period [start, end].

    Parameters
    ----------
    start, end : int
        Days since 1970-01-01.
    gender, marital : Answered
        What the bank knows.
    born : int64 array of shape (customers,)
        Day of birth since 1970-01-01; `NEVER` where unknown.
    first : int64 array of shape (customers,)
        Day of the first purchase ever; `NEVER` without one.
    visits : Visits
        For breakdowns that look back. Some may lie after the end: they say nothing of the period.
    regular_days : int
        On how many days of the last 91 a regular customer of this trade buys.
    """

    start: int
    end: int
    gender: Answered
    marital: Answered
    born: Ints
    first: Ints
    visits: Visits
    regular_days: int = 3

    @classmethod
    def of(cls, visits: Visits, known: pa.Table, start: int, end: int, regular_days: int = 3) -> Self:
        """Fold visits, and what the bank knows of these customers, into arrays.

        Parameters
        ----------
        visits : Visits
            Of all outlets and channels: who somebody is to a partner does not depend on the outlet.
        known : pyarrow.Table
            As `PartnerLake.customers` returns it: a row for each code.
        start, end : int
            The period, in days since 1970-01-01.
        regular_days : int
            Of the partner's trade.
        """
        bought = visits.purchases > 0
        first = np.full(len(known), NEVER, np.int64)
        np.minimum.at(first, visits.customer[bought], visits.day[bought])
        born = pc.fill_null(pc.cast(known["birth_date"], pa.int32()).cast(pa.int64()), NEVER)
        return cls(
            start=start,
            end=end,
            gender=_answered(known["gender"], ("F", "M")),
            marital=_answered(known["marital_status"], ("married", "single")),
            born=born.to_numpy(),
            first=first,
            visits=visits,
            regular_days=regular_days,
        )

    def at(self, start: int, end: int) -> Self:
        """Return the same customers over another period."""
        return replace(self, start=start, end=end)

    def days_bought(self, days: int) -> Ints:
        """Return each customer's number of distinct days with a purchase in the last `days` days."""
        rows = (self.visits.day > self.end - days) & (self.visits.day <= self.end) & (self.visits.purchases > 0)
        span = self.visits.day[rows] - (self.end - days)
        seen = np.unique(self.visits.customer[rows] * (days + 1) + span)
        return np.bincount(seen // (days + 1), minlength=len(self.first))


def _answered(column: pa.ChunkedArray, names: tuple[str, ...]) -> Answered:
    place = pc.fill_null(pc.index_in(column, value_set=pa.array(names)), len(names))
    return Answered((*names, UNKNOWN), place.to_numpy().astype(np.int8))
