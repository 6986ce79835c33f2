"""On which weekdays and in which hours customers of every company buy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from lake.peers.calendar import Calendar
from lake.peers.channels import CHANNELS, PARTS, through
from lake.peers.people import Ints

WEEKDAYS, HOURS = 7, 24
SIZES: Final = {"weekday": WEEKDAYS, "hour": HOURS}


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One part of the payments of every company over the trailing window.

    Parameters
    ----------
    purchases, customers : int64 arrays of shape (companies, cells)
        Counts; a customer counts in every cell in which it bought.
    """

    purchases: Ints
    customers: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """By weekday from Monday, and by hour of the day at the outlet's place; part of the payments → cells."""

    weekday: Mapping[str, Cells]
    hour: Mapping[str, Cells]


def times_of(bought: ir.Table, hours: ir.Table, calendar: Calendar, count: int) -> Times:
    """Count purchases and customers of every company by weekday and by hour.

    Parameters
    ----------
    bought, hours : Table
        Rows of the marts with the code of the company; of visits those with a purchase.
    calendar : Calendar
        Which days.
    count : int
        How many companies there are.
    """
    span = calendar.trailing()
    visits, hourly = bought.filter(bought.day.between(*span)), hours.filter(hours.day.between(*span))
    customers = _customers(visits, count)
    on = visits.day.day_of_week.index().cast("int64")
    purchases = {
        "weekday": _purchases(visits.mutate(at=on), WEEKDAYS, count),
        "hour": _purchases(hourly.mutate(at=hourly.hour.cast("int64")), HOURS, count),
    }
    cells = {name: {part: Cells(purchases[name][part], customers[name, part]) for part in PARTS} for name in purchases}
    return Times(**cells)


def _purchases(rows: ir.Table, size: int, count: int) -> dict[str, Ints]:
    sums = rows.group_by("company", "at").aggregate(
        **{part or "all": rows.purchases.sum(where=through(rows, part)).fill_null(0) for part in PARTS}
    )
    table = sums.to_pyarrow()
    where = numbers(table, "company"), numbers(table, "at")
    found = {}
    for part in PARTS:
        found[part] = np.zeros((count, size), np.int64)
        found[part][where] = numbers(table, part or "all")
    return found


def _customers(visits: ir.Table, count: int) -> dict[tuple[str, str], Ints]:
    """Return customers of each company by cell: each one's hours and weekdays are bits, added up afterwards."""
    weekday = ibis.literal(1, "int32") << visits.day.day_of_week.index().cast("int32")
    bits = {"weekday": weekday, "hour": visits.clocked}
    each = visits.group_by("company", "customer_id").aggregate(
        **{
            f"{name}_{channel}": bit.bit_or(where=visits.channel == channel).fill_null(0)
            for name, bit in bits.items()
            for channel in CHANNELS
        }
    )
    sums = {f"{name}_{part}_{at}": value for name, part, at, value in _bits(each)}
    table = each.group_by("company").aggregate(**sums).to_pyarrow()
    company = numbers(table, "company")
    found = {}
    for name, size in SIZES.items():
        for part in PARTS:
            found[name, part] = np.zeros((count, size), np.int64)
            for at in range(size):
                found[name, part][company, at] = numbers(table, f"{name}_{part}_{at}")
    return found


def _bits(each: ir.Table) -> Iterator[tuple[str, str, int, ir.Value]]:
    for name, size in SIZES.items():
        pos, online = (each[f"{name}_{channel}"] for channel in CHANNELS)
        for part, bits in zip(PARTS, (pos | online, pos, online), strict=True):
            for at in range(size):
                yield name, part, at, ((bits & (1 << at)) != 0).sum()


def numbers(table: pa.Table, name: str) -> Ints:
    """Return a column of whole numbers."""
    return table[name].to_numpy().astype(np.int64)  # type: ignore[no-any-return]
