"""Dates and periods in words."""

from datetime import date

import pytest

from ui import dates

N = "\u00a0"


@pytest.mark.parametrize(
    ("start", "end", "ru", "en"),
    [
        (date(2026, 11, 1), date(2026, 11, 22), f"1–22 нояб. 2026{N}г.", "Nov 1–22, 2026"),
        (date(2026, 10, 5), date(2026, 11, 22), f"5 окт. – 22 нояб. 2026{N}г.", "Oct 5–Nov 22, 2026"),
        (date(2026, 11, 22), date(2026, 11, 22), "22 нояб. 2026 г.", "Nov 22, 2026"),
    ],
)
def test_a_period_in_words(start: date, end: date, ru: str, en: str) -> None:
    assert dates.period(start, end, "ru") == ru
    assert dates.period(start, end, "en") == en


def test_a_period_without_its_year() -> None:
    assert dates.period_short(date(2026, 9, 28), date(2026, 10, 25), "ru") == "28 сент. – 25 окт."


@pytest.mark.parametrize(
    ("grain", "full", "short"),
    [
        ("day", "16 нояб. 2026 г.", "16 нояб."),
        ("week", f"16–22 нояб. 2026{N}г.", "16 нояб."),
        ("month", f"ноябрь 2026{N}г.", "нояб. 2026"),
    ],
)
def test_each_grain_is_named_by_its_first_day(grain: str, full: str, short: str) -> None:
    assert dates.label(date(2026, 11, 16), grain, "ru") == full
    assert dates.label_short(date(2026, 11, 16), grain, "ru") == short


def test_only_spaces_that_the_font_has() -> None:
    for month in range(1, 13):
        for lang in ("ru", "en"):
            assert not set("\u202f\u2009") & set(dates.period(date(2025, month, 3), date(2026, month, 9), lang))
