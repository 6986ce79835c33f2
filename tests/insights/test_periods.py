"""Periods read from an address."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.errors import BadParameter
from insights.periods import OFFERED, PRESETS, Compare, comparison, period_from, preset_windows

SUNDAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ({}, "2026-10-26", "2026-11-22"),
        ({"period": "today"}, "2026-11-22", "2026-11-22"),
        ({"period": "yesterday"}, "2026-11-21", "2026-11-21"),
        ({"period": "7d"}, "2026-11-16", "2026-11-22"),
        ({"period": "this_week"}, "2026-11-16", "2026-11-22"),
        ({"period": "last_week"}, "2026-11-09", "2026-11-15"),
        ({"period": "this_month"}, "2026-11-01", "2026-11-22"),
        ({"period": "last_month"}, "2026-10-01", "2026-10-31"),
        ({"period": "this_year"}, "2026-01-01", "2026-11-22"),
        ({"from": "2026-03-01", "to": "2026-03-31"}, "2026-03-01", "2026-03-31"),
        ({"to": "2026-03-31"}, "2026-03-04", "2026-03-31"),
        ({"period": "custom", "from": "2026-11-01"}, "2026-11-01", "2026-11-22"),
    ],
)
def test_periods_are_relative_to_the_as_of_day(query: dict[str, str], start: str, end: str) -> None:
    period = period_from(query, SUNDAY)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"period": "decade"}, "period"),
        ({"from": "31.03.2026"}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"to": "0001-01-01"}, "to"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, "from"),
        ({"from": "1969-12-31"}, "from"),
        ({"compare": "better"}, "compare"),
    ],
)
def test_what_can_not_be_understood_is_named(query: dict[str, str], parameter: str) -> None:
    with pytest.raises(BadParameter) as refused:
        period_from(query, SUNDAY)
    assert refused.value.parameter == parameter
    assert str(refused.value).endswith(".")


@given(DAYS, st.integers(1, 800), st.sampled_from([Compare.PREVIOUS, Compare.YEAR]))
def test_a_base_is_as_long_matches_weekdays_and_the_previous_one_ends_before(
    start: date, days: int, compare: Compare
) -> None:
    end = start + timedelta(days=days - 1)
    base = comparison(start, end, compare)
    assert base is not None
    assert base[1] - base[0] == end - start
    assert base[0].weekday() == start.weekday()
    if compare is Compare.PREVIOUS:
        assert base[1] < start <= base[1] + timedelta(days=7)


@given(DAYS)
def test_all_that_is_offered_is_stored_with_its_bases(as_of: date) -> None:
    windows = list(preset_windows(as_of))
    assert len(windows) == len(set(windows))
    for key in OFFERED:
        window = PRESETS[key].window(as_of)
        assert window[0] <= window[1] <= as_of
        assert {window, comparison(*window, Compare.PREVIOUS), comparison(*window, Compare.YEAR)} <= set(windows)


def test_the_grain_of_a_period_keeps_charts_readable() -> None:
    assert period_from({"period": "28d"}, SUNDAY).grain == "day"
    assert period_from({"period": "90d"}, SUNDAY).grain == "week"
    assert period_from({"from": "2024-01-01"}, SUNDAY).grain == "month"
