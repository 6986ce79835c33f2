"""By gender."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from billing.features import GENDER
from insights.breakdowns.base import Breakdown, Groups
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
)
