"""Periods that a page offers, read from an address, all relative to the as-of day."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from insights.engine.windows import Grain, period_first
from insights.errors import BadParameter
from insights.metrics.revenue_yoy import YEAR

YEARS: Final = (1970, 2200)
E = TypeVar("E", bound=StrEnum)


class Compare(StrEnum):
    """With what a period is compared."""

    PREVIOUS = "previous"
    YEAR = "year"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Preset:
    """A period with a name."""

    key: str
    title: str | Promise
    window: Callable[[date], tuple[date, date]]


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days [start, end], the preset it came from (`custom` for none), and its comparison."""

    key: str
    title: str | Promise
    start: date
    end: date
    compare: Compare = Compare.PREVIOUS

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def base(self) -> tuple[date, date] | None:
        """The range it is compared with."""
        return comparison(self.start, self.end, self.compare)

    @property
    def grain(self) -> Grain:
        """The grain in which it is best looked at: between about 7 and 50 points."""
        if self.days <= 50:
            return Grain.DAY
        return Grain.WEEK if self.days <= 371 else Grain.MONTH


def comparison(start: date, end: date, compare: Compare) -> tuple[date, date] | None:
    """Return the range that [start, end] is compared with; None for no comparison.

    The previous period is the same one moved back by whole weeks, so that weekdays match.
    """
    if compare is Compare.NONE:
        return None
    days = (end - start).days + 1
    back = timedelta(days=YEAR if compare is Compare.YEAR else -(-days // 7) * 7)
    return start - back, end - back


def _last(days: int) -> Callable[[date], tuple[date, date]]:
    return lambda as_of: (as_of - timedelta(days=days - 1), as_of)


def _back(grain: Grain) -> Callable[[date], tuple[date, date]]:
    def window(as_of: date) -> tuple[date, date]:
        end = period_first(as_of, grain) - timedelta(days=1)
        return period_first(end, grain), end

    return window


def _full_or_so_far(grain: Grain) -> Callable[[date], tuple[date, date]]:
    return lambda as_of: (period_first(as_of, grain), as_of)


PRESETS: Final = {
    preset.key: preset
    for preset in (
        Preset("today", _("Last day"), _last(1)),
        Preset("yesterday", _("The day before"), lambda as_of: (as_of - timedelta(days=1), as_of - timedelta(days=1))),
        Preset("7d", _("7 days"), _last(7)),
        Preset("28d", _("28 days"), _last(28)),
        Preset("30d", _("30 days"), _last(30)),
        Preset("90d", _("90 days"), _last(90)),
        Preset("91d", _("91 days"), _last(91)),
        Preset("365d", _("365 days"), _last(365)),
        Preset("this_week", _("This week"), _full_or_so_far(Grain.WEEK)),
        Preset("last_week", _("Last week"), _back(Grain.WEEK)),
        Preset("this_month", _("This month"), _full_or_so_far(Grain.MONTH)),
        Preset("last_month", _("Last month"), _back(Grain.MONTH)),
        Preset("this_year", _("This year"), lambda as_of: (as_of.replace(month=1, day=1), as_of)),
    )
}
DEFAULT: Final = "28d"
OFFERED: Final = (
    "today", "yesterday", "7d", "28d", "90d", "365d", "this_week", "last_week", "this_month", "last_month", "this_year",
)  # fmt: skip
"""The presets that a page lists."""


def preset_windows(as_of: date) -> Iterator[tuple[date, date]]:
    """Return every window that a preset or its comparison asks for, each once."""
    seen = set()
    for preset in PRESETS.values():
        start, end = preset.window(as_of)
        for window in ((start, end), *(comparison(start, end, kind) for kind in Compare)):
            if window and window not in seen:
                seen.add(window)
                yield window


def presets_clipped(first_day: date, as_of: date) -> list[tuple[date, date]]:
    """Return the windows of the presets without what they are compared with, each once, clipped to what there is."""
    found = (preset.window(as_of) for preset in PRESETS.values())
    return list(dict.fromkeys((max(start, first_day), end) for start, end in found if end >= first_day))


def period_default(as_of: date) -> Period:
    """Return the last 28 days."""
    return _named(DEFAULT, as_of, Compare.PREVIOUS)


def period_from(query: Mapping[str, str], as_of: date) -> Period:
    """Read a period from an address: `period` (a preset) or `from` and `to`, and `compare`.

    Raises
    ------
    BadParameter
        When one can't be understood; it names the parameter.
    """
    compare = choice("compare", query.get("compare") or Compare.PREVIOUS, Compare)
    key = query.get("period") or ""
    if key and key != "custom":
        if key not in PRESETS:
            raise BadParameter("period", gettext("Choose one of: %(names)s.") % {"names": ", ".join(OFFERED)})
        return _named(key, as_of, compare)
    if query.get("from") or query.get("to"):
        start, end = range_from(query.get("from") or "", query.get("to") or "", as_of)
        return Period("custom", _("Chosen days"), start, end, compare)
    return _named(DEFAULT, as_of, compare)


def range_from(start: str, end: str, as_of: date) -> tuple[date, date]:
    """Read two ISO days; without `end` up to the as-of day, without `start` 28 days.

    Raises
    ------
    BadParameter
        For a day that is none, or a range that ends before it begins.
    """
    return range_checked(_day("from", start) if start else None, _day("to", end) if end else as_of)


def range_checked(start: date | None, end: date) -> tuple[date, date]:
    """Return the range when it is one; without `start` the 28 days up to `end`.

    Raises
    ------
    BadParameter
        When it ends before it begins, or a day is of no year that makes sense.
    """
    _sensible("to", end)
    first = start or end - timedelta(days=27)
    _sensible("from", first)
    if first > end:
        raise BadParameter("from", gettext("The first day must not lie after the last one."))
    return first, end


def choice(name: str, value: str, kind: type[E]) -> E:
    """Return the member of an enumeration that a parameter names.

    Raises
    ------
    BadParameter
        When there is none.
    """
    try:
        return kind(value)
    except ValueError as error:
        raise BadParameter(name, gettext("Choose one of: %(names)s.") % {"names": ", ".join(kind)}) from error


def _named(key: str, as_of: date, compare: Compare) -> Period:
    preset = PRESETS[key]
    return Period(key, preset.title, *preset.window(as_of), compare)


def _day(name: str, value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise BadParameter(name, gettext("Write the day like 2026-03-31.")) from error
    return day


def _sensible(name: str, day: date) -> None:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise BadParameter(name, gettext("Write a day between 1970 and 2200."))
