"""What is kept of each customer, from the partner's own visits alone: no attribute of a person stands beside a name."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from insights.breakdowns.people import People
from insights.breakdowns.rfm import groups
from insights.engine.visits import Visits
from insights.engine.windows import Floats, Ints, day_number
from segments.value.days import Histories, PurchaseDays
from segments.value.draft import Ahead
from segments.value.outlook import HORIZONS

VERSION: Final = 1
"""Raised when what is kept, or how it is made, changes."""
Columns = Mapping[str, npt.NDArray[np.int64] | npt.NDArray[np.float64]]
"""Name of a field → a value a customer; nan is none."""


def customer_columns(
    visits: Visits, people: pa.Table, *, pseudonyms: Ints, as_of: date, ahead: Ahead | None
) -> Columns:
    """Put together what is kept of each customer with a purchase.

    Parameters
    ----------
    visits : Visits
        All of the partner's, up to `as_of`.
    people : pyarrow.Table
        As `PartnerLake.customers` returns it; the fifths ask for it and nothing of it is kept.
    pseudonyms : int64 array
        Names by code.
    as_of : date
        Last day that counts.
    ahead : Ahead or None
        What is expected of them; None where the plan lacks it or there are too few data.
    """
    end = day_number(as_of)
    histories = PurchaseDays.of(visits).histories(end)
    own = histories.customer
    return {
        "pseudonym": pseudonyms[own],
        "first_day": histories.first,
        "last_day": histories.latest,
        "days": histories.repeats + 1,
        "purchases": _summed(visits, visits.purchases)[own],
        "net": _summed(visits, visits.gross - visits.refunded)[own],
        **_scores(visits, people, end, own),
        **(_ahead(ahead, histories) if ahead else {}),
    }


def _summed(visits: Visits, values: Ints) -> Ints:
    # Sums of whole numbers below 2⁵³ are exact in floats.
    return np.bincount(visits.customer, weights=values).astype(np.int64)


def _scores(visits: Visits, people: pa.Table, end: int, own: Ints) -> dict[str, Floats]:
    """Return the fifths as the groups of the year have them; nan for who did not buy in it."""
    code = groups(People.of(visits, people, end, end)).code[own]
    fifths = (code // 25, code // 5 % 5, code % 5)
    named = zip(("recency", "frequency", "money"), fifths, strict=True)
    return {name: np.where(code >= 0, fifth + 1.0, np.nan) for name, fifth in named}


def _ahead(ahead: Ahead, histories: Histories) -> dict[str, Floats]:
    found = {f"visits_{days}": values for days, values in zip(HORIZONS, ahead.visits, strict=True)}
    found |= {f"value_{days}": values for days, values in zip(HORIZONS, ahead.values, strict=True)}
    return {**found, "alive": np.full(len(histories), np.nan) if ahead.alive is None else ahead.alive}
