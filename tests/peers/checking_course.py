"""One viewer's line over a year and its weeks, against SQL over the raw payments."""

from datetime import timedelta

import numpy as np
import pytest

from lake.disclosure import Rules
from lake.peers.compared import Compared
from lake.peers.course import revenue_course, weeks_in_common
from lake.peers.facts import Facts
from tests.peers.oracle import NET, Oracle, spread

RULES = Rules()


def course_checked(facts: Facts, truth: Oracle, inn: str, inns: list[str]) -> int:
    """Compare the year's line and the weeks of half a year; return how many were told."""
    viewer = facts.code(inn)
    assert viewer is not None
    others = tuple(code for one in inns if (code := facts.code(one)) is not None)
    year = revenue_course(facts, viewer, others, RULES)
    half = weeks_in_common(facts, viewer, others, RULES)
    told = _year(year, truth, inn, inns) + _half(half, truth, inn, inns)
    assert all(one.q1 is None and one.q3 is None for one in half.points)
    return told


def _year(found: Compared, truth: Oracle, inn: str, inns: list[str]) -> int:
    def base(line: list[float]) -> float:
        return line[0]

    return _same(found, truth, inn, inns, steps=13, days=28, base=base)


def _half(found: Compared, truth: Oracle, inn: str, inns: list[str]) -> int:
    def base(line: list[float]) -> float:
        return sum(line) / 26

    def level(line: list[float]) -> list[float]:
        slope, start = np.polyfit(range(26), line, 1)
        return [value - slope * at - start + sum(line) / 26 for at, value in enumerate(line)]

    return _same(found, truth, inn, inns, steps=26, days=7, base=base, level=level)


def _same(found: Compared, truth: Oracle, inn: str, inns: list[str], *, steps: int, days: int, base, level=list) -> int:
    end = truth.now[1]
    start = end - timedelta(days=steps * days - 1)
    mine = _lines(truth, [inn], start, steps, days).get(truth.holding(inn))
    assert (found.start, found.end) == (start, end)
    if start < truth.first_day or mine is None or round(base(mine), 2) <= 0:
        assert (found.reason, found.points) == ("too_young", ())
        return 0
    own = [value / base(mine) * 100 for value in level(mine)]
    assert [point.you for point in found.points] == pytest.approx(own, rel=1e-9, abs=1e-9)
    assert [point.start for point in found.points] == [start + timedelta(days=days * at) for at in range(steps)]
    assert found.points[-1].end == end
    lines = {name: line for name, line in _lines(truth, inns, start, steps, days).items() if round(base(line), 2) > 0}
    if len(lines) < 5:
        assert found.reason is not None
        assert all((point.median, point.q1, point.q3) == (None,) * 3 for point in found.points)
        return 0
    assert found.used == set(lines)
    indices = [[value / base(line) for value in level(line)] for line in lines.values()]
    for at, point in enumerate(found.points):
        given = [index[at] for index in indices]
        assert point.median == _percent(spread(given, 0.5))
        if steps == 13:
            quartiles = [_percent(spread(given, level)) for level in (0.25, 0.75)] if len(lines) >= 10 else [None] * 2
            assert [point.q1, point.q3] == quartiles
    return 1


def _lines(truth: Oracle, inns: list[str], start, steps: int, days: int) -> dict[str, list[float]]:
    rows = truth.ask(
        f"""SELECT holder, ("day" - $start::DATE) // $days AS step, {NET} FROM paid WHERE list_contains($inns, inn)
            AND "day" BETWEEN $start::DATE AND $start::DATE + CAST($days * $steps - 1 AS INTEGER) GROUP BY 1, 2""",
        inns=inns, start=start, steps=steps, days=days,
    )  # fmt: skip
    found: dict[str, list[float]] = {}
    for holder, step, net in rows:
        found.setdefault(holder, [0.0] * steps)[step] = net
    return found


def _percent(ratio: float) -> float:
    return float(round(ratio * 100))
