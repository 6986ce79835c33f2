"""Each page calls the partner's customers as its kind of business does, in both languages."""

import re

import pytest

from insights.models import Setting
from tests.insights_pages.bank import bank, bank_uri  # noqa: F401
from tests.insights_pages.reading import text_of

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/growth/",
    "/growth/customers/",
    "/customers/",
    "/customers/retention/",
    "/customers/loyalty/",
    "/customers/seasonality/",
    "/customers/value/",
    "/customers/list/",
    "/competitors/",
    "/competitors/group/",
    "/settings/privacy/",
    "/settings/privacy/choice/",
    "/settings/coverage/",
)
NOUNS = {"ru": {"cafe": "гост(?!ини)", "grocery": "покупател"}, "en": {"cafe": "guest", "grocery": "customer"}}


def kind_set(partner, as_partner, kind):
    with as_partner(partner):
        Setting.objects.update_or_create(only=True, defaults={"kind": kind})


@pytest.mark.parametrize("path", PAGES)
def test_a_cafe_has_guests_and_a_grocery_customers(bank, alice, client_for, as_partner, path):  # noqa: F811
    client = client_for(alice, bank)
    for language, nouns in NOUNS.items():
        client.cookies["django_language"] = language
        for kind, noun in nouns.items():
            kind_set(bank, as_partner, kind)
            answer = client.get(path)
            assert answer.status_code == 200
            # Names in addresses of the API are the same for everybody.
            text = re.sub(r"/api/\S+", "", text_of(answer))
            said = {other for other in nouns.values() if re.search(other, text, re.IGNORECASE)}
            assert said == {noun}, re.findall(f".{{60}}{'|'.join(said - {noun})}.{{20}}", text)


def test_a_visitor_reads_no_words_of_the_kind(bank, client_for, as_partner):  # noqa: F811
    kind_set(bank, as_partner, "cafe")
    assert "гост" not in text_of(client_for(None, bank).get("/", follow=True)).lower()


def test_words_of_one_partner_reach_no_other(bank, cast, client_for, as_partner):  # noqa: F811
    kind_set(bank, as_partner, "cafe")
    kind_set(cast["beta"], as_partner, "medical")
    mine, theirs = client_for(cast["alice"], bank), client_for(cast["charlie"], cast["beta"])
    for _again in range(2):
        assert "Гости" in text_of(mine.get("/customers/"))
        text = text_of(theirs.get("/customers/"))
        assert "Пациенты" in text
        assert "гост" not in text.lower()
