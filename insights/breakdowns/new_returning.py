"""New customers and those who came back."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from billing.features import NEW_RETURNING
from insights.breakdowns.base import EVER, Breakdown, Groups
from insights.breakdowns.examples import ANNA_BORIS_AND_VERA, Counted, Example
from insights.breakdowns.people import People


def groups(people: People) -> Groups:
    """Return new (the first purchase ever lies in the period) and returning (the rest)."""
    new = (people.first >= people.start) & (people.first <= people.end)
    return Groups((("new",), ("returning",)), (~new).astype(np.int64))


BREAKDOWN = Breakdown(
    key="new_returning",
    order=40,
    title=_("New and returning"),
    description=_("New customers bought from you for the first time in this period; all others came back."),
    columns=("status",),
    feature=NEW_RETURNING,
    groups=groups,
    personal=False,
    needs=EVER,
    of_period=True,
    examples=(
        Example(
            "Anna bought before the period, so she came back; Vera bought for the first time.",
            ANNA_BORIS_AND_VERA, "2026-03-09", "2026-03-28",
            (Counted(("new",), 2, 2, "1300"), Counted(("returning",), 1, 1, "500")),
        ),
    ),
)  # fmt: skip
