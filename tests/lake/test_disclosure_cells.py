"""Small cells about people can't be had by subtraction: every hidden one has room within all that is told."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from lake.disclosure import hidden_cells, told_cells

LEAST = 20
people = st.one_of(st.just(0), st.integers(1, 40), st.integers(1, 2000))


def tables(*columns: str) -> st.SearchStrategy[dict[tuple[str, ...], int]]:
    """Tables of all combinations of these columns' letters."""
    keys: list[tuple[str, ...]] = list(product(*columns))
    counts = st.lists(people, min_size=len(keys), max_size=len(keys))
    return counts.map(lambda found: dict(zip(keys, found, strict=True)))


def totals(counts: dict[tuple[str, ...], int], column: int) -> dict[tuple[str, ...], int]:
    """The table of one column alone."""
    found: dict[tuple[str, ...], int] = {}
    for key, number in counts.items():
        found[(key[column],)] = found.get((key[column],), 0) + number
    return found


def told_sums(counts, hidden) -> list[tuple[list[tuple[str, ...]], int]]:
    """What follows of the hidden cells from all that is told: cells, and their sum."""
    sums = [([*counts], sum(counts.values()))]
    if len(next(iter(counts))) > 1:
        for column in range(len(next(iter(counts)))):
            margin = totals(counts, column)
            own_hidden = hidden_cells(margin, least=LEAST)
            sums += [
                ([key for key in counts if (key[column],) == group], number)
                for group, number in margin.items()
                if group not in own_hidden
            ]
    return [
        ([key for key in cells if key in hidden], number - sum(counts[key] for key in cells if key not in hidden))
        for cells, number in sums
    ]


def width(targets, counts, hidden) -> float:
    """How far apart the least and the most of a sum of hidden cells are, for one who knows all that is told."""
    order = sorted(hidden)
    sums = told_sums(counts, hidden)
    matrix = np.array([[float(key in cells) for key in order] for cells, _ in sums])
    right = np.array([number for _, number in sums], dtype=float)
    goal = np.array([float(key in targets) for key in order])
    low, high = (linprog(sign * goal, A_eq=matrix, b_eq=right, bounds=(0, None)).fun * sign for sign in (1, -1))
    return float(high - low)


def check(counts: dict[tuple[str, ...], int]) -> None:
    hidden = hidden_cells(counts, least=LEAST)
    small = {key for key, number in counts.items() if 0 < number < LEAST}
    assert small <= hidden <= set(counts)
    if not hidden or all(key in hidden for key, number in counts.items() if number):
        return  # nothing more can be hidden in this table
    for cells, number in told_sums(counts, hidden):
        assert number == 0 or number >= LEAST, f"{cells} hold {number} people"
    for key in hidden:
        assert width({key}, counts, hidden) > 0.5, f"{key} follows"
    for column in range(len(next(iter(counts)))) if len(next(iter(counts))) > 1 else ():
        for group in hidden_cells(totals(counts, column), least=LEAST):
            inside = {key for key in counts if (key[column],) == group} & hidden
            assert inside, f"the hidden total of {group} is the sum of told cells"
            assert width(inside, counts, hidden) > 0.5, f"the hidden total of {group} follows"


@given(tables("abcdefgh"))
def test_a_table_of_one_column(counts) -> None:
    check(counts)


@given(tables("FMu", "abcde"))
@settings(max_examples=60)
def test_a_table_of_two_columns(counts) -> None:
    check(counts)


@given(tables("FM", "abc", "ms"))
@settings(max_examples=40)
def test_a_table_of_three_columns(counts) -> None:
    check(counts)


def test_nothing_is_hidden_needlessly() -> None:
    assert hidden_cells({("F",): 20, ("M",): 500, ("",): 0}, least=LEAST) == frozenset()
    assert hidden_cells({}, least=LEAST) == frozenset()
    assert hidden_cells({("F",): 0}, least=LEAST) == frozenset()


def test_the_smallest_of_the_others_goes_with_a_small_one() -> None:
    assert hidden_cells({("a",): 3, ("b",): 500, ("c",): 40, ("d",): 90}, least=LEAST) == {("a",), ("c",)}


def test_two_small_ones_that_hold_too_few_together_take_a_third() -> None:
    assert hidden_cells({("a",): 3, ("b",): 4, ("c",): 40, ("d",): 90}, least=LEAST) == {("a",), ("b",), ("c",)}


def test_what_the_table_of_a_column_hides_is_not_the_sum_of_cells_told() -> None:
    counts: dict[tuple[str, ...], int] = {
        ("F", "young"): 3,
        ("M", "young"): 9,
        ("F", "old"): 300,
        ("M", "old"): 25,
        ("F", "mid"): 400,
    }
    assert hidden_cells(totals(counts, 1), least=LEAST) == {("young",), ("old",)}
    assert {("F", "old"), ("M", "old")} & hidden_cells(counts, least=LEAST)


@pytest.mark.parametrize("counts", [{("F",): 7}, {("F",): 7, ("M",): 0}, {("F", "a"): 7, ("M", "b"): 9}])
def test_a_partner_with_a_few_customers_is_told_of_no_group(counts) -> None:
    assert {key for key, number in counts.items() if number} <= hidden_cells(counts, least=LEAST)


def test_a_total_that_is_told_gives_no_cell_of_few_businesses_away() -> None:
    cells: dict[tuple[str, ...], tuple[int, int]] = {
        ("F", "a"): (8, 5), ("F", "b"): (6, 4), ("F", "c"): (24, 4),
        ("M", "a"): (482, 8), ("M", "b"): (61, 9), ("M", "c"): (44, 7),
    }  # fmt: skip
    people, holdings = ({key: one[at] for key, one in cells.items()} for at in (0, 1))
    told = told_cells(people, holdings, least=50, fewest=5)
    # By age alone b is told (67 people) and c (68): with M/b it would be known how many F/b are.
    assert ("M", "b") not in told
