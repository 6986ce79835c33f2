"""The language of texts follows Accept-Language and nothing else; their words the partner's kind of business."""

import pytest

from api.language import language_of
from insights.models import Setting


@pytest.mark.parametrize(
    ("header", "expected"),
    [("", "ru"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("de, en;q=0.5, ru;q=0.4", "en"), ("de", "ru"), ("*", "ru"),
     ("en;q=0", "ru"), ("ru;q=0.2, en;q=0.8", "en"), ("не язык", "ru")],
)  # fmt: skip
def test_language(header: str, expected: str) -> None:
    assert language_of(header) == expected


@pytest.mark.django_db
def test_texts_are_said_in_the_words_of_the_kind_and_keys_are_not(computed, key, ask, as_partner) -> None:
    alpha, _beta = computed
    with as_partner(alpha):
        Setting.objects.create(kind="cafe")
    for language, noun in (("ru", "гост"), ("en", "guest")):
        rows = ask(alpha, "metrics/", key, headers={"accept-language": language}).json()["results"]
        titles = {row["key"]: row["title"].lower() for row in rows}
        assert noun in titles["customers"]
        assert not [title for title in titles.values() if "покупател" in title or "customer" in title]
    assert "customer" in ask(alpha, "schema/", None, headers={"accept-language": "en"}).content.decode()
