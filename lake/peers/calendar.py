"""Which days a figure about others rests on: whole weeks that ended long enough ago."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

from lake.disclosure import Rules

TRAILING: Final = 91
YEAR: Final = 364
SHORT: Final = 28
LONG: Final = 182

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The windows of one as-of day.

    Parameters
    ----------
    first_day, as_of, last_day : date
        First day of the lake, the day that is looked at, the lake's newest day.
    end : date
        The last Sunday that may be told.
    provisional_weeks : int
        How many of the newest weeks may still move.
    """

    first_day: date
    as_of: date
    last_day: date
    end: date
    provisional_weeks: int

    @classmethod
    def of(cls, first_day: date, as_of: date, last_day: date, rules: Rules = Rules()) -> Self:
        """Return the calendar of an as-of day."""
        return cls(first_day, as_of, last_day, _last_sunday(as_of, rules), rules.provisional_weeks)

    def trailing(self, days: int = TRAILING, *, back: int = 0) -> Span:
        """Return the `days` days that end `back` days before the last Sunday."""
        end = self.end - timedelta(days=back)
        return end - timedelta(days=days - 1), end

    def covers(self, span: Span) -> bool:
        """Say whether the lake holds every day of a span."""
        return self.first_day <= span[0]

    def provisional(self, span: Span) -> bool:
        """Say whether one of the newest weeks lies inside."""
        newest = _last_sunday(self.last_day, Rules())
        return span[1] > newest - timedelta(days=7 * self.provisional_weeks)

    @property
    def quarter(self) -> date:
        """First day of the quarter of the as-of day."""
        return date(self.as_of.year, (self.as_of.month - 1) // 3 * 3 + 1, 1)


def _last_sunday(day: date, rules: Rules) -> date:
    settled = day - timedelta(days=rules.settle_days)
    return settled - timedelta(days=(settled.weekday() + 1) % 7)
