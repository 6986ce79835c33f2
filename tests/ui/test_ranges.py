"""Ranges and stacks: places in percent, numbers that don't run into one another, parts that fill the bar."""

import pytest

from ui import numbers
from ui.charts import Range, bullet_chart, stack_chart


def percent(value: float) -> str:
    return numbers.pct(value, 0, "ru")


def drawn(**facts):
    return bullet_chart(Range("title", facts.pop("you", 0.12), "You", **facts), percent)


def test_values_keep_their_order_inside_the_drawing():
    bullet = drawn(median=0.05, low=-0.02, high=0.09, zero=True)
    start, width = bullet.band
    assert 0 < start < bullet.zero < bullet.median < start + width < bullet.you.at < 100
    assert bullet.you.text == "12\u00a0%"
    assert [kind for kind, _words in bullet.keys] == ["you", "median", "band"]


def test_without_quartiles_there_is_no_band():
    bullet = drawn(median=0.05)
    assert bullet.band is None
    assert [kind for kind, _words in bullet.keys] == ["you", "median"]


def test_one_value_alone_stands_in_the_middle_and_none_draws_nothing():
    assert drawn().you.at == 50
    assert drawn(you=None) is None
    assert drawn(you=None, median=0.3).you is None


@pytest.mark.parametrize(("you", "at"), [(-0.2, 0), (0.0, 0), (0.34, 34), (1.0, 100), (1.7, 100)])
def test_a_share_fills_a_fixed_scale(you, at):
    bullet = drawn(you=you, ends=(0.0, 1.0), bar=True, ticks=(0.0, 1.0))
    assert bullet.bar == at
    assert [mark.text for mark in bullet.marks] == ["0\u00a0%", "100\u00a0%"]
    assert bullet.you.anchor == {0: "start", 34: "middle", 100: "end"}[at]


def test_numbers_too_near_to_one_another_are_left_to_the_table():
    bullet = drawn(median=0.05, low=0.049, high=0.0512, you=0.9)
    assert [mark.text for mark in bullet.marks] == ["5\u00a0%"]


def test_parts_fill_the_bar_each_with_a_pattern_of_its_own():
    stack = stack_chart("went", "title", (("a", "one", 0.31), ("b", "two", 0.48), ("c", "three", 0.21)))
    assert sum(part.width for part in stack.parts) == pytest.approx(100)
    assert [part.at for part in stack.parts] == [0, 31, 79]
    assert len({part.pattern for part in stack.parts}) == 3
