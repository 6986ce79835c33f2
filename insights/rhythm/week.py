"""Purchases, their sums and customers by weekday and hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insights.customers.figures import Body
from insights.engine.visits import Slice
from insights.engine.windows import Flags, Ints, day_number
from insights.rhythm.comers import CELLS, HOURS, MONDAY, NOBODY, WEEKDAYS, Counted, coded

SUMS: Final = ("purchases", "gross", "net")
CELLED: Final = (*SUMS, "customers")


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """One period cut by weekday and hour, Monday's first hour first.

    Parameters
    ----------
    purchases, gross, net : int64 arrays of shape (168,)
        Counts, and sums of purchases, and of purchases less refunds, in kopecks; each payment in the hour it was made.
    customers : int64 array of shape (168,)
        Different customers with a purchase.
    everybody : int
        Different customers of the whole period: they don't add up over hours.
    """

    purchases: Ints
    gross: Ints
    net: Ints
    customers: Ints
    everybody: int

    def body(self) -> Body:
        """Return it as it is stored."""
        return {name: getattr(self, name).tolist() for name in CELLED} | {"everybody": self.everybody}

    @classmethod
    def of_body(cls, body: Body) -> Self:
        """Read what `body` wrote."""
        return cls(**{name: np.array(body[name], np.int64) for name in CELLED}, everybody=body["everybody"])


@dataclass(frozen=True, slots=True, eq=False)
class Clocked:
    """A partner's hours as arrays.

    Parameters
    ----------
    outlet, channel : tuple of (names, codes of shape (rows,))
        Where and how was paid.
    day, cell : int64 arrays of shape (rows,)
        Days since 1970-01-01; weekday × 24 + hour.
    purchases, gross, net : int64 arrays of shape (rows,)
    """

    outlet: tuple[tuple[str, ...], Ints]
    channel: tuple[tuple[str, ...], Ints]
    day: Ints
    cell: Ints
    purchases: Ints
    gross: Ints
    net: Ints

    @classmethod
    def of(cls, table: pa.Table) -> Self:
        """Take the table that `PartnerLake.hours` returns."""
        day = table["day"].cast(pa.int32()).to_numpy().astype(np.int64)
        cell = (day + MONDAY) % WEEKDAYS * HOURS + table["hour"].to_numpy()
        net = pc.subtract(table["gross"], table["refunded"]).to_numpy()
        sums = table["purchases"].to_numpy(), table["gross"].to_numpy(), net
        return cls(coded(table["outlet"]), coded(table["channel"]), day, cell, *sums)

    def week(self, part: Slice, start: date, end: date, customers: Counted) -> Week:
        """Add one part up over the days [start, end], beside its customers."""
        rows = self._inside(start, end)
        for name, (names, codes) in ((part.outlet, self.outlet), (part.channel, self.channel)):
            if name:
                rows &= codes == (names.index(name) if name in names else -1)
        bought, gross, net = (_totals(self.cell[rows], getattr(self, name)[rows], 1)[0] for name in SUMS)
        return Week(bought, gross, net, *customers)

    def weeks_by_outlet(self, start: date, end: date, customers: Mapping[str, Counted]) -> dict[str, Week]:
        """Add up each outlet whose customers are given in one pass; one without a payment gets an empty week."""
        rows = self._inside(start, end)
        names, codes = self.outlet
        cell = codes[rows] * CELLS + self.cell[rows]
        sums = [_totals(cell, getattr(self, name)[rows], len(names)) for name in SUMS]
        place = {name: number for number, name in enumerate(names)}
        found = {}
        for name, counted in customers.items():
            at = place.get(name)
            bought, gross, net = (NOBODY[0] if at is None else one[at] for one in sums)
            found[name] = Week(bought, gross, net, *counted)
        return found

    def _inside(self, start: date, end: date) -> Flags:
        return (self.day >= day_number(start)) & (self.day <= day_number(end))


def _totals(cell: Ints, values: Ints, parts: int) -> Ints:
    """Add up by cell, for each of the parts."""
    # bincount adds up in float64, which is exact for whole numbers below 2^53.
    sums = np.bincount(cell, weights=values, minlength=CELLS * parts)
    return sums.astype(np.int64).reshape(parts, CELLS)
