"""Drawings: each says its finding and has its numbers as a table; they follow the theme, and print."""

import re

import pytest
from playwright.sync_api import Page, Request

from tests.browser.places import ANALYTICS, OPEN_ALL, PARTNER, PUBLIC, Visit, visit, world, world_uri
from tests.browser.seeing import light_grounds

__all__ = ["visit", "world", "world_uri"]

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = "svg[role=img]"
ENDS = """figure => { const d = JSON.parse(figure.querySelector("script").textContent);
  return [0, d.labels.length - 1].map((at) => ChartFmt.value(d.current[at], d.unit, d.lang)); }"""
COLOURS = """[...document.querySelectorAll("svg [stroke], svg [fill], svg [class]")].filter((e) => e.checkVisibility())
  .map((e) => getComputedStyle(e).stroke + getComputedStyle(e).fill)"""


def test_every_drawing_says_what_it_shows_and_has_its_numbers_as_a_table(visit: Visit) -> None:
    page, charts, pictures = visit(), 0, 0
    for path in ANALYTICS:
        page.goto(path)
        for picture in page.locator(PICTURES).all():
            pictures += 1
            words = picture.get_attribute("aria-label") or "".join(picture.locator("title, desc").all_text_contents())
            assert len(words) > 30, path
        for block in page.locator("figure[data-chart-block]:has([data-chart])").all():
            charts += 1
            assert len(block.locator("[data-chart]").get_attribute("aria-label") or "") > 20, path
            cells = block.locator("tbody tr")
            shown = [cells.nth(at).locator("td").first.text_content() for at in (0, -1)]
            assert shown == block.evaluate(ENDS), path
    assert charts > 3
    assert pictures > 20


def test_dark_pages_have_no_light_grounds(visit: Visit) -> None:
    for public, paths in ((False, PARTNER), (True, PUBLIC)):
        page = visit(public=public, theme="dark")
        for path in paths:
            page.goto(path)
            page.evaluate(OPEN_ALL)
            assert light_grounds(page) == [], path


def to_the_dark(page: Page) -> list[str]:
    """Choose the dark theme; list what was asked of the network beside keeping the choice."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.locator("button[value=dark]").click()
    page.wait_for_function("document.documentElement.dataset.bsTheme === 'dark'")
    page.wait_for_load_state("networkidle")
    return [url for url in asked if not url.endswith("/look/theme/")]


@pytest.mark.parametrize("path", ["/", "/customers/", "/competitors/"])
def test_drawings_change_with_the_theme_and_without_the_network(visit: Visit, path: str) -> None:
    page = visit(path)
    page.wait_for_load_state("networkidle")
    light = page.evaluate(COLOURS)
    assert to_the_dark(page) == []
    dark = page.evaluate(COLOURS)
    assert len(light) == len(dark) > 0
    assert light != dark


def sheets(page: Page) -> int:
    """Print the page on A4 and count the sheets."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def test_paper_has_the_period_the_colours_and_whole_cards_but_no_menu(visit: Visit) -> None:
    page = visit("/")
    assert 1 <= sheets(page) <= 3
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    page.emulate_media(media="print")
    for path in ANALYTICS:
        page.goto(path)
        for unwanted in (".sidebar", ".controls", ".switches", ".tabs a:not([aria-current])", "summary"):
            assert page.locator(f"{unwanted}:visible").count() == 0, (path, unwanted)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        for line in page.locator(".page-line").all():
            assert line.is_visible(), path
        for shade in page.locator("td[class^=q]").all()[:40]:
            assert shade.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact", path
        assert set(page.locator(".card").evaluate_all("all => all.map((e) => getComputedStyle(e).breakInside)")) <= {
            "avoid"
        }, path
