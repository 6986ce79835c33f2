"""The API's page and the owner's page of keys in a real browser: accessible, narrow, without script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tests.browser.conftest import OpenPage, Watch, axe, overflow

Cookies = Callable[[], dict[str, str]]


@pytest.fixture
def alices(cast: Any, client_for: Any) -> Cookies:
    """Sign Alice in and give her cookie."""
    browser = client_for(cast["alice"], cast["alpha"])
    name = settings.SESSION_COOKIE_NAME
    return lambda: {name: browser.cookies[name].value}


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
def test_the_description_reads_well(open_page: OpenPage, cast: Any, lang: str, theme: str, width: int) -> None:
    page = open_page(subdomain="alpha", lang=lang, theme=theme, width=width)
    page.goto("/api/v1/docs/")
    for details in page.locator("details").all():
        details.locator("summary").click()
    assert page.locator("html").get_attribute("lang") == lang
    assert axe(page) == []
    assert overflow(page) == 0
    if lang == "en":
        # Cities are answered as the bank writes them, in either language.
        words = re.sub("Казань|Москва", "", page.locator("main").inner_text())
        assert not re.search("[А-Яа-я]", words)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
def test_the_page_of_keys(open_page: OpenPage, alices: Cookies, watch: Watch, theme: str, width: int) -> None:
    page = open_page(subdomain="alpha", theme=theme, width=width, cookies=alices())
    page.goto("/settings/api/")
    page.get_by_label("Название ключа").fill("1С")
    page.get_by_role("button", name="Создать ключ").click()
    assert page.locator("#new-key-text").inner_text().startswith("dk_")
    assert axe(page) == []
    assert overflow(page) == 0
    page.goto("/settings/api/")
    assert page.locator("#new-key-text").count() == 0
    page.get_by_role("link", name="Отозвать").click()
    assert axe(page) == []
    assert overflow(page) == 0
    watch.allowed.add(422)
    page.get_by_label("Введите название ключа").fill("другой")
    page.get_by_role("button", name="Отозвать ключ").click()
    assert page.locator(".field-error").is_visible()
    assert axe(page) == []
    page.get_by_label("Введите название ключа").fill("1С")
    page.get_by_role("button", name="Отозвать ключ").click()
    page.wait_for_url("**/settings/api/")
    assert page.locator("tbody tr").count() == 0


def test_keys_without_script(open_page: OpenPage, alices: Cookies) -> None:
    page = open_page(subdomain="alpha", script=False, cookies=alices())
    page.goto("/settings/api/")
    page.get_by_label("Название ключа").fill("1С")
    page.get_by_role("button", name="Создать ключ").click()
    assert page.locator("#new-key-text").inner_text().startswith("dk_")
