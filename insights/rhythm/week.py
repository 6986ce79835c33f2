"""Purchases and net revenue by weekday and hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insights.customers.figures import Body
from insights.engine.visits import Slice
from insights.engine.windows import Flags, Ints, day_number

WEEKDAYS, HOURS = 7, 24
CELLS = WEEKDAYS * HOURS
MONDAY = 3
"""Days since 1970-01-01, a Thursday, begin the week on Monday after so many more."""


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
        rows = self._inside(start, end)
        for name, (names, codes) in ((part.outlet, self.outlet), (part.channel, self.channel)):
            if name:
                rows &= codes == (names.index(name) if name in names else -1)
        return Week(*(_totals(self.cell[rows], values[rows], 1)[0] for values in (self.purchases, self.net)))

    def weeks_by_outlet(self, outlets: Sequence[str], start: date, end: date) -> dict[str, Week]:
        """Add up each of these outlets in one pass; one without a payment gets an empty week."""
        rows = self._inside(start, end)
        names, codes = self.outlet
        cell = codes[rows] * CELLS + self.cell[rows]
        bought, net = (_totals(cell, values[rows], len(names)) for values in (self.purchases, self.net))
        place = {name: number for number, name in enumerate(names)}
        nothing = np.zeros(CELLS, np.int64)
        return {
            name: Week(bought[place[name]], net[place[name]]) if name in place else Week(nothing, nothing)
            for name in outlets
        }

    def _inside(self, start: date, end: date) -> Flags:
        return (self.day >= day_number(start)) & (self.day <= day_number(end))


def _totals(cell: Ints, values: Ints, parts: int) -> Ints:
    """Add up by cell, for each of the parts."""
    # bincount adds up in float64, which is exact for whole numbers below 2^53.
    sums = np.bincount(cell, weights=values, minlength=CELLS * parts)
    return sums.astype(np.int64).reshape(parts, CELLS)


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    whole = column.unify_dictionaries().combine_chunks()
    return tuple(whole.dictionary.to_pylist()), whole.indices.to_numpy(zero_copy_only=False).astype(np.int64)
