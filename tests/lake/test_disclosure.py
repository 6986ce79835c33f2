from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lake.disclosure import (
    Rules,
    Segment,
    apart_enough,
    dominance_passes,
    enough_for_growth,
    ladder,
    median,
    weeks_told,
)
from lake.mcc import KIND_OF_CODE, KINDS

amounts = st.lists(st.floats(0.01, 1e9), min_size=5, max_size=60)


def test_five_others_and_one_more_when_the_reader_may_be_among_them() -> None:
    assert [enough_for_growth(count, viewer_inside=False) for count in (4, 5)] == [False, True]
    assert [enough_for_growth(count) for count in (5, 6)] == [False, True]


@given(amounts)
def test_a_median_is_never_one_competitors_own_figure(values: list[float]) -> None:
    found = median(values)
    ordered = sorted(values)
    assert ordered[0] <= found * (1 + 1e-9)
    assert found <= ordered[-1] * (1 + 1e-9)
    middle = ordered[len(ordered) // 2 - 1 : len(ordered) // 2 + 2]
    if len(ordered) % 2:
        assert found == pytest.approx(sum(middle) / 3)
    if len(set(ordered)) == len(ordered) and max(middle) > min(middle) * 1.001:
        assert found != max(middle)


def test_the_median_of_an_even_number_is_of_four() -> None:
    assert median([1, 2, 3, 5, 9, 100]) == (2 + 3 + 5 + 9) / 4
    assert median([1, 2, 3, 5, 100]) == (2 + 3 + 5) / 3


def test_a_median_of_four_is_refused() -> None:
    with pytest.raises(ValueError, match="Too few"):
        median([1, 2, 3, 4])


@pytest.mark.parametrize(
    ("parts", "passes"),
    [
        ([100, 100, 100, 100, 100, 100], True),
        ([1000, 100, 100, 100, 100, 100], False),  # the largest holds more than 40 %
        ([400, 390, 30, 10, 10, 10], False),  # the second largest could read the first: 60 is 15 % of 400 at most
        ([300, 290, 100, 100, 100, 100], True),
        ([300, 100, 100, -1, 100, 100], False),
    ],
)
def test_dominance(parts: list[float], passes: bool) -> None:
    assert dominance_passes(parts, viewer_inside=False) is passes


def test_dominance_holds_for_whoever_of_them_reads() -> None:
    parts = [300.0, 290.0, 220.0, 15.0, 15.0, 15.0]
    assert dominance_passes(parts, viewer_inside=False)
    assert not dominance_passes(parts), "the third, who knows its own, is left with 45 beside 300 and 290"


@given(amounts)
def test_what_passes_leaves_the_largest_wide(parts: list[float]) -> None:
    if dominance_passes(parts):
        ordered = sorted(parts, reverse=True)
        for reader in range(len(ordered)):
            others = ordered[:reader] + ordered[reader + 1 :]
            rest = sum(others) - others[0] - others[1]
            assert rest >= 0.15 * others[0] * (1 - 1e-9)
            assert others[0] <= 0.4 * sum(others) * (1 + 1e-9)


def test_sets_that_share_members_differ_by_none_or_by_five() -> None:
    one = set("abcdefgh")
    assert apart_enough(one, one)
    assert not apart_enough(one, one | {"x"})
    assert not apart_enough(one, one - {"a", "b"} | {"x", "y"})
    assert apart_enough(one, one | set("vwxyz"))


def test_the_ladder_goes_from_fine_to_coarse() -> None:
    found = ladder(kind="bakery", group="food", district="Митино", city="Москва", region="Москва")
    assert [(one.scope, one.level) for one in found] == [
        ("kind", "district"),
        ("kind", "city"),
        ("kind", "region"),
        ("kind", ""),
        ("group", "region"),
        ("group", ""),
    ]
    assert found[0] == Segment("kind", "bakery", "district", "Москва/Митино")
    assert [one.level for one in ladder(kind="bakery", group="food")] == ["", ""]


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 400), st.integers(1, 60))
def test_weeks_are_whole_settled_and_begin_on_mondays(as_of: date, days: int, at_most: int) -> None:
    first = as_of - timedelta(days=days)
    weeks = weeks_told(first, as_of, at_most)
    assert len(weeks) <= at_most
    for week in weeks:
        assert week.weekday() == 0
        assert week >= first
        assert week + timedelta(days=6) <= as_of - timedelta(days=Rules().settle_days)
    if weeks:
        assert weeks[-1] + timedelta(days=13) > as_of - timedelta(days=Rules().settle_days), "the newest there is"


def test_every_code_belongs_to_one_kind() -> None:
    assert sum(len(kind.codes) for kind in KINDS.values()) == len(KIND_OF_CODE)
