"""Regular customers: those who come again and again."""

from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _

from billing.features import REGULAR
from insights.breakdowns.base import Breakdown, Groups
from insights.breakdowns.people import People
from insights.metrics.base import Reach

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
)
