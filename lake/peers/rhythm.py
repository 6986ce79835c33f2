"""How many customers of every company come back from month to month: for references beside a partner's own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from lake.peers.calendar import Calendar
from lake.peers.people import Ints

MONTHS: Final = 14


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """How many customers of every company come back.

    Parameters
    ----------
    months : tuple of date
        Whole calendar months that may be told, in order.
    came, kept : int64 arrays of shape (companies, months)
        Customers of the month before, and those of them who bought in the month.
    """

    months: tuple[date, ...]
    came: Ints
    kept: Ints


def rhythm_of(bought: ir.Table, calendar: Calendar, count: int) -> Rhythm:
    """Count customers who come back from month to month, of every company."""
    months = whole_months(calendar)
    if not months:
        return Rhythm((), np.zeros((count, 0), np.int64), np.zeros((count, 0), np.int64))
    number = bought.day.year() * 12 + bought.day.month()
    seen = bought.mutate(month=number).filter(lambda row: row.month >= number_of(months[0]) - 1)
    seen = seen.select("company", "customer_id", "month").distinct()
    window = ibis.window(group_by=["company", "customer_id"], order_by="month")
    again = seen.mutate(again=(seen.month - seen.month.lag().over(window) == 1).fill_null(False))
    by_month = again.group_by("company", "month").aggregate(all=again.count(), again=again.again.sum()).to_pyarrow()
    total, kept = (np.zeros((count, len(months) + 1), np.int64) for _ in range(2))
    place = _ints(by_month, "month") - (number_of(months[0]) - 1)
    inside = place <= len(months)
    where = _ints(by_month, "company")[inside], place[inside]
    total[where], kept[where] = _ints(by_month, "all")[inside], _ints(by_month, "again")[inside]
    return Rhythm(months, total[:, :-1], kept[:, 1:])


def whole_months(calendar: Calendar, count: int = MONTHS, *, before: int = 1) -> tuple[date, ...]:
    """Return the first days of the newest months that are over, settled, wholly in the lake, with so many before."""
    last = number_of(calendar.end + timedelta(days=1)) - 1
    first_day = calendar.first_day
    whole = number_of(first_day) + (first_day.day > 1)
    first = max(whole + before, last - count + 1)
    return tuple(date((number - 1) // 12, (number - 1) % 12 + 1, 1) for number in range(first, last + 1))


def number_of(day: date) -> int:
    """Return the number of a day's month, one more for each."""
    return day.year * 12 + day.month


def _ints(table: pa.Table, name: str) -> Ints:
    return table[name].to_numpy().astype(np.int64)  # type: ignore[no-any-return]
