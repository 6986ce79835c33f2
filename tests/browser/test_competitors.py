"""Competitors and the contributor's page in a real browser, with two dozen bakeries to be compared with."""

import re

import pytest

from tests.browser.conftest import axe, overflow
from tests.insights_pages.bank import bank, bank_uri  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/competitors/",
    "/competitors/?lens=shared",
    "/competitors/?lens=custom",
    "/competitors/group/",
    "/settings/privacy/",
    "/settings/privacy/choice/",
)
FOREIGN = {"API", "alpha", "example", "test", "English"}
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture
def visit(bank, alice, visit_as):  # noqa: F811
    """Open pages of alpha, signed in as its owner."""
    return visit_as(alice, bank)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
def test_the_pages_are_accessible_and_fit(visit, theme, width):
    page = visit(PAGES[0], theme=theme, width=width)
    assert page.locator(".bullet-you").count() >= 5
    for path in PAGES:
        page.goto(path)
        page.evaluate(OPEN_ALL)
        assert axe(page) == [], path
        for narrow in (width, 320):
            page.set_viewport_size({"width": narrow, "height": 800})
            assert overflow(page) == 0, (path, narrow)
        assert page.locator("h1").count() == 1


def test_numbers_and_words_are_clean_in_russian(visit):
    page = visit(PAGES[0])
    for path in PAGES:
        page.goto(path)
        page.evaluate(OPEN_ALL)
        text = page.locator("body").inner_text()
        assert not re.search(r"\b(nan|None|undefined|Infinity|NaN)\b", text)
        assert not re.search(r"(?<![\w\d./=-])-\d", text)
        assert not re.search(r"\d \d{3}\b", text)
        assert not re.search(r"\d [₽%]", text)
        assert set(re.findall(r"[A-Za-z]{2,}", re.sub(r"/api/\S+", "", text))) - FOREIGN == set(), path


def test_the_english_pages_are_english(visit):
    page = visit(PAGES[0], lang="en")
    for path in PAGES:
        page.goto(path)
        page.evaluate(OPEN_ALL)
        text = re.sub(r"Альфа|Русский|Казань|Татарстан", "", page.locator("body").inner_text())
        assert re.findall(r"[А-Яа-яЁё]+", text) == []
        assert axe(page) == []


def test_each_drawing_says_its_sentence_and_has_its_table(visit):
    page = visit(PAGES[0])
    for drawing in page.locator(".bullet-svg, .stack-svg").all():
        assert len(drawing.get_attribute("aria-label") or "") > 30
    page.evaluate(OPEN_ALL)
    card = page.locator("#ticket_vs_peers")
    assert card.locator(".bullet-own").text_content() == card.locator("tbody td").first.inner_text()


def test_an_owner_leaves_by_a_dialog_and_comes_back(visit):
    page = visit("/settings/privacy/")
    opener = page.get_by_role("link", name="Не участвовать")
    opener.click()
    assert page.locator("dialog[open]").count() == 1
    assert axe(page) == []
    page.keyboard.press("Escape")
    opener.click()
    page.locator("dialog[open] .btn-danger").click()
    assert page.locator(".notice-good").inner_text().startswith("Ваш выбор сохранён")
    page.get_by_role("button", name="Снова участвовать").click()
    assert page.locator(".notice-good").inner_text() == "Вы снова участвуете в сравнениях."


def test_without_script_the_choice_is_asked_on_a_page_of_its_own(visit):
    page = visit("/settings/privacy/", script=False)
    page.get_by_role("link", name="Не участвовать").click()
    assert page.url.endswith("/settings/privacy/choice/")
    page.locator(".btn-danger").click()
    assert page.get_by_role("button", name="Снова участвовать").count() == 1
