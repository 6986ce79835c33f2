"""By gender."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from billing.features import GENDER
from insights.breakdowns.base import Breakdown, Groups
from insights.breakdowns.examples import ANNA_BORIS_AND_VERA, Counted, Example, Person
from insights.breakdowns.people import People


def groups(people: People) -> Groups:
    """Return F, M, unknown."""
    return Groups(tuple((name,) for name in people.gender.names), people.gender.code.astype(np.int64))


BREAKDOWN = Breakdown(
    key="gender",
    order=10,
    title=_("Gender"),
    description=_("Women, men, and those of whom the bank does not know it."),
    columns=("gender",),
    feature=GENDER,
    groups=groups,
    personal=True,
    examples=(
        Example(
            "Anna is a woman, Boris a man, of Vera the bank knows nothing. What went back is taken off.",
            ANNA_BORIS_AND_VERA, "2026-03-01", "2026-03-28",
            (Counted(("F",), 1, 2, "800"), Counted(("M",), 1, 1, "300"), Counted(("unknown",), 1, 1, "1000")),
            (Person("Anna", "F"), Person("Boris", "M")),
        ),
        Example(
            "Who only got money back in the period counts in the revenue and is no customer of it.",
            ANNA_BORIS_AND_VERA, "2026-03-12", "2026-03-14", (Counted(("M",), 0, 0, "-100"),),
            (Person("Boris", "M"),),
        ),
    ),
)  # fmt: skip
