"""One share from the till: its estimate, its interval, what it scales and what it leaves alone."""

import math
from random import Random
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from insights.coverage import Coverage, coverage

money = st.floats(1, 1e9)


def test_without_a_month_there_is_nothing() -> None:
    assert coverage([], []) is None
    assert coverage([0, -5, 10], [100, 100, 0]) is None


@given(st.lists(st.tuples(st.floats(0.05, 1), money), min_size=1, max_size=12))
def test_the_months_themselves_scale_to_what_was_entered(months: list[tuple[float, float]]) -> None:
    card, turnover = [share * total for share, total in months], [total for _, total in months]
    found = coverage(card, turnover)
    assert found is not None
    assert found.months == len(months)
    scaled = [found.scaled(seen) for seen in card]
    assert sum(one.value for one in scaled if one) == pytest.approx(sum(turnover))
    for seen, one in zip(card, scaled, strict=True):
        assert one is not None
        if len(months) < 3:
            assert (one.lo, one.hi) == (None, None)
        else:
            assert seen * (1 - 1e-9) <= one.lo <= one.value * (1 + 1e-9)  # type: ignore[operator]
            assert one.value <= one.hi * (1 + 1e-9)  # type: ignore[operator]


def test_the_interval_by_the_textbook() -> None:
    # With equal turnover and shares whose logarithms lie evenly around that of the ratio, s is their deviation.
    card, turnover = [40.0, 50.0, 62.5], [100.0, 100.0, 100.0]
    found = coverage(card, turnover)
    assert found is not None
    ratio = sum(card) / sum(turnover)
    logs = [math.log(seen / total) for seen, total in zip(card, turnover, strict=True)]
    about = math.sqrt(sum((one - math.log(ratio)) ** 2 for one in logs) / 2)
    assert about == pytest.approx(stdev(logs), rel=0.02)
    half = student.ppf(0.9, 2) * about * math.sqrt(1 + 1 / 3)
    assert (found.ratio, found.lo, found.hi) == pytest.approx((ratio, ratio * math.exp(-half), ratio * math.exp(half)))


def test_equal_months_leave_no_doubt() -> None:
    found = coverage([50, 60, 70], [100, 120, 140])
    assert found is not None
    assert (found.lo, found.hi) == pytest.approx((0.5, 0.5))


def test_eight_of_ten_new_months_lie_inside() -> None:
    chance = Random(11)
    inside = 0
    for _ in range(2000):
        totals = [1e6 * chance.uniform(0.9, 1.1) for _ in range(5)]
        shares = [0.5 * math.exp(chance.gauss(0, 0.08)) for _ in range(5)]
        found = coverage([s * x for s, x in zip(shares[:4], totals[:4], strict=True)], totals[:4])
        assert found is not None
        assert found.lo
        assert found.hi
        inside += found.lo <= shares[4] <= found.hi
    assert 0.77 <= inside / 2000 <= 0.83


def test_no_share_is_above_one_and_losses_stay_losses() -> None:
    found = coverage([99, 110, 100], [100, 100, 100])
    assert found is not None
    assert found.hi == 1.0
    assert found.ratio <= 1.0
    lost = Coverage(0.5, 0.4, 0.6, 3).scaled(-300)
    assert lost is not None
    assert (lost.value, lost.lo, lost.hi) == pytest.approx((-600, -750, -500))
    assert found.scaled(None) is None
