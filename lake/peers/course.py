"""The viewer's line against that of others over a year, and its weeks beside theirs: indices of each one's own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from lake.disclosure import Contribution, Holding, Quantiles, Reason, Rules, judge_quantiles
from lake.peers.calendar import LONG, YEAR, Span
from lake.peers.compared import INDEX, Compared, Point, by_holding, of_span
from lake.peers.facts import Facts

Series: TypeAlias = npt.NDArray[np.float64]
WEEK: Final = 7
PERIOD_WEEKS: Final = 4
PERIODS: Final = YEAR // WEEK // PERIOD_WEEKS
WEEKS: Final = LONG // WEEK


@dataclass(frozen=True, slots=True)
class _Line:
    """One business over equal steps of time: what each brought, and what counts as 100."""

    steps: Series
    base: float

    def at(self, step: int) -> float:
        """Return a step as a ratio to the base."""
        return float(self.steps[step] / self.base)


Drawn: TypeAlias = Callable[[Facts, list[int]], _Line]
"""Makes the line of the companies of one holding, summed."""


def revenue_course(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Tell net revenue by four weeks over a year as indices: the first four weeks are 100.

    Who has no revenue in the first four weeks has no index, so the same businesses are behind every step.
    """
    return _compared(facts, viewer, others, rules, span=facts.calendar.trailing(YEAR), drawn=_by_period)


def weeks_in_common(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Tell the weeks of half a year as indices, without each one's own linear trend: the mean week is 100.

    The correlation that they stand beside leaves the trend out too: with it, two that grow would look like two that go
    together. Only the middle of the others: quartiles would be told for nothing.
    """
    span = facts.calendar.trailing(LONG)
    found = _compared(facts, viewer, others, rules, span=span, drawn=_by_week)
    return replace(found, q1=None, q3=None, points=tuple(replace(one, q1=None, q3=None) for one in found.points))


def _by_period(facts: Facts, group: list[int]) -> _Line:
    steps = facts.weekly[group].sum(axis=0).reshape(PERIODS, PERIOD_WEEKS).sum(axis=1)
    return _Line(steps.astype(np.float64), float(steps[0]))


def _by_week(facts: Facts, group: list[int]) -> _Line:
    weeks = facts.weekly[group].sum(axis=0)[-WEEKS:].astype(np.float64)
    at = np.arange(WEEKS) - (WEEKS - 1) / 2
    return _Line(weeks - at * float((at * weeks).sum() / (at * at).sum()), float(weeks.sum()) / WEEKS)


def _compared(
    facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules, *, span: Span, drawn: Drawn
) -> Compared:
    own = drawn(facts, [viewer])
    if not facts.calendar.covers(span):
        return of_span(span).withheld(Reason.TOO_YOUNG)
    if own.base <= 0:
        return of_span(span).withheld(Reason.NOTHING_THEN)
    points = _own_points(own, span)
    found = replace(of_span(span), you=points[-1].you, points=points)
    every = {holding: drawn(facts, group) for holding, group in by_holding(facts, others).items()}
    lines = {holding: line for holding, line in every.items() if line.base > 0}
    told = [judge_quantiles(_contributions(lines, step), rules=rules) for step in range(len(points))]
    if reason := next((one.reason for one in told if one.reason), None):
        return found.withheld(reason)
    return _told(found, told)


def _contributions(lines: Mapping[Holding, _Line], step: int) -> list[Contribution]:
    return [Contribution(holding, line.at(step), max(0.0, float(line.steps.sum()))) for holding, line in lines.items()]


def _own_points(own: _Line, span: Span) -> tuple[Point, ...]:
    days = ((span[1] - span[0]).days + 1) // len(own.steps)
    starts = [span[0] + timedelta(days=days * step) for step in range(len(own.steps))]
    return tuple(
        Point(start, start + timedelta(days=days - 1), own.at(step) * INDEX) for step, start in enumerate(starts)
    )


def _told(found: Compared, told: Sequence[Quantiles]) -> Compared:
    points = tuple(
        replace(point, median=_index(one.median), q1=_index(one.q1), q3=_index(one.q3))
        for point, one in zip(found.points, told, strict=True)
    )
    last = points[-1]
    return replace(
        found,
        median=last.median,
        q1=last.q1,
        q3=last.q3,
        difference=None if last.you is None or last.median is None else (last.you - last.median) / INDEX,
        points=points,
        used=told[-1].used,
        shares=told[-1].shares,
    )


def _index(ratio: float | None) -> float | None:
    # Ratios come in whole percents.
    return None if ratio is None else float(round(ratio * INDEX))
