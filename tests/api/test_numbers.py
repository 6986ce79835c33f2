"""Money leaves half-up to kopecks; everything else leaves as it is."""

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.numbers import money, number

kopecks = st.integers(-(10**14), 10**14)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.005, 1.01), (2.675, 2.68), (10.125, 10.13), (0.125, 0.13), (-1.005, -1.01), (1.0049999, 1.0), (-0.001, 0.0)],
)
def test_a_half_goes_up_as_people_write_it(value: float, expected: float) -> None:
    assert money(value) == expected
    assert math.copysign(1, money(value) or 1.0) == math.copysign(1, expected or 1.0)


@given(kopecks)
def test_whole_kopecks_stay(amount: int) -> None:
    assert money(amount / 100) == amount / 100


@given(st.integers(0, 10**10), st.sampled_from([1, 2, 4, 5, 8, 10, 20, 25, 40, 50]))
def test_an_exact_quotient_is_rounded_as_its_fraction(amount: int, count: int) -> None:
    exact = (Decimal(amount) / (100 * count)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert money(amount / (100 * count)) == float(exact)


@given(st.floats(allow_nan=False, allow_infinity=False, width=64).filter(lambda x: abs(x) < 1e15))
def test_money_is_never_further_than_half_a_kopeck(value: float) -> None:
    rounded = money(value)
    assert rounded is not None
    assert abs(Decimal(repr(rounded)) - Decimal(repr(value))) <= Decimal("0.005")
    assert money(-value) == -rounded


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_rest_is_unrounded(value: float) -> None:
    assert number(value, "share") == value


@pytest.mark.parametrize("unit", ["RUB", "count", "share"])
@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_no_number_is_null(value: float | None, unit: str) -> None:
    assert number(value, unit) is None


def test_counts_are_whole() -> None:
    assert repr(number(5.0, "count")) == "5"
