"""Billing periods: months and years counted from an anchor.

A period ends on the anchor's day of the month, or on the month's last day where there is no such day: from 31
January to 28 February to 31 March. The day never drifts, because every end is counted from the anchor itself.
Times are UTC, as in Stripe.
"""

import calendar
from datetime import UTC, datetime, timedelta

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}


def shifted(anchor: int, interval: str, count: int) -> int:
    """Return the time `count` intervals after (or, negative, before) an anchor."""
    start = datetime.fromtimestamp(anchor, UTC)
    if interval in DAYS:
        return int((start + timedelta(days=DAYS[interval] * count)).timestamp())
    months = start.year * 12 + start.month - 1 + MONTHS[interval] * count
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return int(start.replace(year=year, month=month + 1, day=day).timestamp())


def period_of(anchor: int, interval: str, every: int, at: int) -> tuple[int, int]:
    """Return the start and end of the period that holds a time: start ≤ at < end."""
    lengths = {"day": 86_400, "week": 604_800, "month": 2_629_746, "year": 31_556_952}
    number = (at - anchor) // (lengths[interval] * every)
    while shifted(anchor, interval, number * every) > at:
        number -= 1
    while shifted(anchor, interval, (number + 1) * every) <= at:
        number += 1
    return shifted(anchor, interval, number * every), shifted(anchor, interval, (number + 1) * every)


def day_text(at: int) -> str:
    """Return a date as Stripe writes it in a line: 5 Jan 2026."""
    when = datetime.fromtimestamp(at, UTC)
    return f"{when.day} {when:%b %Y}"
