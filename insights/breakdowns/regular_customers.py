"""Regular customers: those who come again and again."""

from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _

from billing.features import REGULAR
from insights.breakdowns.base import Breakdown, Groups
from insights.breakdowns.examples import Counted, Example
from insights.breakdowns.people import People
from insights.metrics.base import Reach
from insights.metrics.examples import Paid, on_days

DAYS: Final = 91


def groups(people: People) -> Groups:
    """Return regular (a purchase on enough distinct days of the last 91) and other."""
    regular = people.days_bought(DAYS) >= people.regular_days
    return Groups((("regular",), ("other",)), (~regular).astype(np.int64))


BREAKDOWN = Breakdown(
    key="regular_customers",
    order=50,
    title=_("Regular customers"),
    description=_("Who bought on enough different days of the last 91. How many are enough depends on your trade."),
    columns=("status",),
    feature=REGULAR,
    groups=groups,
    personal=False,
    needs=Reach(before_end=DAYS - 1),
    by_trade=True,
    examples=(
        Example(
            "Anna bought on three days of the last 91, of which the period holds one; Boris came twice on one day.",
            (
                *on_days("2026-03-01", ("10", "10", "10")),
                Paid("2026-03-03", "Boris", "20"), Paid("2026-03-03", "Boris", "30"),
            ),
            "2026-03-03", "2026-03-28", (Counted(("regular",), 1, 1, "10"), Counted(("other",), 1, 2, "50")),
        ),
        Example(
            "The 92nd day before counts no more.",
            on_days("2026-01-01", ("10", "10", "10")), "2026-01-01", "2026-04-02",
            (Counted(("other",), 1, 3, "30"),),
        ),
    ),
)  # fmt: skip
