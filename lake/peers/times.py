"""On which weekdays and in which hours customers of every company buy."""

from collections.abc import Collection, Mapping, Sequence
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
class Met:
    """Who bought when, a row for each pair of company and customer.

    Parameters
    ----------
    company : int64 array of shape (pairs,)
        Codes, ascending.
    customer : int64 array of shape (pairs,)
        A number for each customer, the same at all companies.
    bits : mapping of (str, str) to int64 array of shape (pairs,)
        `weekday` or `hour`, and the part of the payments → bit n is set by a purchase then.
    """

    company: Ints
    customer: Ints
    bits: Mapping[tuple[str, str], Ints]

    def by_company(self, name: str, part: str, count: int) -> Ints:
        """Return the customers of each company, a column for each weekday or hour."""
        bits = self.bits[name, part]
        return np.stack(
            [np.bincount(self.company[bits >> at & 1 > 0], minlength=count) for at in range(SIZES[name])], axis=1
        )

    def people(self, companies: Collection[int], name: str, part: str, masks: Sequence[int]) -> Ints:
        """Return how many different customers of some companies bought in each of these cells, a mask of bits each."""
        bounds = np.searchsorted(self.company, np.array(sorted(companies))[:, None] + [0, 1])
        rows = np.concatenate([np.arange(low, high) for low, high in bounds])
        order = np.argsort(self.customer[rows], kind="stable")
        customer, bits = self.customer[rows][order], self.bits[name, part][rows][order]
        first = np.flatnonzero(np.diff(customer, prepend=customer[:1] - 1))
        together = np.bitwise_or.reduceat(bits, first) if len(first) else bits
        return np.array([np.count_nonzero(together & mask) for mask in masks], np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """By weekday from Monday, and by hour of the day at the outlet's place; part of the payments → cells."""

    weekday: Mapping[str, Cells]
    hour: Mapping[str, Cells]
    met: Met


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
    met = _met(visits)
    on = visits.day.day_of_week.index().cast("int64")
    purchases = {
        "weekday": _purchases(visits.mutate(at=on), WEEKDAYS, count),
        "hour": _purchases(hourly.mutate(at=hourly.hour.cast("int64")), HOURS, count),
    }
    cells = {
        name: {part: Cells(purchases[name][part], met.by_company(name, part, count)) for part in PARTS}
        for name in purchases
    }
    return Times(**cells, met=met)


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


def _met(visits: ir.Table) -> Met:
    """Read each customer's weekdays and hours as bits; both channels together are all of them."""
    weekday = ibis.literal(1, "int32") << visits.day.day_of_week.index().cast("int32")
    each = visits.group_by("company", "customer_id").aggregate(
        **{
            f"{name}_{channel}": bit.bit_or(where=visits.channel == channel).fill_null(0)
            for name, bit in (("weekday", weekday), ("hour", visits.clocked))
            for channel in CHANNELS
        }
    )
    table = each.mutate(customer=each.customer_id.hash()).drop("customer_id").order_by("company").to_pyarrow()
    bits = {(name, channel): numbers(table, f"{name}_{channel}") for name in SIZES for channel in CHANNELS}
    bits |= {(name, ""): np.bitwise_or.reduce([bits[name, channel] for channel in CHANNELS]) for name in SIZES}
    return Met(numbers(table, "company"), numbers(table, "customer"), bits)


def numbers(table: pa.Table, name: str) -> Ints:
    """Return a column of whole numbers."""
    return table[name].to_numpy().astype(np.int64)  # type: ignore[no-any-return]
