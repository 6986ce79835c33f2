"""By how recently, how often and for how much they bought in the last year."""

from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _

from billing.features import RFM
from insights.breakdowns.base import Breakdown, Groups
from insights.breakdowns.examples import Counted, Example
from insights.breakdowns.people import People
from insights.engine.windows import Ints
from insights.metrics.base import Reach
from insights.metrics.examples import Paid

DAYS: Final = 365
SCORES: Final = (1, 2, 3, 4, 5)
COMBINATIONS: Final = tuple((str(r), str(f), str(m)) for r in SCORES for f in SCORES for m in SCORES)
"""Recency, frequency, money."""


def groups(people: People) -> Groups:
    """Return every combination of three scores; who did not buy in the last year is in none."""
    visits, size = people.visits, len(people.first)
    rows = (visits.day > people.end - DAYS) & (visits.day <= people.end) & (visits.purchases > 0)
    customer = visits.customer[rows]
    last = np.full(size, -1, np.int64)
    np.maximum.at(last, customer, visits.day[rows])
    often = np.bincount(customer, weights=visits.purchases[rows], minlength=size)
    spent = np.bincount(customer, weights=visits.gross[rows], minlength=size)
    here = last >= 0
    code = np.full(size, -1, np.int64)
    code[here] = combined(last[here], often[here], spent[here])
    return Groups(COMBINATIONS, code)


def combined(last: Ints, often: Ints, spent: Ints) -> Ints:
    """Return the place among the combinations of each customer of one business, by all of them."""
    recency, frequency, money = (score(values) for values in (last, often, spent))
    return (recency - 1) * 25 + (frequency - 1) * 5 + money - 1


def score(values: Ints) -> Ints:
    """Return 1 to 5 by the share of smaller values: a fifth each, equal values always in one bin."""
    smaller = np.searchsorted(np.sort(values), values, side="left")
    return 1 + 5 * smaller // max(1, len(values))


BREAKDOWN = Breakdown(
    key="rfm",
    order=60,
    title=_("Recency, frequency, money"),
    description=_(
        "Customers of the last year in fifths by their last purchase, number of purchases and sum. 5 is best."
    ),
    columns=("recency", "frequency_score", "money"),
    feature=RFM,
    groups=groups,
    personal=False,
    needs=Reach(before_end=DAYS - 1),
    trailing=DAYS,
    examples=(
        Example(
            "Five customers, one in each fifth by their last day; all bought once, so that all have the lowest score"
            " by number; sums rise with the day.",
            tuple(Paid(f"2026-03-0{day}", f"Customer {day}", str(day * 100)) for day in range(1, 6)),
            "2026-03-01", "2026-03-28",
            tuple(Counted((str(day), "1", str(day)), 1, 1, str(day * 100)) for day in range(1, 6)),
        ),
        Example(
            "Equal values get one score; who bought nothing in the last 365 days is in no group.",
            (
                Paid("2025-01-01", "Vera", "50"), Paid("2026-03-05", "Vera", "50", refund=True),
                Paid("2026-03-01", "Anna", "100"), Paid("2026-03-01", "Boris", "100"),
            ),
            "2026-03-01", "2026-03-28", (Counted(("1", "1", "1"), 2, 2, "200"),),
        ),
    ),
)  # fmt: skip
