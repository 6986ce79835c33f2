"""By demographic segment, ranked by what the customers spend everywhere."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from billing.features import SOLVENCY
from insights.breakdowns.base import Breakdown
from insights.breakdowns.demographic_segment import groups
from insights.breakdowns.examples import ANNA_BORIS_AND_VERA, Counted, Example, Person

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
        Example(
            "Groups are those of gender, age and marital status together; the index stands beside them.",
            ANNA_BORIS_AND_VERA, "2026-03-01", "2026-03-28",
            (
                Counted(("F", "25-34", "married"), 1, 2, "800"),
                Counted(("M", "unknown", "single"), 1, 1, "300"),
                Counted(("unknown", "unknown", "unknown"), 1, 1, "1000"),
            ),
            (Person("Anna", "F", "1999-01-01", "married"), Person("Boris", "M", "", "single")),
        ),
    ),
)  # fmt: skip
