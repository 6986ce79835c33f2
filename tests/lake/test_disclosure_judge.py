"""The judge: how many must stand behind a figure, how rough it is, and what is refused beside what was told."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lake.disclosure import (
    Book,
    Cell,
    Contribution,
    Quantiles,
    Reason,
    Rules,
    judge_cluster,
    judge_percentile,
    judge_quantiles,
    judge_share,
    pseudonym,
    quantile,
    stricter,
    two_digits,
)

values = st.lists(st.floats(-5, 5), min_size=5, max_size=60, unique=True)


def others(*figures: float, customers: int | None = None) -> list[Contribution]:
    """One holding a figure."""
    return [Contribution(f"h{at}", figure, customers=customers) for at, figure in enumerate(figures)]


@given(values, st.sampled_from([0.25, 0.5, 0.75]))
def test_a_quantile_is_the_mean_of_the_nearest_three_or_four(figures: list[float], level: float) -> None:
    position = (len(figures) - 1) * level
    distances = sorted(abs(at - position) for at in range(len(figures)))
    nearest = [figure for at, figure in enumerate(sorted(figures)) if abs(at - position) <= distances[2]]
    assert len(nearest) in (3, 4)
    assert quantile(figures, level) == pytest.approx(np.mean(nearest))


@pytest.mark.parametrize(
    ("count", "median", "quartiles", "place"),
    [
        (4, False, False, False),
        (5, True, False, False),
        (9, True, False, False),
        (10, True, True, False),
        (19, True, True, False),
        (20, True, True, True),
    ],
)
def test_more_is_told_as_more_stand_behind(count: int, median: bool, quartiles: bool, place: bool) -> None:
    given_ones = others(*np.linspace(0, 1, count))
    told = judge_quantiles(given_ones)
    assert (told.median is not None, told.q1 is not None, told.q3 is not None) == (median, quartiles, quartiles)
    assert told.reason == (None if median else Reason.TOO_FEW)
    assert (judge_percentile(0.3, given_ones) is not None) is place
    assert len(told.used) == (count if median else 0)
    assert sum(told.shares.values()) == pytest.approx(1 if median else 0)


def test_nobody_is_nobody() -> None:
    assert judge_quantiles([]) == Quantiles(reason=Reason.NO_PEERS)
    assert judge_percentile(1, []) is None
    assert judge_share(1, []).reason == Reason.NO_PEERS


def test_a_holding_that_comes_twice_would_count_as_two() -> None:
    twice = [Contribution("one", 1), Contribution("one", 2)]
    with pytest.raises(ValueError, match="Sum"):
        judge_quantiles(twice)
    with pytest.raises(ValueError, match="Sum"):
        judge_percentile(1, twice)


def test_figures_are_rough() -> None:
    ratio = judge_quantiles(others(0.1234, 0.1334, 0.1434, 0.1534, 0.1634))
    assert ratio.median == 0.14
    money = judge_quantiles(others(1234.5, 1334.5, 1434.5, 1534.5, 1634.5), money=True)
    assert money.median == 1400
    visits = judge_quantiles(others(1.234, 1.334, 1.434, 1.534, 1.634), whole_percent=False)
    assert visits.median == 1.4
    assert [two_digits(amount) for amount in (0, 0.01234, -987, 1, 99_500)] == [0, 0.012, -990, 1, 100_000]


def test_figures_about_people_need_people() -> None:
    assert judge_quantiles(others(1, 2, 3, 4, 5, customers=9)).reason == Reason.TOO_FEW_CUSTOMERS
    assert judge_quantiles(others(1, 2, 3, 4, 5, customers=10)).reason is None


def test_the_place_is_a_mid_rank_in_steps_of_five_never_the_very_end() -> None:
    twenty = others(*range(20))
    assert [judge_percentile(own, twenty) for own in (-1, 0, 9.5, 10, 12, 100)] == [5, 5, 50, 50, 60, 95]


@pytest.mark.parametrize(
    ("own", "amounts", "reason"),
    [
        (100, [100] * 4, Reason.TOO_FEW),
        (0, [100] * 5, Reason.OWN_TOO_SMALL),
        (100, [1000, 100, 100, 100, 100], Reason.DOMINATED),
        (100, [400, 390, 20, 20, 10], Reason.DOMINATED),  # the second largest would know the first
        (100, [250, 250, 100, 50, 50, 50], Reason.DOMINATED),  # it could guess the rest well enough still
        (10_000, [1000, 100, 100, 100, 100], Reason.DOMINATED),  # a large viewer hides nobody from itself
        (100, [100] * 5, None),
    ],
)
def test_a_share_of_the_segment(own: float, amounts: list[float], reason: Reason | None) -> None:
    told = judge_share(own, others(*amounts))
    assert told.reason == reason
    assert told.value == (None if reason else 0.17)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"competitors": 0}, Reason.NO_PEERS),
        ({"competitors": 4}, Reason.TOO_FEW),
        ({"shared_customers": 29}, Reason.TOO_FEW_CUSTOMERS),
        ({"own_customers": 49}, Reason.OWN_TOO_SMALL),
        ({"parts": [10, 8, 7, 6, 5]}, None),
        ({"parts": [30, 3, 2, 1, 1]}, Reason.DOMINATED),  # it would be a figure about one competitor
    ],
)
def test_shared_customers(facts: dict[str, Any], reason: Reason | None) -> None:
    told = judge_cluster(**{"competitors": 5, "shared_customers": 30, "own_customers": 50, **facts}, share=0.6161)
    assert told.reason == reason
    assert told.value == (None if reason else 0.62)


CELL = Cell(
    viewer="one",
    holding="H",
    metric="ticket_vs_peers",
    lens="kind",
    level="kind|city",
    start=date(2026, 8, 1),
    end=date(2026, 10, 30),
    contributors=frozenset("abcdefgh"),
)


@pytest.mark.parametrize(
    ("change", "admitted"),
    [
        ({}, True),  # told again
        ({"contributors": frozenset("abcdefg")}, False),
        ({"contributors": frozenset("abcdefghx")}, False),
        ({"contributors": frozenset("abcdefxy")}, False),  # two went, two came: four differ
        ({"contributors": frozenset("abcdefghvwxyz")}, True),
        ({"contributors": frozenset("abcdefg"), "lens": "size", "level": ""}, False),  # by another lens
        ({"contributors": frozenset("abcdefg"), "viewer": "two"}, False),  # by another viewer of the holding
        ({"contributors": frozenset("abcdefg"), "holding": "other"}, False),  # by the same viewer, sold since
        ({"contributors": frozenset("abcdefg"), "viewer": "two", "holding": "other"}, True),
        ({"contributors": frozenset("abcdefg"), "metric": "revenue_vs_peers"}, True),
        ({"contributors": frozenset("abcdefg"), "start": date(2026, 10, 30), "end": date(2026, 12, 1)}, False),
        ({"contributors": frozenset("abcdefg"), "start": date(2026, 10, 31), "end": date(2026, 12, 1)}, True),
    ],
)
def test_a_set_that_differs_by_a_few_is_refused_beside_one_told(change: dict[str, Any], admitted: bool) -> None:
    book = Book()
    assert book.admits(CELL)
    book.record([CELL])
    assert book.admits(replace(CELL, **change)) is admitted


def test_the_difference_of_two_sums_gives_no_large_holding_away() -> None:
    def told(amounts: dict[str, float]) -> Cell:
        shares = {holding: amount / sum(amounts.values()) for holding, amount in amounts.items()}
        return replace(CELL, metric="segment_share", contributors=frozenset(amounts), shares=shares, sums=True)

    city = dict.fromkeys("abcdefgh", 100.0)
    even, uneven = dict.fromkeys("vwxyz", 50.0), {"v": 500.0, **dict.fromkeys("wxyz", 10.0)}
    book = Book()
    book.record([told(city)])
    assert book.admits(told(city | even))
    assert not book.admits(told(city | uneven)), "what the region has more than the city is one of them"
    assert book.admits(told(uneven | dict.fromkeys("klmno", 300.0))), "nothing in common"
    assert book.admits(replace(told(city | uneven), sums=False)), "medians of so many others tell nothing of one"


def test_pseudonyms_of_two_partners_cannot_be_joined() -> None:
    secret = b"s" * 32
    names = {pseudonym(secret, partner, "7f3a") for partner in ("alpha", "beta")} | {pseudonym(b"o", "alpha", "7f3a")}
    assert len(names) == 3
    assert pseudonym(secret, "alpha", "7f3a") == pseudonym(secret, "alpha", "7f3a")
    assert pseudonym(secret, "a", "1:b:2") != pseudonym(secret, "a:1", "b:2")
    assert all("7f3a" not in name for name in names)


def test_thresholds_are_only_made_stricter() -> None:
    assert stricter({}) == Rules()
    assert stricter({"growth_holdings": "7", "largest_share": "0.3"}) == Rules(growth_holdings=7, largest_share=0.3)
    for wrong in ({"growth_holdings": "4"}, {"largest_share": "0.5"}, {"nonsense": "1"}, {"growth_holdings": "many"}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            stricter(wrong)
