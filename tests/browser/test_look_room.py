"""Room for text on every page: narrow windows, magnified ones, larger letters, and a wordy language."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import overflow
from tests.browser.places import OPEN_ALL, PARTNER, PUBLIC, Visit, visit, world, world_uri
from tests.browser.pseudo import pseudo_english, untranslated
from tests.browser.seeing import cut, letters_twice_as_large

__all__ = ["pseudo_english", "visit", "world", "world_uri"]

pytestmark = pytest.mark.django_db(transaction=True)
MAGNIFIED, PHONE, SMALLEST = 640, 360, 320  # the first is a window of 1280 at 200 %
# Not of the catalogue: names, addresses, keys of the API, and what comes with dates and numbers.
NAMES = re.compile(
    r"/api/\S*|\S+@\S+|\S+\.test\S*|Альфа|Казань|Татарстан|Алиса|Борис|Вера|Русский|English|[Bb]aker(?:y|ies)|"
    r"\b(days?|Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b"
)
# Kinds of business are data, as are the codes of customers and of the API.
DATA = "document.querySelectorAll('#kinds details, .code').forEach((one) => one.remove())"
SPOKEN = """[...document.querySelectorAll("[aria-label], [title], [alt], [placeholder], desc, svg text")]
  .map((e) => [e.ariaLabel, e.title, e.alt, e.placeholder, e.closest("svg") && e.textContent].join(" ")).join("\\n")"""


def cramped(page: Page, path: str, *widths: int) -> list[str]:
    """List what does not fit on a page at these widths."""
    page.goto(path)
    page.evaluate(OPEN_ALL)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{path} at {width}: {line}" for line in cut(page)]
        if over := overflow(page):
            found.append(f"{path} at {width}: {over} px too wide")
    return found


def test_nothing_is_cut_in_a_narrow_or_a_magnified_window(visit: Visit) -> None:
    for public, paths in ((False, PARTNER), (True, PUBLIC)):
        page = visit(public=public)
        assert [line for path in paths for line in cramped(page, path, MAGNIFIED, PHONE, SMALLEST)] == []


def test_nothing_is_cut_when_letters_are_twice_as_large(visit: Visit) -> None:
    for public, paths in ((False, PARTNER), (True, PUBLIC)):
        page = visit(public=public)
        letters_twice_as_large(page)
        assert [line for path in paths for line in cramped(page, path, 1280)] == []


@pytest.mark.usefixtures("pseudo_english")
def test_a_wordy_language_fits_and_leaves_no_word_untranslated(visit: Visit) -> None:
    for public, paths in ((False, PARTNER), (True, PUBLIC)):
        page = visit(lang="en", public=public)
        for path in paths:
            assert cramped(page, path, MAGNIFIED, PHONE, SMALLEST) == []
            if path == "/_styleguide/":  # its samples are made up, not translated
                continue
            page.evaluate(DATA)
            text = "\n".join([page.title(), page.locator("body").inner_text(), page.evaluate(SPOKEN)])
            assert untranslated(NAMES.sub("", text)) == set(), path
