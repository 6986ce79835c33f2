"""Local days: which calendar day a payment's UTC moment belongs to at its merchant's place.

The offsets of the time zones come from Python's database of zones and enter the query as plain
constants, so every engine cuts the same days, and none asks its calendar library row by row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from lake.contract import BANK_ZONE

Offsets: TypeAlias = tuple[tuple[datetime | None, int], ...]
"""Seconds by which local time is ahead: first from any moment on (None), then from each UTC moment."""


LISTED: Final = pa.schema([("clock_of", pa.string()), ("clock", pa.int16())])


@dataclass(frozen=True, slots=True)
class MonthClock:
    """The offsets that merchants keep in one UTC month.

    Parameters
    ----------
    usual : Offsets
        The bank's.
    others : tuple of Offsets
        What some merchants keep instead.
    """

    usual: Offsets
    others: tuple[Offsets, ...]


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
        One pair, then one more for each change, exact to the second. A zone that
        changes twice within six hours would lose both changes; none ever did.
    """
    place = ZoneInfo(zone)

    def ahead(moment: datetime) -> int:
        return round((moment.astimezone(place).utcoffset() or timedelta()).total_seconds())

    found: list[tuple[datetime | None, int]] = [(None, ahead(start))]
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


def month_clock(zones: Mapping[str, str], month: str) -> tuple[MonthClock, pa.Table]:
    """Return the clock of a UTC month, and who keeps which of its `others`.

    Parameters
    ----------
    zones : mapping of str to str
        Merchant → known zone, for merchants that don't keep the bank's.
    month : str
        `YYYY-MM`.

    Returns
    -------
    MonthClock
        Equal for months in which no clock is changed, so that one query serves them all.
    pyarrow.Table
        clock_of (string, a merchant) and clock (int16, an index into `others`).
    """
    start, end = month_bounds(month)
    by_zone = {zone: offsets(zone, start, end) for zone in {BANK_ZONE, *zones.values()}}
    usual = by_zone[BANK_ZONE]
    others = tuple(sorted({clock for clock in by_zone.values() if clock != usual}, key=str))
    number = {clock: index for index, clock in enumerate(others)}
    rare = {merchant: number[by_zone[zone]] for merchant, zone in zones.items() if by_zone[zone] != usual}
    return MonthClock(usual, others), pa.table([list(rare), list(rare.values())], schema=LISTED)


def with_local_hour(payments: ir.Table, clock: MonthClock, listed: ir.Table) -> ir.Table:
    """Add the local `day` (date) and `hour` (int8, 0 to 23) to payments of one UTC month.

    Parameters
    ----------
    payments : Table
        With `merchant_id` and `ts` (UTC).
    clock : MonthClock
        Of their month.
    listed : Table
        Who keeps which clock, as `month_clock` gives it.
    """
    return _with_local(payments, clock, listed, {"day": _date, "hour": _hour})


_Part: TypeAlias = Callable[[ir.TimestampValue], ir.Value]


def _with_local(payments: ir.Table, clock: MonthClock, listed: ir.Table, parts: Mapping[str, _Part]) -> ir.Table:
    """Add parts of the local time: by the bank's clock, or by the one that the merchant keeps."""
    if not clock.others:
        return payments.mutate(**{name: _at(payments.ts, clock.usual, part) for name, part in parts.items()})
    joined = payments.left_join(listed, payments.merchant_id == listed.clock_of)
    added = {}
    for name, part in parts.items():
        branches = [(joined.clock == index, _at(joined.ts, other, part)) for index, other in enumerate(clock.others)]
        added[name] = ibis.cases(*branches, else_=_at(joined.ts, clock.usual, part))
    return joined.mutate(**added).drop("clock_of", "clock")


def _at(ts: ir.TimestampValue, clock: Offsets, part: _Part) -> ir.Value:
    """Return a part of the time at a place whose offsets are `clock`."""
    (_, first), *changes = clock
    before = part(_shifted(ts, first))
    if not changes:
        return before
    # The stored moments are UTC without a zone, so the constants are too.
    later = [
        (ts >= ibis.timestamp(moment.replace(tzinfo=None)), part(_shifted(ts, ahead)))
        for moment, ahead in changes
        if moment
    ]
    return ibis.cases(*reversed(later), else_=before)


def _shifted(ts: ir.TimestampValue, ahead: int) -> ir.TimestampValue:
    return ts + ibis.interval(seconds=ahead)


def _date(local: ir.TimestampValue) -> ir.Value:
    return local.date()


def _hour(local: ir.TimestampValue) -> ir.Value:
    return local.hour().cast("int8")
