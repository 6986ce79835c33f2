"""By demographic segment, ranked by what the customers spend everywhere."""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from billing.features import SOLVENCY
from insights.breakdowns.base import Breakdown
from insights.breakdowns.demographic_segment import EXAMPLE, groups

KEY: Final = "solvency"

BREAKDOWN = Breakdown(
    key=KEY,
    order=70,
    title=_("Solvency"),
    description=_(
        "Gender, age and marital status, ranked by spending at all shops of the bank. Of each customer: the median, "
        "over the four-week months of the 364 days up to the last Sunday that may be told, of what was spent less "
        "what went back; a month without spending counts as zero. The index of a group is its middle customer "
        "against the middle one of all your customers of those days, which is 100."
    ),
    columns=("gender", "age", "marital_status"),
    feature=SOLVENCY,
    groups=groups,
    personal=True,
    examples=(
        replace(
            EXAMPLE,
            says="Groups are those of gender, age and marital status together; the index stands beside them.",
        ),
    ),
)
