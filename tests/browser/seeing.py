"""What an eye would notice on a page: cut or spilled text, light grounds in the dark, a focus nobody sees."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").rstrip()


def _see(page: Page, what: str) -> Any:
    return page.evaluate(f"{SCRIPT}.{what}()")


def cut(page: Page) -> list[str]:
    """List text that cannot be read whole."""
    return list(_see(page, "cut"))


def light_grounds(page: Page) -> list[str]:
    """List elements with a light ground."""
    return list(_see(page, "light"))


def letters_twice_as_large(page: Page) -> None:
    """Make the letters twice as large, as a reader sets it in the browser; the window stays as it is."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def walk(page: Page, most: int = 400) -> list[str]:
    """Go through the page by Tab to its end; list stops whose focus is not seen, and what Tab never reached."""
    wrong: list[str] = []
    passed: list[str] = []
    _see(page, "fromTheStart")
    for _ in range(most):
        page.keyboard.press("Tab")
        at: dict[str, Any] | None = _see(page, "stop")
        if at is not None and passed[-1:] == [at["stop"]] and passed[-8:] != [at["stop"]] * 8:
            passed.append(at["stop"])  # a date's day, month, year and calendar are stops of one field
            continue
        if at is None or at["stop"] in passed:
            return wrong + [f"not reached: {html}" for html in _see(page, "missed")]
        passed.append(at["stop"])
        if at["ring"] < 3 or not at["seen"] or at["covered"]:
            wrong.append(f"ring {at['ring']}, seen {at['seen']}, covered {at['covered']}: {at['html']}")
    return [*wrong, "Tab never comes to the end."]
