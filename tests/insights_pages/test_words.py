"""The sentence on top: whole, in plain words, and calm where chance explains the change."""

import pytest
from django.utils import translation

from insights.panels.words import Move, finding, headline, revenue_finding
from tests.insights_pages.reading import plain

NONE = Move(None)
DAYS = "1–22 нояб. 2026 г."
BEFORE = "4–25 окт. 2026 г."


def said(revenue, customers=NONE, frequency=NONE, ticket=NONE, *, compared=True, lang="ru"):
    with translation.override(lang):
        text = headline(
            DAYS, BEFORE, revenue=revenue, customers=customers, frequency=frequency, ticket=ticket, compared=compared
        )
    return plain(text)


def test_growth_names_what_moved_most():
    revenue = Move(110_000.0, 100_000.0, 0.1, chance=0.02)
    few = Move(100.0, 99.0, 0.005)
    more = Move(110.0, 100.0, 0.1)
    assert said(revenue, customers=more, ticket=few).startswith("Выручка выросла на 10 000 ₽ (10,0 %), до 110 000 ₽")
    assert said(revenue, customers=more, ticket=few).endswith("пришло больше покупателей.")
    assert said(revenue, customers=few, ticket=more).endswith("вырос средний чек.")
    assert said(revenue, frequency=more).endswith("покупатели покупали чаще.")
    assert said(revenue, customers=few).endswith("до 110 000 ₽.")


def test_a_fall_names_what_fell_and_not_what_rose():
    revenue = Move(80_000.0, 100_000.0, -0.2, chance=0.02)
    text = said(revenue, customers=Move(70.0, 100.0, -0.3), ticket=Move(110.0, 100.0, 0.4))
    assert text == "Выручка снизилась на 20 000 ₽ (20,0 %), до 80 000 ₽: пришло меньше покупателей."


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_no_alarm_without_cause(lang):
    small = said(Move(95_000.0, 100_000.0, -0.05, chance=0.08), customers=Move(90.0, 100.0, -0.1), lang=lang)
    assert ("примерно та же" if lang == "ru" else "about the same") in small
    same = said(Move(100_200.0, 100_000.0, 0.002, chance=0.001), lang=lang)
    assert ("почти не изменилась" if lang == "ru" else "hardly changed") in same


def test_too_little_to_compare_is_said():
    text = said(Move(100.0, 0.0, None), customers=Move(2.0))
    assert text == f"Выручка — 100 ₽ за {DAYS}; для сравнения с {BEFORE} мало данных."


def test_nothing_compared_nothing_claimed():
    assert said(Move(100.0, 50.0, 1.0), compared=False) == f"Выручка — 100 ₽ за {DAYS}"


def test_no_payments():
    assert said(Move(0.0, 10.0, -1.0), customers=Move(0.0)) == f"Оплат картой не было: {DAYS}"


def test_the_charts_title_is_the_finding():
    with translation.override("ru"):
        assert plain(revenue_finding(Move(2.0, 1.0, 0.074, chance=0.01), DAYS, BEFORE)) == (
            f"Выручка растёт: +7,4 % к {BEFORE}"
        )
        assert plain(revenue_finding(Move(2.0, 1.0, -0.074, chance=0.01), DAYS, BEFORE)).startswith("Выручка ниже")
        assert plain(finding("Доля возвратов", "share", Move(0.02, 0.01, 0.01), DAYS, BEFORE)) == (
            f"Доля возвратов: +1,0 п.п. к {BEFORE}"
        )
        assert "нет данных" in finding("Средний чек", "RUB", NONE, DAYS, BEFORE)
