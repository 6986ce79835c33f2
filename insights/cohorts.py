"""Retention: of customers whose first purchase was in one month, how many bought in each later month."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _

from insights.engine.visits import Visits
from insights.engine.windows import Ints

KEY: Final = "retention"
TITLE: Final = _("Retention")
DESCRIPTION: Final = _(
    "Of the customers whose first purchase was in one month, the share that bought in each later month."
    " For each month beside it, the share of the previous month's customers who bought again."
)
VERSION: Final = 1
"""Raised when the definition changes."""


@dataclass(frozen=True, slots=True, eq=False)
class Cohorts:
    """Cohorts of a whole partner, by calendar month.

    Parameters
    ----------
    months : tuple of date
        First days of the months, from the lake's first to that of the last day seen; the last may be unfinished.
    sizes : int64 array of shape (months,)
        Customers whose first purchase fell in the month.
    bought : int64 array of shape (months, months)
        Row c, column k: those of cohort c who bought in month c + k. Column 0 equals `sizes`; cells past the last
        month are 0 and mean nothing.
    came, stayed : int64 arrays of shape (months,)
        Customers of the month, and those of them who bought in the month before too.
    finished : bool
        Whether the last month is over.
    """

    months: tuple[date, ...]
    sizes: Ints
    bought: Ints
    came: Ints
    stayed: Ints
    finished: bool

    @property
    def kept(self) -> tuple[float | None, ...]:
        """For each month: of the customers of the month before, the share who bought in it; None without any."""
        before = [0, *self.came.tolist()[:-1]]
        return tuple(both / all_ if all_ else None for both, all_ in zip(self.stayed.tolist(), before, strict=True))

    def rates(self, cohort: int) -> tuple[float | None, ...]:
        """Return the shares of one cohort for k = 1 up to the last month; None where nobody began."""
        last = len(self.months) - cohort
        size = int(self.sizes[cohort])
        return tuple(int(count) / size if size else None for count in self.bought[cohort, 1:last])


def cohorts(visits: Visits, first_day: date, as_of: date) -> Cohorts:
    """Fold visits into cohorts.

    Parameters
    ----------
    visits : Visits
        All of the partner's up to `as_of`, from the lake's first day.
    first_day, as_of : date
        Of the lake, and the last day seen.
    """
    months = _months(first_day, as_of)
    count = len(months)
    bought = visits.purchases > 0
    day = visits.day[bought].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    month = day - (months[0].year - 1970) * 12 - (months[0].month - 1)
    pair = np.unique(visits.customer[bought] * count + month)
    customer, month = pair // count, pair % count
    # Sorted by customer and month, so a customer's first pair is the cohort.
    start = np.flatnonzero(np.diff(customer, prepend=-1))
    cohort = np.repeat(month[start], np.diff(np.append(start, len(customer))))
    table = np.bincount(cohort * count + (month - cohort), minlength=count * count).reshape(count, count)
    again = (np.diff(customer) == 0) & (np.diff(month) == 1)
    came = np.bincount(month, minlength=count)
    stayed = np.bincount(month[1:][again], minlength=count)
    return Cohorts(months, table[:, 0].copy(), table, came, stayed, (as_of + timedelta(days=1)).day == 1)


def _months(first: date, last: date) -> tuple[date, ...]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)
