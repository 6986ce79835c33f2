"""By age at the period's end."""

from typing import Final

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _

from billing.features import AGE
from insights.breakdowns.base import Breakdown, Groups
from insights.breakdowns.examples import ANNA_BORIS_AND_VERA, Counted, Example, Person
from insights.breakdowns.people import NEVER, UNKNOWN, People
from insights.engine.windows import Ints

Days = npt.NDArray[np.datetime64]

FROM: Final = (18, 25, 35, 45, 55, 65)
"""The first age of each band but the youngest."""
BANDS: Final = ("<18", "18-24", "25-34", "35-44", "45-54", "55-64", "65+", UNKNOWN)


def ages(people: People) -> Ints:
    """Return everybody's age in whole years at the period's end, −1 where it is unknown."""
    known = people.born != NEVER
    born = np.where(known, people.born, 0).astype("datetime64[D]")
    end = np.array([people.end]).astype("datetime64[D]")
    years = _year(end) - _year(born) - (_month_and_day(born) > _month_and_day(end))
    return np.where(known, years, -1)


def bands(people: People) -> Ints:
    """Return everybody's band as a place in `BANDS`."""
    age = ages(people)
    return np.where(age < 0, len(BANDS) - 1, np.searchsorted(FROM, age, side="right"))


def groups(people: People) -> Groups:
    """Return the bands."""
    return Groups(tuple((band,) for band in BANDS), bands(people))


def _year(day: Days) -> Ints:
    return day.astype("datetime64[Y]").astype(np.int64)


def _month_and_day(day: Days) -> Ints:
    month = day.astype("datetime64[M]")
    number: Ints = month.astype(np.int64) % 12 * 32 + (day - month).astype(np.int64)
    return number


BREAKDOWN = Breakdown(
    key="age",
    order=20,
    title=_("Age"),
    description=_("Age in whole years on the last day of the period."),
    columns=("age",),
    feature=AGE,
    groups=groups,
    personal=True,
    examples=(
        Example(
            "Anna turns 25 on the last day of the period, Boris a day after it.",
            ANNA_BORIS_AND_VERA, "2026-03-01", "2026-03-28",
            (Counted(("18-24",), 1, 1, "300"), Counted(("25-34",), 1, 2, "800"), Counted(("unknown",), 1, 1, "1000")),
            (Person("Anna", born="2001-03-28"), Person("Boris", born="2001-03-29")),
        ),
    ),
)  # fmt: skip
