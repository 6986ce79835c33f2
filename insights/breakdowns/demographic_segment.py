"""By gender, age and marital status together."""

from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _

from billing.features import AGE
from insights.breakdowns.age import BANDS, bands
from insights.breakdowns.base import Breakdown, Groups
from insights.breakdowns.examples import ANNA_BORIS_AND_VERA, Counted, Example, Person
from insights.breakdowns.people import People


def groups(people: People) -> Groups:
    """Return every combination."""
    genders, statuses = people.gender.names, people.marital.names
    names = tuple((gender, band, status) for gender in genders for band in BANDS for status in statuses)
    code = (people.gender.code.astype(np.int64) * len(BANDS) + bands(people)) * len(statuses) + people.marital.code
    return Groups(names, code)


EXAMPLE: Final = Example(
    "Where one of the three is unknown, the others still count.",
    ANNA_BORIS_AND_VERA, "2026-03-01", "2026-03-28",
    (
        Counted(("F", "25-34", "married"), 1, 2, "800"),
        Counted(("M", "unknown", "single"), 1, 1, "300"),
        Counted(("unknown", "unknown", "unknown"), 1, 1, "1000"),
    ),
    (Person("Anna", "F", "1999-01-01", "married"), Person("Boris", "M", "", "single")),
)  # fmt: skip

BREAKDOWN = Breakdown(
    key="demographic_segment",
    order=30,
    title=_("Gender, age and marital status"),
    description=_("Each combination of gender, age and marital status."),
    columns=("gender", "age", "marital_status"),
    feature=AGE,
    groups=groups,
    personal=True,
    examples=(EXAMPLE,),
)
