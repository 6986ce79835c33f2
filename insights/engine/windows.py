"""Windows of whole days, as arrays, and the periods of a grain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

EPOCH = date(1970, 1, 1).toordinal()


class Grain(StrEnum):
    """Into what a range of days is cut."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TOTAL = "total"


STORED = (Grain.DAY, Grain.WEEK, Grain.MONTH)


def day_number(day: date) -> int:
    """Return the days from 1970-01-01 to `day`, the form in which the engine counts."""
    return day.toordinal() - EPOCH


def date_of(number: int) -> date:
    """Return the day with that number."""
    return date.fromordinal(int(number) + EPOCH)


def period_first(day: date, grain: Grain) -> date:
    """Return the first day of the period of `grain` that holds `day`; of a total, the day itself."""
    if grain is Grain.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if grain is Grain.MONTH else day


def period_next(first: date, grain: Grain) -> date:
    """Return the first day of the period after the one that begins on `first`."""
    if grain is Grain.MONTH:
        return (first + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=7 if grain is Grain.WEEK else 1)


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Windows [start, end] of whole days, both ends inside.

    Parameters
    ----------
    label, start, end : int64 arrays of one length
        Days since 1970-01-01. `label` is the first day of the whole period, before it was clipped.
    partial : bool array
        Whether the period was clipped.
    grid : bool
        Whether the windows are sorted and none overlaps another, so that one pass can count them all.
    """

    label: Ints
    start: Ints
    end: Ints
    partial: Flags
    grid: bool

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def of(cls, ranges: Iterable[tuple[date, date]]) -> Self:
        """Return these ranges of days, whole, in any order."""
        pairs = [(day_number(start), day_number(end)) for start, end in ranges]
        start, end = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return cls(start, start, end, np.zeros(len(start), dtype=np.bool_), grid=len(pairs) < 2)

    def dates(self) -> Sequence[tuple[date, date]]:
        """Return the windows as pairs of dates."""
        return [(date_of(a), date_of(b)) for a, b in zip(self.start.tolist(), self.end.tolist(), strict=True)]


def periods(grain: Grain, start: date, end: date, first_day: date, as_of: date) -> Windows:
    """Cut [start, end] ∩ [first_day, as_of] into the periods of a grain.

    Parameters
    ----------
    grain : Grain
        Days, weeks that begin on Monday, months, or one period for all.
    start, end : date
        What was asked for.
    first_day, as_of : date
        What there is.

    Returns
    -------
    Windows
        In order, none left out, none when nothing is left of the range. A period that is not
        wholly inside is clipped and flagged.
    """
    low, high = max(start, first_day), min(end, as_of)
    if low > high:
        none = np.array([], dtype=np.int64)
        return Windows(none, none, none, none.astype(np.bool_), grid=True)
    if grain is Grain.TOTAL:
        labels, after = [start], [end + timedelta(days=1)]
    else:
        labels = [period_first(low, grain)]
        while (following := period_next(labels[-1], grain)) <= high:
            labels.append(following)
        after = [*labels[1:], period_next(labels[-1], grain)]
    label = np.array([day_number(day) for day in labels], dtype=np.int64)
    last = np.array([day_number(day) - 1 for day in after], dtype=np.int64)
    clipped_start, clipped_end = np.maximum(label, day_number(low)), np.minimum(last, day_number(high))
    return Windows(label, clipped_start, clipped_end, (clipped_start > label) | (clipped_end < last), grid=True)
