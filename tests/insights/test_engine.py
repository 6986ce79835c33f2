"""The numeric core against counting by hand."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.engine.distinct import Buyers, distinct
from insights.engine.gaps import gap_medians
from insights.engine.windows import Grain, Windows, date_of, day_number, periods

FIRST = day_number(date(2024, 2, 27))
VISITS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 800), st.integers(1, 3)), max_size=60)


def buyers_of(visits: list[tuple[int, int, int]]) -> Buyers:
    rows = np.array(sorted(visits), dtype=np.int64).reshape(-1, 3)
    return Buyers.of(rows[:, 0], rows[:, 1] + FIRST, rows[:, 2])


@given(VISITS, st.lists(st.integers(0, 800), min_size=1, max_size=6))
def test_the_sweep_equals_a_median_counted_for_each_day(visits: list[tuple[int, int, int]], ends: list[int]) -> None:
    swept = gap_medians(buyers_of(visits), FIRST, FIRST + 800)
    for end in ends:
        gaps, purchases = [], 0
        for customer in {customer for customer, _, _ in visits}:
            rows = [(day, n) for who, day, n in visits if who == customer and end - 365 < day <= end]
            days = sorted({day for day, _ in rows})
            if len(days) >= 2:
                gaps.append((days[-1] - days[0]) / (len(days) - 1))
                purchases += sum(n for _, n in rows)
        median, counted = swept.at(np.array([FIRST + end]))
        assert counted[0] == purchases
        assert median[0] == np.median(gaps) if gaps else math.isnan(median[0])


@given(VISITS, st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.TOTAL]), st.integers(0, 800), st.data())
def test_customers_of_a_grid_and_of_loose_windows_are_counted_once_each(
    visits: list[tuple[int, int, int]], grain: Grain, start: int, data: st.DataObject
) -> None:
    end = data.draw(st.integers(start, 800))
    first, last = date_of(FIRST), date_of(FIRST + 800)
    grid = periods(grain, date_of(FIRST + start), date_of(FIRST + end), first, last)
    loose = Windows.of(reversed([*grid.dates(), *grid.dates()[:2]]))
    for windows in (grid, loose):
        by_hand = [
            len({who for who, day, _ in visits if low <= day + FIRST <= high})
            for low, high in zip(windows.start, windows.end, strict=True)
        ]
        assert distinct(buyers_of(visits), windows).tolist() == by_hand


@given(
    st.sampled_from(list(Grain)),
    st.dates(date(2023, 1, 1), date(2026, 1, 1)),
    st.integers(0, 900),
    st.dates(date(2023, 1, 1), date(2026, 1, 1)),
    st.integers(0, 900),
)
def test_periods_cover_the_days_that_exist_once_and_flag_the_clipped(
    grain: Grain, start: date, days: int, first_day: date, lake_days: int
) -> None:
    end, as_of = start + timedelta(days=days), first_day + timedelta(days=lake_days)
    cut = periods(grain, start, end, first_day, as_of)
    covered = [day for low, high in zip(cut.start, cut.end, strict=True) for day in range(low, high + 1)]
    low, high = day_number(max(start, first_day)), day_number(min(end, as_of))
    assert covered == list(range(low, high + 1))
    for label, (first, last), partial in zip(cut.label, cut.dates(), cut.partial, strict=True):
        if grain is Grain.WEEK:
            assert date_of(label).weekday() == 0
            assert partial == ((last - first).days < 6)
        if grain is Grain.MONTH:
            assert date_of(label).day == 1
            assert partial == ((last + timedelta(days=1)).day != 1 or first.day != 1)
        if grain is Grain.TOTAL:
            assert date_of(label) == start
            assert partial == (start < first_day or end > as_of)


def test_money_is_exact_beyond_what_a_float_adds_up() -> None:
    from insights.engine.frame import Frame, Measure, Span

    rows = 3000
    day = np.full(rows, FIRST, dtype=np.int64)
    kopecks = np.full(rows, 10_000_000_001, dtype=np.int64)
    ones, none = np.ones(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    frame = Frame.of(
        Span(FIRST, FIRST, FIRST), customer=np.arange(rows), day=day, purchases=ones, gross=kopecks, refunds=none,
        refunded=none,
    )  # fmt: skip
    start = np.array([FIRST])
    assert frame.sum(Measure.GROSS, start, start)[0] == 30_000_000_003_000
    assert frame.net(start, start) / 100 == pytest.approx(300_000_000_030.0, abs=0)
