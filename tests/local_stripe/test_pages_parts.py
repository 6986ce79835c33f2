"""The small parts of the pages: what a payer types, languages, money, and markup that can't be broken out of."""

from datetime import UTC, datetime

import pytest

from billing.local_stripe.pages.card_form import card_form
from billing.local_stripe.pages.language import language
from billing.local_stripe.pages.layout import Tongue, page_reply
from billing.local_stripe.pages.markup import Markup, el
from billing.local_stripe.pages.texts import TEXTS
from billing.local_stripe.pages.writing import date, money, percent

NOW = int(datetime(2026, 1, 15, tzinfo=UTC).timestamp())
GOOD = {"number": "4242 4242 4242 4242", "exp": "12/34", "cvc": "123", "name": "Anna"}


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({}, {}),
        ({"number": "4242-4242-4242-4242"}, {}),
        ({"number": "4242 4242 4242 4241"}, {"number": "number_wrong"}),
        ({"number": "4242"}, {"number": "number_wrong"}),
        ({"number": "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"}, {"number": "number_wrong"}),
        ({"number": " "}, {"number": "number_missing"}),
        ({"exp": "1/2026"}, {}),
        ({"exp": "0126"}, {}),
        ({"exp": "12/25"}, {"exp": "expired_card"}),
        ({"exp": "13/30"}, {"exp": "exp_wrong"}),
        ({"exp": "soon"}, {"exp": "exp_wrong"}),
        ({"exp": "12/2199"}, {"exp": "exp_wrong"}),
        ({"exp": ""}, {"exp": "exp_missing"}),
        ({"cvc": "12"}, {"cvc": "cvc_wrong"}),
        ({"cvc": "1234"}, {"cvc": "cvc_wrong"}),
        ({"number": "378282246310005", "cvc": "1234"}, {}),
        ({"cvc": ""}, {"cvc": "cvc_missing"}),
        ({"name": " "}, {"name": "name_missing"}),
    ],
)
def test_a_card_is_proved_field_by_field(change, errors):
    assert card_form({**GOOD, **change}, now=NOW).errors == errors


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({}, "en"),
        ({"accept": "de, ru;q=0.8, en;q=0.5"}, "ru"),
        ({"accept": "ru;q=0, en"}, "en"),
        ({"accept": "ru;q=x"}, "en"),
        ({"locale": "auto", "accept": "ru-RU"}, "ru"),
        ({"locale": "en", "accept": "ru"}, "en"),
        ({"asked": "ru", "locale": "en"}, "ru"),
        ({"asked": "xx", "locale": "ru"}, "ru"),
    ],
)
def test_the_language_is_the_payers(given, chosen):
    assert language(**given) == chosen


def test_money_and_days_are_written_as_the_language_does():
    assert money(199_000, "rub", "ru") == "1\u00a0990,00\u00a0₽"
    assert money(-1_234_567, "rub", "en") == "−12,345.67\u00a0₽"
    assert percent(22.0, "ru") == "22\u00a0%"
    assert percent(0.5, "en") == "0.5%"
    late = int(datetime(2026, 1, 31, 22, tzinfo=UTC).timestamp())
    assert date(late, "ru") == "1\u00a0февраля 2026"


def test_nothing_breaks_out_of_the_markup():
    evil = '"><script>alert(1)</script>'
    made = el("a", evil, Markup("<br>"), href=evil, hidden=True, title=None)
    assert "<script>" not in made
    assert made.count("<") == 3
    assert made.startswith('<a href="&quot;&gt;')


def test_both_languages_say_everything():
    for key, (english, russian) in TEXTS.items():
        assert english, key
        assert russian, key
        assert english.count("{") == russian.count("{"), key


def test_the_way_back_is_named_in_the_policy():
    reply = page_reply(Tongue("en"), "t", leads_to=["https://shop.example:8000/x?y=1", None])
    policy = dict(reply.headers)["Content-Security-Policy"]
    assert "form-action 'self' https://shop.example:8000" in policy
    assert "unsafe" not in policy
