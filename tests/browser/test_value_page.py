"""The page of customers' worth in a real browser, with a fitted model: readable, calm, and asked by one choice."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.segments.conftest import fitted, lake, shop  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/customers/value/"


def test_the_fitted_page_is_accessible_fits_and_answers_the_choice(fitted, alice, alpha, visit_as):  # noqa: F811
    fitted()
    visit = visit_as(alice, alpha)
    for theme, width in (("light", 1280), ("dark", 360)):
        page = visit(PATH, theme=theme, width=width)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert page.locator("#model").count() == 1
        assert axe(page) == [], (theme, width)
        assert overflow(page) == 0, (theme, width)
    page.select_option("#c-months", "3")
    page.locator("form.controls button").click()
    expect(page).to_have_url(re.compile("months=3"))
    expect(page.locator("#tile-mean")).to_contain_text("3 месяца")
