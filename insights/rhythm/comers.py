"""How many different customers bought in each hour of the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self, TypeAlias

import numpy as np
import pyarrow as pa

from insights.engine.visits import Slice
from insights.engine.windows import Ints, day_number

WEEKDAYS, HOURS = 7, 24
CELLS = WEEKDAYS * HOURS
MONDAY = 3
"""Days since 1970-01-01, a Thursday, begin the week on Monday after so many more."""

Counted: TypeAlias = tuple[Ints, int]
"""Customers by weekday × 24 + hour, and all of them."""
NOBODY: Final[Counted] = (np.zeros(CELLS, np.int64), 0)


@dataclass(frozen=True, slots=True, eq=False)
class Comers:
    """Customers with the hours in which they bought, as arrays.

    Parameters
    ----------
    outlet, channel : tuple of (names, codes of shape (rows,))
        Where and how was paid.
    customer, day : int64 arrays of shape (rows,)
        Number of the customer; days since 1970-01-01.
    clocked : int64 array of shape (rows,)
        Bit h is set by a purchase in hour h.
    """

    outlet: tuple[tuple[str, ...], Ints]
    channel: tuple[tuple[str, ...], Ints]
    customer: Ints
    day: Ints
    clocked: Ints

    @classmethod
    def of(cls, table: pa.Table) -> Self:
        """Take the table that `PartnerLake.clocked` returns."""
        days = table["day"].cast(pa.int32())
        numbers = (column.to_numpy().astype(np.int64) for column in (table["customer"], days, table["clocked"]))
        return cls(coded(table["outlet"]), coded(table["channel"]), *numbers)

    def count(self, part: Slice, start: date, end: date) -> Counted:
        """Count one part's customers over the days [start, end]."""
        rows = (self.day >= day_number(start)) & (self.day <= day_number(end))
        for name, (names, codes) in ((part.outlet, self.outlet), (part.channel, self.channel)):
            if name:
                rows &= codes == (names.index(name) if name in names else -1)
        inside = np.flatnonzero(rows)
        return self._counted(inside, np.zeros(len(inside), np.int64), 1)[0]

    def count_by_outlet(self, outlets: Sequence[str], start: date, end: date) -> dict[str, Counted]:
        """Count each of these outlets in one pass."""
        inside = np.flatnonzero((self.day >= day_number(start)) & (self.day <= day_number(end)))
        names, codes = self.outlet
        found = dict(zip(names, self._counted(inside, codes[inside], len(names)), strict=True))
        return {name: found.get(name, NOBODY) for name in outlets}

    def _counted(self, inside: Ints, part: Ints, parts: int) -> list[Counted]:
        """Count each part: the hours of a customer's Mondays together, of its Tuesdays, and so on."""
        size = int(self.customer.max(initial=0)) + 1
        weekday = (self.day[inside] + MONDAY) % WEEKDAYS
        key = (part * size + self.customer[inside]) * WEEKDAYS + weekday
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=-1))
        kept = key[order][starts]
        bits = np.bitwise_or.reduceat(self.clocked[inside][order], starts) if len(starts) else kept
        whose, at = np.divmod(kept, WEEKDAYS)
        cell = whose // size * WEEKDAYS + at
        by_hour = [np.bincount(cell[bits >> hour & 1 == 1], minlength=parts * WEEKDAYS) for hour in range(HOURS)]
        table = np.stack(by_hour, axis=-1).reshape(parts, CELLS)
        everybody = np.bincount(np.unique(whose) // size, minlength=parts)
        return list(zip(table, everybody.tolist(), strict=True))


def coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    """Return the words of a column, and the place of each row's among them."""
    whole = column.unify_dictionaries().combine_chunks()
    return tuple(whole.dictionary.to_pylist()), whole.indices.to_numpy(zero_copy_only=False).astype(np.int64)
