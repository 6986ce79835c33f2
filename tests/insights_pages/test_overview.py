"""The first page shows the numbers of the read door, in words, to the right people."""

import re

import pytest

from insights import selectors
from ui import numbers

pytestmark = pytest.mark.django_db


def text_of(response):
    """Return what a reader sees."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_its_numbers_are_those_of_the_read_door(shop, alice, client_for):
    response = client_for(alice, shop).get("/")
    assert response.status_code == 200
    page = text_of(response)
    found = selectors.metrics(shop, [info.key for info in selectors.catalogue(shop)])
    for answer in found.values():
        assert numbers.value(answer.value, answer.info.unit) in page, answer.info.key
