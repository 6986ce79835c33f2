"""How much better than the mean a month of the year is, or a week while there are less than two years."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar

K = TypeVar("K")

YEARS: Final = 2
MONTHS: Final = 12
LEAST_WEEKS: Final = 2
"""One week alone is its own mean."""


@dataclass(frozen=True, slots=True)
class Earned:
    """Net revenue of one whole calendar month or week, by its first day."""

    first: date
    net: float


def months_index(months: Sequence[Earned]) -> dict[int, float]:
    """Return month of the year → index, the mean of the twelve is 100.

    Of each whole calendar month: net revenue per day. Of each month of the year: the mean of those over the years.
    The index is that mean against the mean of all twelve.

    Parameters
    ----------
    months : sequence of Earned
        Whole calendar months, in order.

    Returns
    -------
    dict of int to float
        January is 1. Empty with less than two years of whole months, and where the mean is not above zero.
    """
    if len(months) < YEARS * MONTHS:
        return {}
    per_day: dict[int, list[float]] = defaultdict(list)
    for month in months:
        per_day[month.first.month].append(month.net / _days(month.first))
    means = {number: sum(values) / len(values) for number, values in sorted(per_day.items())}
    return _against_mean(means)


def weeks_index(weeks: Sequence[Earned]) -> dict[date, float]:
    """Return Monday → net revenue of the week against the mean of all given weeks, which is 100.

    Empty for a single week, and where the mean is not above zero.
    """
    if len(weeks) < LEAST_WEEKS:
        return {}
    return _against_mean({week.first: week.net for week in weeks})


def _against_mean(values: dict[K, float]) -> dict[K, float]:
    mean = sum(values.values()) / len(values)
    return {key: 100 * value / mean for key, value in values.items()} if mean > 0 else {}


def _days(first: date) -> int:
    return ((first + timedelta(days=32)).replace(day=1) - first).days
