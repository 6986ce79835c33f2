"""What every company earned in each of the newest whole months, for the seasons of similar businesses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import ibis.expr.types as ir
import numpy as np

from lake.peers.calendar import Calendar
from lake.peers.channels import PARTS, through
from lake.peers.people import Ints
from lake.peers.rhythm import number_of, whole_months
from lake.peers.times import numbers

MONTHS: Final = 24
"""Two whole years, so that every month of the year is there twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Earnings:
    """The newest two years of whole calendar months.

    Parameters
    ----------
    months : tuple of date
        Their first days, in order; empty while the lake is younger.
    net, purchases : mapping of str to int64 array of shape (companies, 24)
        By part of the payments: purchases less refunds in kopecks, and the count of purchases.
    """

    months: tuple[date, ...]
    net: Mapping[str, Ints]
    purchases: Mapping[str, Ints]


def earnings_of(owned: ir.Table, calendar: Calendar, count: int) -> Earnings:
    """Add up what every company earned by month; `owned` are visits with the code of the company."""
    months = whole_months(calendar, MONTHS, before=0)
    if len(months) < MONTHS:
        return Earnings((), {}, {})
    rows = owned.mutate(at=owned.day.year() * 12 + owned.day.month() - number_of(months[0]))
    rows = rows.filter(rows.at.between(0, MONTHS - 1), rows.company >= 0)
    net = rows.gross - rows.refunded
    sums = {f"net_{part}": net.sum(where=through(rows, part)).fill_null(0).cast("int64") for part in PARTS}
    sums |= {f"purchases_{part}": rows.purchases.sum(where=through(rows, part)).fill_null(0) for part in PARTS}
    table = rows.group_by("company", "at").aggregate(**sums).to_pyarrow()
    where = numbers(table, "company"), numbers(table, "at")
    found = {}
    for name in sums:
        found[name] = np.zeros((count, MONTHS), np.int64)
        found[name][where] = numbers(table, name)
    return Earnings(
        months,
        {part: found[f"net_{part}"] for part in PARTS},
        {part: found[f"purchases_{part}"] for part in PARTS},
    )
