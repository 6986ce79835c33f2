"""How a question is answered: which windows it needs, which of them are in store, the rest in one exact read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from insights.answers import Base, Point
from insights.engine.visits import Slice
from insights.engine.windows import STORED, Grain, Windows, date_of, day_number, period_next, periods
from insights.live import measured
from insights.metrics import Metric
from insights.periods import Compare, comparison
from insights.storage.read import Cell, Window, read_series, read_totals
from tenants.models import Partner

NONE: Cell = (None, 0)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, clipped to what the plan shows; `end` may still lie after the as-of day."""

    grain: Grain
    part: Slice
    start: date
    end: date
    compare: Compare
    first_day: date
    as_of: date
    run: UUID
    shown_from: date | None
    clipped_from: date | None

    def cut(self, start: date, end: date) -> Windows:
        """Cut a range into the question's periods."""
        return periods(self.grain, start, end, self.first_day, self.as_of)

    @property
    def whole(self) -> Window | None:
        """The range without the days that don't exist; None when none is left."""
        start, end = max(self.start, self.first_day), min(self.end, self.as_of)
        return (start, end) if start <= end else None

    @property
    def base(self) -> Window | None:
        """The range it is compared with, None when that is not wholly in the lake."""
        window = comparison(*self.whole, self.compare) if self.whole else None
        return window if window and window[0] >= self.first_day else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One metric's answer."""

    points: tuple[Point, ...]
    value: float | None
    n: int
    compare: Base | None


def answers(partner: Partner, metrics: Sequence[Metric], question: Question) -> dict[str, Answer]:
    """Answer a question for several metrics: two queries, and one bounded read where the store has not all."""
    grid = question.cut(question.start, question.end)
    base_grid = _base_grid(question)
    wanted = _windows(question, grid, base_grid)
    found = _stored(metrics, question, grid, base_grid, wanted)
    missing = sorted({window for window in wanted for metric in metrics if window not in found[metric.key]})
    if missing:
        cells = measured(
            partner, metrics, Windows.of(missing), question.part, as_of=question.as_of,
            run=question.run,
        )  # fmt: skip
        for metric in metrics:
            for window, cell in zip(missing, cells[metric.key], strict=True):
                found[metric.key].setdefault(window, cell)
    return {metric.key: _answer(question, grid, base_grid, found[metric.key]) for metric in metrics}


def _windows(question: Question, grid: Windows, base_grid: Windows) -> set[Window]:
    wanted = {*grid.dates(), *base_grid.dates()}
    return wanted | {window for window in (question.whole, question.base) if window}


def _base_grid(question: Question) -> Windows:
    """Return the base's periods, as far as the plan shows them."""
    base = question.base
    if base is None or question.grain is Grain.TOTAL:
        return Windows.of(())
    start = max(base[0], question.shown_from) if question.shown_from else base[0]
    return question.cut(start, base[1])


def _stored(
    metrics: Sequence[Metric], question: Question, grid: Windows, base_grid: Windows, wanted: set[Window]
) -> dict[str, dict[Window, Cell]]:
    """Return metric → window → cell for all that is in store."""
    found: dict[str, dict[Window, Cell]] = {metric.key: {} for metric in metrics}
    if question.part.outlet and question.part.channel:
        return found
    keys = list(found)
    if question.grain in STORED:
        series = read_series(keys, question.grain, question.part, (grid, base_grid)).cells
        for windows in (grid, base_grid):
            for place in _kept_whole(question, windows):
                label = date_of(int(windows.label[place]))
                window = date_of(int(windows.start[place])), date_of(int(windows.end[place]))
                for key in keys:
                    if label in series.get(key, {}):
                        found[key][window] = series[key][label]
    for key, cells in read_totals(keys, question.part, wanted).items():
        found[key] |= cells
    return found


def _kept_whole(question: Question, windows: Windows) -> list[int]:
    """Return the places of the periods that are stored as they are asked: clipped by what there is, by nothing else."""
    if not len(windows):
        return []
    after = day_number(period_next(date_of(int(windows.label[-1])), question.grain))
    start = np.maximum(windows.label, day_number(question.first_day))
    end = np.minimum(np.append(windows.label[1:], after) - 1, day_number(question.as_of))
    return np.flatnonzero((start == windows.start) & (end == windows.end)).tolist()


def _answer(question: Question, grid: Windows, base_grid: Windows, cells: dict[Window, Cell]) -> Answer:
    value, n = cells[question.whole] if question.whole else NONE
    return Answer(_points(grid, cells), value, n, _compared(question, base_grid, cells, value))


def _points(grid: Windows, cells: dict[Window, Cell]) -> tuple[Point, ...]:
    rows = zip(grid.label.tolist(), grid.dates(), grid.partial.tolist(), strict=True)
    return tuple(Point(date_of(label), *cells[window], partial) for label, window, partial in rows)


def _compared(question: Question, base_grid: Windows, cells: dict[Window, Cell], value: float | None) -> Base | None:
    asked = comparison(*question.whole, question.compare) if question.whole else None
    if asked is None:
        return None
    base, n = cells[question.base] if question.base else NONE
    known = value is not None and base is not None
    return Base(
        kind=question.compare,
        start=asked[0],
        end=asked[1],
        value=base,
        n=n,
        change=value / base - 1 if known and base else None,  # type: ignore[operator]
        difference=value - base if known else None,  # type: ignore[operator]
        points=_points(base_grid, cells),
    )
