"""Local days: which calendar day a payment's UTC moment belongs to at its merchant's place.

The offsets of the time zones come from Python's database of zones and enter the query as plain
constants, so every engine cuts the same days, and none asks its calendar library row by row.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from lake.contract import BANK_ZONE

Offsets: TypeAlias = tuple[tuple[datetime, int], ...]
"""Pairs of a UTC moment and the seconds by which local time is ahead from then on."""


def zone_known(name: str) -> bool:
    """Return whether `name` is a time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def zones_resolved(zones: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Return merchant → zone for the merchants whose zone is not the bank's.

    A merchant without a zone, or with an unknown one, keeps the bank's: its payments are good,
    and a day cut three hours off is better than a day lost.
    """
    known: dict[str, bool] = {}
    found = {}
    for merchant, zone in zones:
        if not zone or zone == BANK_ZONE:
            continue
        if zone not in known:
            known[zone] = zone_known(zone)
        if known[zone]:
            found[merchant] = zone
    return found


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """Return the first moment of a UTC month `YYYY-MM` and of the one after it."""
    start = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    return start, (start + timedelta(days=32)).replace(day=1)


def offsets(zone: str, start: datetime, end: datetime) -> Offsets:
    """Return the UTC offsets of `zone` in [start, end).

    Parameters
    ----------
    zone : str
        A known time zone.
    start, end : datetime
        Moments in UTC.

    Returns
    -------
    tuple of (datetime, int)
        The first pair is at `start`, then one for each change, exact to the second. A zone that
        changes twice within six hours would lose both changes; none ever did.
    """
    place = ZoneInfo(zone)

    def ahead(moment: datetime) -> int:
        return round((moment.astimezone(place).utcoffset() or timedelta()).total_seconds())

    found = [(start, ahead(start))]
    low = start
    while low < end:
        high = min(low + timedelta(hours=6), end)
        if ahead(high) != found[-1][1]:
            before, after = low, high
            while after - before > timedelta(seconds=1):
                middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
                before, after = (middle, after) if ahead(middle) == found[-1][1] else (before, middle)
            if after < end:
                found.append((after, ahead(after)))
        low = high
    return tuple(found)


def with_local_day(payments: ir.Table, zones: Mapping[str, str], month: str) -> ir.Table:
    """Add the local `day` (date) to payments of one UTC month.

    Parameters
    ----------
    payments : Table
        With `merchant_id` and `ts` (UTC) inside `month`.
    zones : mapping of str to str
        Merchant → known zone, for merchants that don't keep the bank's.
    month : str
        `YYYY-MM`.
    """
    start, end = month_bounds(month)
    by_zone = {zone: offsets(zone, start, end) for zone in {BANK_ZONE, *zones.values()}}
    usual = by_zone[BANK_ZONE]
    clocks = sorted({clock for clock in by_zone.values() if clock != usual})
    if not clocks:
        return payments.mutate(day=_day(payments.ts, usual))
    number = {clock: index for index, clock in enumerate(clocks)}
    rare = {merchant: number[by_zone[zone]] for merchant, zone in zones.items() if by_zone[zone] != usual}
    listed = ibis.memtable(pa.table({"clock_of": list(rare), "clock": pa.array(rare.values(), pa.int16())}))
    joined = payments.left_join(listed, payments.merchant_id == listed.clock_of)
    branches = [(joined.clock == index, _day(joined.ts, clock)) for clock, index in number.items()]
    return joined.mutate(day=ibis.cases(*branches, else_=_day(joined.ts, usual))).drop("clock_of", "clock")


def _day(ts: ir.TimestampValue, clock: Offsets) -> ir.Value:
    """Return the date at a place whose offsets are `clock`."""
    (_, first), *changes = clock
    day = _shifted(ts, first)
    if not changes:
        return day
    # The stored moments are UTC without a zone, so the constants are too.
    later = [(ts >= ibis.timestamp(moment.replace(tzinfo=None)), _shifted(ts, ahead)) for moment, ahead in changes]
    return ibis.cases(*reversed(later), else_=day)


def _shifted(ts: ir.TimestampValue, ahead: int) -> ir.DateValue:
    return (ts + ibis.interval(seconds=ahead)).date()
