"""Read stored values: the wanted part of each array, cut out by the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np
from django.db import connection

from insights.engine.visits import Slice
from insights.engine.windows import Grain, Windows, date_of
from insights.metrics import Values
from insights.models import MetricTotals

WHERE_IN_ARRAY: Final = {
    Grain.DAY: "(%s::date - first) + 1",
    Grain.WEEK: "(%s::date - first) / 7 + 1",
    Grain.MONTH: "(extract(year FROM age(%s::date, first)) * 12 + extract(month FROM age(%s::date, first)))::int + 1",
}
"""Place of the period that begins on a day, counted from 1, in an array that begins on `first`."""

Cell: TypeAlias = tuple[float | None, int]
"""A value, None where there is none, and the purchases it rests on."""
Window: TypeAlias = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Stored:
    """What was found in store: metric → first day of a period → cell."""

    cells: Mapping[str, Mapping[date, Cell]]


def read_series(metrics: Sequence[str], grain: Grain, part: Slice, grids: Iterable[Windows]) -> Stored:
    """Read whole periods of several metrics in one query.

    Parameters
    ----------
    metrics : sequence of str
        Their keys.
    grain : Grain
        A stored one.
    part : Slice
        A stored one.
    grids : iterable of Windows
        Periods in order; of each, one piece of the arrays is read.
    """
    pieces = [grid for grid in grids if len(grid)]
    columns, bounds = [], []
    for grid in pieces:
        ends = [date_of(int(grid.label[0])), date_of(int(grid.label[-1]))]
        low, high = (WHERE_IN_ARRAY[grain] for _ in ends)
        columns += [f'"values"[greatest({low}, 1):{high}]', f"counts[greatest({low}, 1):{high}]"]
        repeats = low.count("%s")
        bounds += [*[ends[0]] * repeats, *[ends[1]] * repeats] * 2
    if not pieces:
        return Stored({})
    sql = (
        f"SELECT metric, {', '.join(columns)} FROM insights_metricseries"  # noqa: S608  no text from outside in it
        " WHERE metric = ANY(%s) AND grain = %s AND outlet = %s AND channel = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*bounds, list(metrics), grain.value, part.outlet, part.channel])
        rows = cursor.fetchall()
    return Stored({row[0]: _cells(pieces, row[1:]) for row in rows})


def read_totals(metrics: Sequence[str], part: Slice, windows: Iterable[Window]) -> dict[str, dict[Window, Cell]]:
    """Read whole windows of several metrics in one query; those that are not stored are left out."""
    wanted = set(windows)
    found: dict[str, dict[Window, Cell]] = {}
    rows = MetricTotals.objects.filter(metric__in=metrics, outlet=part.outlet, channel=part.channel)
    for metric, *arrays in rows.values_list("metric", "starts", "ends", "values", "counts"):
        cells = zip(*arrays, strict=True)
        found[metric] = {(start, end): cell(value, n) for start, end, value, n in cells if (start, end) in wanted}
    return found


def cell(value: float, n: int) -> Cell:
    """Return a cell; nan becomes None."""
    return (None if value != value else value), int(n)  # noqa: PLR0124  nan is the only one unlike itself


def cells_of(values: Values) -> list[Cell]:
    """Return computed values as cells."""
    return [cell(value, n) for value, n in zip(values.value.tolist(), values.n.tolist(), strict=True)]


def _cells(pieces: Sequence[Windows], arrays: Sequence[Any]) -> dict[date, Cell]:
    found: dict[date, Cell] = {}
    for index, grid in enumerate(pieces):
        values, counts = arrays[2 * index] or [], arrays[2 * index + 1] or []
        if len(values) != len(grid):
            continue  # a newer run has other days; the exact way answers
        labels = np.asarray(grid.label).tolist()
        found |= {date_of(label): cell(value, n) for label, value, n in zip(labels, values, counts, strict=True)}
    return found
