"""Numbers as people write them, and the same in the browser's chart code."""

import math
import random
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import numbers
from ui.charts.engine import evaluate
from ui.numbers import MINUS, NBSP

N = NBSP


@pytest.mark.parametrize(
    ("written", "ru", "en"),
    [
        (lambda lang: numbers.rub(Decimal("1234567.5"), lang), f"1{N}234{N}567,50{N}₽", f"1,234,567.50{N}₽"),
        (lambda lang: numbers.rub0(-1234567.5, lang), f"{MINUS}1{N}234{N}568{N}₽", f"{MINUS}1,234,568{N}₽"),
        (lambda lang: numbers.num(2026, 0, lang), f"2{N}026", "2,026"),
        (lambda lang: numbers.pct(0.123, 1, lang), f"12,3{N}%", "12.3%"),
        (lambda lang: numbers.pp(-0.013, 1, lang), f"{MINUS}1,3{N}п.п.", f"{MINUS}1.3{N}pp"),
        (lambda lang: numbers.delta(0.074, 1, lang), f"+7,4{N}%", "+7.4%"),
        (lambda lang: numbers.delta(-0.0001, 1, lang), f"0,0{N}%", "0.0%"),
        (lambda lang: numbers.compact(1_842_310, lang), f"1,8{N}млн", "1.8M"),
        (lambda lang: numbers.compact(999_950, lang), f"1{N}млн", "1M"),
        (lambda lang: numbers.compact(12_345, lang), f"12,3{N}тыс.", "12.3K"),
        (lambda lang: numbers.days(21, lang), f"21{N}день", f"21{N}days"),
        (lambda lang: numbers.days(11, lang), f"11{N}дней", f"11{N}days"),
        (lambda lang: numbers.days(2, lang), f"2{N}дня", f"2{N}days"),
        (lambda lang: numbers.days(1, lang), f"1{N}день", f"1{N}day"),
        (lambda lang: numbers.days(12.5, lang), f"12,5{N}дня", f"12.5{N}days"),
        (lambda lang: numbers.value(99.5, "RUB", lang), f"99,50{N}₽", f"99.50{N}₽"),
        (lambda lang: numbers.value(100.5, "RUB", lang), f"101{N}₽", f"101{N}₽"),
        (lambda lang: numbers.value(1.456, "per_customer", lang), "1,46", "1.46"),
        (lambda lang: numbers.change(0.013, "share", lang), f"+1,3{N}п.п.", f"+1.3{N}pp"),
        (lambda lang: numbers.change(0.013, "RUB", lang), f"+1,3{N}%", "+1.3%"),
    ],
)
def test_each_language_writes_it_its_way(written: Callable[[str], str], ru: str, en: str) -> None:
    assert written("ru") == ru
    assert written("en") == en


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf, -math.inf, Decimal("NaN")])
@pytest.mark.parametrize("unit", ["RUB", "count", "share", "per_customer", "days"])
def test_a_missing_number_is_a_dash(nothing: float | Decimal | None, unit: str) -> None:
    assert numbers.value(nothing, unit, "ru") == "—"
    assert numbers.change(nothing, unit, "ru") == "—"


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(ValueError, match="furlongs"):
        numbers.value(1, "furlongs", "ru")


def read(text: str, lang: str) -> Decimal:
    """Read a written number back."""
    how = numbers.style(lang)
    plain = text.replace(how.group, "").replace(how.decimal, ".").replace(MINUS, "-").replace("+", "")
    return Decimal(re.sub(r"[^\d.\-]", "", plain))


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["ru", "en"]))
def test_money_reads_back_to_the_kopeck(amount: Decimal, lang: str) -> None:
    assert read(numbers.rub(amount, lang), lang) == amount


@given(st.floats(-1e6, 1e6), st.integers(0, 4), st.sampled_from(["ru", "en"]))
def test_a_float_reads_back_within_half_a_digit(number: float, digits: int, lang: str) -> None:
    assert abs(read(numbers.num(number, digits, lang), lang) - Decimal(repr(number))) <= Decimal(5).scaleb(-digits - 1)


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(["ru", "en"]))
def test_no_hyphen_for_minus_and_no_plain_space_ever(number: float, lang: str) -> None:
    for text in (
        numbers.rub(number, lang),
        numbers.pct(number, 1, lang),
        numbers.compact(number, lang),
        numbers.days(number, lang),
    ):
        assert "-" not in text
        assert " " not in text
        assert not re.search("nan|inf", text, re.IGNORECASE)


def sample() -> list[float]:
    dice = random.Random(20261122)
    edges = [
        0,
        0.5,
        1,
        1.5,
        2.5,
        0.05,
        0.005,
        0.045,
        99.95,
        99.949,
        999.5,
        999.95,
        1000,
        99950,
        999949,
        999950,
        1e9,
        2e12,
    ]
    wide = [round(dice.uniform(-1, 1) * 10 ** dice.uniform(-7, 13), dice.randint(0, 6)) for _ in range(150)]
    small = [dice.uniform(-1, 1) for _ in range(40)]
    return edges + [-edge for edge in edges] + wide + small


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_browser_writes_every_number_alike(lang: str) -> None:
    # The engine calls plain functions, so the formatter is reached through one that takes its name.
    values = sample()
    assert len(values) >= 200
    for number in values:
        for unit in ("RUB", "count", "share", "per_customer", "days"):
            assert evaluate("formatted", "value", number, unit, lang) == numbers.value(number, unit, lang), number
            assert evaluate("formatted", "axis", number, unit, lang) == numbers.axis(number, unit, lang), number
        for digits in (0, 1, 2):
            for name in ("num", "pct", "pp", "delta"):
                assert evaluate("formatted", name, number, digits, lang) == getattr(numbers, name)(number, digits, lang)
        assert evaluate("formatted", "compact", number, lang) == numbers.compact(number, lang), number
        assert evaluate("formatted", "rub", number, lang) == numbers.rub(number, lang), number
