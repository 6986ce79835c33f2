"""By keyboard alone: every stop of every page is seen, none is a trap, and what a hand can do keys can."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import ANALYTICS, PARTNER, PUBLIC, Visit, visit, world, world_uri
from tests.browser.seeing import walk

__all__ = ["visit", "world", "world_uri"]

pytestmark = pytest.mark.django_db(transaction=True)
SWAPPED = ("/", "/growth/revenue/", "/customers/", "/customers/loyalty/", "/customers/seasonality/")


def press(page: Page, selector: str, key: str = "Enter", most: int = 150) -> None:
    """Go to an element by Tab and press a key."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            page.keyboard.press(key)
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_every_stop_is_seen_and_none_is_a_trap(visit: Visit) -> None:
    for public, width, paths in ((False, 1280, PARTNER), (False, 360, ANALYTICS), (True, 1280, PUBLIC)):
        page = visit(public=public, width=width)
        for path in paths:
            page.goto(path)
            assert walk(page) == [], path


def test_from_customers_to_competitors_and_to_the_own_choice(visit: Visit) -> None:
    page = visit("/customers/")
    for tab in ("retention", "value", "loyalty", "seasonality"):
        press(page, f".tabs a[href*='{tab}']")
        page.wait_for_url(f"**/customers/{tab}/**")
        expect(page.locator(".tabs [aria-current]")).to_have_attribute("href", re.compile(tab))
    press(page, ".nav-list a[href='/competitors/']")
    page.wait_for_url("**/competitors/")
    for lens in ("size", "shared"):
        press(page, f".tabs a[href*='lens={lens}']")
        page.wait_for_url(f"**lens={lens}**")
    press(page, "#ticket_vs_peers details > summary, #shared_customers details > summary")
    assert page.locator("main details[open] table").first.is_visible()
    press(page, "main a[href='/settings/privacy/']")
    page.wait_for_url("**/settings/privacy/")
    press(page, "[data-dialog]")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.hasAttribute('data-dialog')")
    page.keyboard.press("Enter")
    press(page, "dialog .btn-danger")
    expect(page.locator(".notice-good")).to_be_visible()


def test_a_period_chosen_by_keys_gives_the_focus_to_the_heading_and_goes_back(visit: Visit) -> None:
    page = visit("/")
    for path in SWAPPED:
        page.goto(path)
        before = page.locator("#content").inner_text()
        page.locator("#c-period").focus()
        page.keyboard.press("ArrowUp")
        press(page, ".page-controls form:first-child button")
        page.wait_for_url("**period=**")
        expect(page.locator("h1")).to_be_focused()
        chosen = page.locator("#content").inner_text()
        assert chosen != before, path
        page.reload()
        assert page.locator("#content").inner_text() == chosen, path
        page.go_back()
        expect(page).not_to_have_url(re.compile("period="))
        page.wait_for_function("said => document.getElementById('content').innerText === said", arg=before)
