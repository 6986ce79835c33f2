"""When customers of every company buy, and how many come back: for references beside a partner's own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from lake.peers.calendar import Calendar
from lake.peers.people import Ints

WEEKDAYS: Final = 7
MONTHS: Final = 14


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """When customers of every company buy, and how many come back.

    Parameters
    ----------
    weekday : int64 array of shape (companies, 7)
        Purchases by weekday over the trailing window, from Monday.
    months : tuple of date
        Whole calendar months that may be told, in order.
    came, kept : int64 arrays of shape (companies, months)
        Customers of the month before, and those of them who bought in the month.
    """

    weekday: Ints
    months: tuple[date, ...]
    came: Ints
    kept: Ints


def rhythm_of(bought: ir.Table, calendar: Calendar, count: int) -> Rhythm:
    """Count purchases by weekday, and customers who come back from month to month, of every company."""
    week = bought.filter(bought.day.between(*calendar.trailing()))
    sums = week.group_by("company", at=week.day.day_of_week.index()).aggregate(n=week.purchases.sum()).to_pyarrow()
    weekday = np.zeros((count, WEEKDAYS), np.int64)
    weekday[_ints(sums, "company"), _ints(sums, "at")] = _ints(sums, "n")
    months = whole_months(calendar)
    if not months:
        return Rhythm(weekday, (), np.zeros((count, 0), np.int64), np.zeros((count, 0), np.int64))
    number = bought.day.year() * 12 + bought.day.month()
    seen = bought.mutate(month=number).filter(lambda row: row.month >= _number(months[0]) - 1)
    seen = seen.select("company", "customer_id", "month").distinct()
    window = ibis.window(group_by=["company", "customer_id"], order_by="month")
    again = seen.mutate(again=(seen.month - seen.month.lag().over(window) == 1).fill_null(False))
    by_month = again.group_by("company", "month").aggregate(all=again.count(), again=again.again.sum()).to_pyarrow()
    total, kept = (np.zeros((count, len(months) + 1), np.int64) for _ in range(2))
    place = _ints(by_month, "month") - (_number(months[0]) - 1)
    inside = place <= len(months)
    where = _ints(by_month, "company")[inside], place[inside]
    total[where], kept[where] = _ints(by_month, "all")[inside], _ints(by_month, "again")[inside]
    return Rhythm(weekday, months, total[:, :-1], kept[:, 1:])


def whole_months(calendar: Calendar, count: int = MONTHS) -> tuple[date, ...]:
    """Return the first days of the newest months that are over, settled, and follow a month wholly in the lake."""
    last = _number(calendar.end + timedelta(days=1)) - 1
    first_day = calendar.first_day
    whole = _number(first_day) + (first_day.day > 1)
    first = max(whole + 1, last - count + 1)
    return tuple(date((number - 1) // 12, (number - 1) % 12 + 1, 1) for number in range(first, last + 1))


def _number(day: date) -> int:
    return day.year * 12 + day.month


def _ints(table: pa.Table, name: str) -> Ints:
    return table[name].to_numpy().astype(np.int64)  # type: ignore[no-any-return]
