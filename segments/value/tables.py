"""Values of customers as the figures of a page: bars, cohorts, groups of people."""

from typing import Any, Final

import numpy as np
import pyarrow as pa

from insights.breakdowns.demographic_segment import groups as demographic
from insights.breakdowns.people import People
from insights.engine.visits import Visits
from insights.engine.windows import Floats, Ints, date_of
from segments.value.days import KOPECKS

BARS: Final = 8


def bars_of(values: Floats) -> list[list[float | None]]:
    """Count customers by their value: from, to (None is no bound), customers; bounds are round numbers.

    Values are so uneven that equal steps would put nearly everybody into the first: each bound is 2 to 2.5 times
    the one before.
    """
    low, high = np.quantile(values, (0.02, 0.98))
    top = 10 ** np.ceil(np.log10(max(high, 10.0)))
    steps = [top * factor / 10**power for power in range(8) for factor in (1, 0.5, 0.2)]
    inner = sorted(step for step in steps if max(low, 1.0) < step < high)[-(BARS - 1) :]
    edges = [0.0, *inner]
    counts = np.histogram(np.maximum(values, 0), [*edges, np.inf])[0]
    return [[edge, (*inner, None)[place], int(counts[place])] for place, edge in enumerate(edges)]


def top_share(values: Floats) -> float | None:
    """Return the share of the total that the tenth with the most brings."""
    total = float(values.sum())
    if total <= 0:
        return None
    most = np.sort(values)[::-1][: max(1, len(values) // 10)]
    return float(most.sum()) / total


def historic_of(visits: Visits, customers: Ints) -> Floats:
    """Return the net revenue of each customer so far, in roubles: refunds whenever they were."""
    size = int(max(visits.customer.max(initial=-1), customers.max(initial=-1))) + 1
    net = np.bincount(visits.customer, weights=visits.gross - visits.refunded, minlength=size)
    return net[customers] / KOPECKS


def cohorts_of(first: Ints, historic: Floats, predicted: list[Floats]) -> list[list[Any]]:
    """Cut customers by the quarter of their first purchase: its first day, customers, means."""
    month = first.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    quarter, place = np.unique(month // 3, return_inverse=True)
    days = (quarter * 3).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    rows = _means(place, len(quarter), historic, predicted)
    return [[date_of(day).isoformat(), *row] for day, row in zip(days, rows, strict=True)]


def groups_of(
    visits: Visits, people: pa.Table, *, customers: Ints, end: int, historic: Floats, predicted: list[Floats]
) -> list[list[Any]]:
    """Cut customers by gender, age and marital status: the group, customers, means; empty groups are left out."""
    groups = demographic(People.of(visits, people, end, end))
    rows = _means(groups.code[customers], len(groups.names), historic, predicted)
    return [[list(name), *row] for name, row in zip(groups.names, rows, strict=True) if row[0]]


def _means(place: Ints, size: int, historic: Floats, predicted: list[Floats]) -> list[list[Any]]:
    count = np.bincount(place, minlength=size)

    def mean(values: Floats) -> Floats:
        return np.bincount(place, weights=values, minlength=size) / np.maximum(count, 1)

    columns = [mean(values) for values in (historic, *predicted)]
    return [
        [int(count[row]), float(columns[0][row]), [float(column[row]) for column in columns[1:]]] for row in range(size)
    ]
