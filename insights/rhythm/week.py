"""Purchases and net revenue by weekday and hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insights.engine.visits import Slice
from insights.engine.windows import Ints, day_number

WEEKDAYS, HOURS = 7, 24
CELLS = WEEKDAYS * HOURS
MONDAY = 3
"""Days since 1970-01-01, a Thursday, begin the week on Monday after so many more."""

Body: TypeAlias = dict[str, Any]
"""What is stored of one figure: whole numbers, sums in kopecks."""


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """One period cut by weekday and hour, Monday's first hour first.

    Parameters
    ----------
    purchases, net : int64 arrays of shape (168,)
        Counts, and sums of purchases less refunds in kopecks; each payment in the hour it was made.
    """

    purchases: Ints
    net: Ints

    def body(self) -> Body:
        """Return it as it is stored."""
        return {"purchases": self.purchases.tolist(), "net": self.net.tolist()}

    @classmethod
    def of_body(cls, body: Body) -> Self:
        """Read what `body` wrote."""
        return cls(np.array(body["purchases"], np.int64), np.array(body["net"], np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Clocked:
    """A partner's hours as arrays.

    Parameters
    ----------
    outlet, channel : tuple of (names, codes of shape (rows,))
        Where and how was paid.
    day, cell : int64 arrays of shape (rows,)
        Days since 1970-01-01; weekday × 24 + hour.
    purchases, net : int64 arrays of shape (rows,)
    """

    outlet: tuple[tuple[str, ...], Ints]
    channel: tuple[tuple[str, ...], Ints]
    day: Ints
    cell: Ints
    purchases: Ints
    net: Ints

    @classmethod
    def of(cls, table: pa.Table) -> Self:
        """Take the table that `PartnerLake.hours` returns."""
        day = table["day"].cast(pa.int32()).to_numpy().astype(np.int64)
        cell = (day + MONDAY) % WEEKDAYS * HOURS + table["hour"].to_numpy()
        net = pc.subtract(table["gross"], table["refunded"]).to_numpy()
        return cls(
            _coded(table["outlet"]), _coded(table["channel"]), day, cell, table["purchases"].to_numpy(), net
        )  # fmt: skip

    def week(self, part: Slice, start: date, end: date) -> Week:
        """Add one part up over the days [start, end]."""
        rows = (self.day >= day_number(start)) & (self.day <= day_number(end))
        for name, (names, codes) in ((part.outlet, self.outlet), (part.channel, self.channel)):
            if name:
                rows &= codes == (names.index(name) if name in names else -1)
        return Week(*(_totals(self.cell[rows], values[rows]) for values in (self.purchases, self.net)))

    def weeks(self, parts: Sequence[Slice], windows: Sequence[tuple[date, date]]) -> dict[Any, Week]:
        """Return (part, window) → week."""
        return {(part, window): self.week(part, *window) for part in parts for window in windows}


def _totals(cell: Ints, values: Ints) -> Ints:
    # bincount adds up in float64, which is exact for whole numbers below 2^53.
    return np.bincount(cell, weights=values, minlength=CELLS).astype(np.int64)


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    whole = column.unify_dictionaries().combine_chunks()
    return tuple(whole.dictionary.to_pylist()), whole.indices.to_numpy(zero_copy_only=False).astype(np.int64)
