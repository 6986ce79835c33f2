"""The partner's pages in a real browser: reachable, readable, calm, with script and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.insights_pages.conftest import shop, shop_uri  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/",
    "/growth/customers/",
    "/settings/outlets/",
    "/settings/privacy/",
    "/competitors/",
    "/customers/",
    "/customers/retention/",
    "/customers/value/",
    "/customers/value/?months=3",
    "/customers/list/",
    "/customers/list/?sort=last_purchase&recency=5",
    "/customers/loyalty/",
    "/customers/seasonality/",
)
# Names that every language writes alike, and the merchants' own host.
FOREIGN = {"API", "CSV", "alpha", "example", "test", "English"}
CODE = r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b"
FEW = ("/customers/?period=365d", "/customers/?period=today", "/customers/loyalty/?from=2024-01-01&to=2024-01-02")
EVERY_STATE = ("", "?compare=none&period=last_month", "?from=2026-13-01")


@pytest.fixture
def visit(shop, alice, visit_as):  # noqa: F811
    """Open pages of alpha, signed in as its owner."""
    return visit_as(alice, shop)


def test_every_page_is_accessible_and_fits(visit):
    for theme, width in (("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)):
        page = visit(PAGES[0], theme=theme, width=width)
        for path in PAGES:
            page.goto(path)
            assert axe(page) == [], (path, theme, width)
            assert overflow(page) == 0, (path, theme, width)
            assert page.locator("h1").count() == 1
    page.set_viewport_size({"width": 320, "height": 800})
    for path in PAGES:
        page.goto(path)
        assert overflow(page) == 0, path


def test_the_english_pages_are_accessible_and_english(visit):
    page = visit("/", lang="en", width=360)
    for path in PAGES:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == "en"
        assert axe(page) == []
        assert overflow(page) == 0
        text = re.sub(r"=?Пекарня[^\n]*|Альфа|Русский|Москва|Тула", "", page.locator("body").inner_text())
        assert re.findall(r"[А-Яа-яЁё]+", text) == []


def test_every_state_of_the_first_page_is_clean(visit):
    page = visit("/")
    for path in (*(f"/{state}" for state in EVERY_STATE), "/growth/refund_rate/?period=90d", *PAGES[2:], *FEW):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        text = page.locator("body").inner_text()
        assert not re.search(r"\b(nan|None|undefined|Infinity|NaN)\b", text)
        assert not re.search(r"(?<![\w\d./=-])-\d", text)
        assert not re.search(r"\d \d{3}\b", text)
        assert not re.search(r"\d ₽", text)
        words = set(re.findall(r"[A-Za-z]{2,}", re.sub(rf"/api/\S+|{CODE}", "", text)))
        assert words - FOREIGN == set(), path
        assert axe(page) == [], path


def test_without_script_everything_is_there(visit):
    page = visit("/", script=False)
    assert page.locator("#tile-revenue .tile-value").inner_text().endswith("₽")
    assert page.locator("#trend svg.chart-svg").first.count() == 1
    page.locator("#trend details summary").first.click()
    assert page.locator("#trend tbody tr").count() == 28
    page.select_option("#c-period", "7d")
    page.get_by_role("button", name="Показать", exact=True).click()
    assert "period=7d" in page.url
    assert page.locator("#trend tbody tr").count() == 7
    page.locator(".own-dates summary").click()
    page.fill("#c-from", "2026-10-01")
    page.fill("#c-to", "2026-10-10")
    page.get_by_role("button", name="Показать за эти даты").click()
    assert page.locator("#trend tbody tr").count() == 10
    assert page.locator("#c-period").input_value() == "custom"


def test_by_keyboard_from_the_period_to_the_table(visit):
    page = visit("/")
    before = page.locator("#tile-revenue .tile-value").inner_text()
    page.locator("#c-period").focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 3
    page.locator("#c-period").select_option("7d")
    if "period=7d" not in page.url:
        page.get_by_role("button", name="Показать", exact=True).press("Enter")
    page.wait_for_url("**period=7d**")
    expect(page.locator("h1")).to_be_focused()
    assert "period=7d" in page.url
    after = page.locator("#tile-revenue .tile-value").inner_text()
    assert after != before
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#trend details > summary')"):
            break
    page.keyboard.press("Enter")
    assert page.locator("#trend tbody tr").first.is_visible()
    page.go_back()
    expect(page).not_to_have_url(re.compile("period=7d"))
    expect(page.locator("#tile-revenue .tile-value")).to_have_text(before)
    page.reload()
    assert page.locator("#tile-revenue .tile-value").inner_text() == before


def test_a_step_of_the_chart_is_swapped_in_and_stays_in_the_address(visit):
    page = visit("/growth/revenue/")
    page.locator(".grains a", has_text="Недели").click()
    page.wait_for_url("**grain=week**")
    expect(page.locator("#trend tbody tr")).to_have_count(4)
    plot = page.locator("#trend [data-chart]")
    plot.hover()
    expect(plot).to_have_attribute("data-state", "live")
    assert axe(page) == []


def test_an_outlet_gets_another_name(visit):
    page = visit("/settings/outlets/")
    page.get_by_label("Ваше название").first.fill("Главная")
    page.get_by_role("button", name="Сохранить названия").click()
    assert page.locator(".notice-good").inner_text() == "Названия точек сохранены."
    assert page.locator(".outlet-list h3").first.inner_text() == "Главная"
    page.get_by_role("button", name="Опустить ниже: Главная").click()
    assert page.locator(".outlet-list h3").nth(1).inner_text() == "Главная"
    assert axe(page) == []
