"""The language of texts follows Accept-Language and nothing else."""

import pytest

from api.language import language_of


@pytest.mark.parametrize(
    ("header", "expected"),
    [("", "ru"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("de, en;q=0.5, ru;q=0.4", "en"), ("de", "ru"), ("*", "ru"),
     ("en;q=0", "ru"), ("ru;q=0.2, en;q=0.8", "en"), ("не язык", "ru")],
)  # fmt: skip
def test_language(header: str, expected: str) -> None:
    assert language_of(header) == expected
