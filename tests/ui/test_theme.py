"""The theme is a cookie set by a form; the style guide is for builders only."""

from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from ui.theme import theme_of
from ui.views import set_theme, styleguide


def test_the_choice_is_kept_and_leads_back() -> None:
    answer = set_theme(RequestFactory().post("/look/theme/", {"theme": "dark", "next": "/growth/?from=2026-11-01"}))
    assert answer.status_code == 302
    assert answer["Location"] == "/growth/?from=2026-11-01"
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["theme"]["httponly"]


def test_another_site_is_no_way_back() -> None:
    for back in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert set_theme(RequestFactory().post("/look/theme/", {"theme": "dark", "next": back}))["Location"] == "/"


@pytest.mark.parametrize("theme", ["", "pink", '"><script>'])
def test_an_unknown_theme_is_refused(theme: str) -> None:
    assert set_theme(RequestFactory().post("/look/theme/", {"theme": theme})).status_code == 400


def test_a_forged_cookie_falls_back_to_the_system() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = '"><script>'
    assert theme_of(request) == "system"


def test_reading_changes_nothing() -> None:
    assert set_theme(RequestFactory().get("/look/theme/")).status_code == 405


def test_the_style_guide_is_closed_in_production(settings: Any) -> None:
    settings.DEBUG, settings.STYLEGUIDE = False, False
    with pytest.raises(Http404):
        styleguide(RequestFactory().get("/_styleguide/"))
