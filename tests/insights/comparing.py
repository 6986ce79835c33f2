"""The engine against plain SQL over one company's payments, at windows drawn by chance."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import numpy as np

from insights.engine.frame import Span
from insights.engine.visits import Slice, Visits
from insights.engine.windows import Windows
from insights.metrics import catalogue
from lake.scope import PartnerLake
from lake.store import Store
from tests.insights.oracle import Cell, oracle


def same(found: Cell, wanted: Cell) -> bool:
    """Say whether two answers are one; money to the kopeck, ratios to 1e-9."""
    (value, n), (truth, m) = found, wanted
    if n != m or (value is None) != (truth is None):
        return False
    return value is None or truth is None or math.isclose(value, truth, rel_tol=1e-9, abs_tol=1e-9)


def disagreements(store: Store, inn: str, chance: Random, *, windows: int) -> Iterator[str]:
    """Yield a line for each value that differs; every metric at `windows` windows of two slices."""
    with PartnerLake.open(store, inn=inn) as lake, oracle(store, inn) as truth:
        visits = Visits.of(lake.visits())
        slices = [Slice(), Slice(chance.choice(lake.outlets()).id, chance.choice(("", "pos", "online")))]
        for part in slices:
            frame = visits.frame(Span.of(lake.first_day, lake.as_of), part)
            drawn = sorted({_window(lake, chance) for _ in range(windows)})
            grid = Windows.of(drawn)
            for metric in catalogue().values():
                values = metric.values(frame, grid)
                for place, (start, end) in enumerate(grid.dates()):
                    value = None if np.isnan(values.value[place]) else float(values.value[place])
                    found, wanted = (value, int(values.n[place])), truth.value(metric.key, start, end, part)
                    if not same(found, wanted):
                        yield f"{inn} {metric.key} {start}…{end} {part}: {found}, by SQL {wanted}"


def _window(lake: PartnerLake, chance: Random) -> tuple[date, date]:
    days = (lake.as_of - lake.first_day).days
    start = lake.first_day + timedelta(days=chance.randrange(days + 1))
    return start, min(lake.as_of, start + timedelta(days=chance.choice((0, 6, 27, 90, 400))))
