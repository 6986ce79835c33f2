"""The local Stripe's pages in a real browser: keyboard only, both languages, axe and policy without a word."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, axe, overflow
from tests.local_stripe.payer import CARD, Payer
from tests.local_stripe.running import FAILS_LATER, GOOD, NO_FUNDS, SECURE_ONCE, local_stripe, local_stripe_server
from tests.local_stripe.till import Shop, shop_open

__all__ = ["local_stripe", "local_stripe_server"]

WORDS = {
    "en": {"pay": "Pay 3,992.00 ₽", "promo": "Promo code", "number": "Card number", "back": "Go back"},
    "ru": {"pay": "Оплатить 3 992,00 ₽", "promo": "Промокод", "number": "Номер карты", "back": "Вернуться"},
}
LOOKS = [("ru", "light", 360), ("en", "dark", 1280)]
OTHER_LOOKS = [("ru", "dark", 1280), ("en", "light", 360), ("en", "dark", 320)]


@dataclass
class TwoSites(Site):
    """The payment pages, and the shop that they lead back to."""

    shop_port: int = 0

    def owns(self, url: str) -> bool:
        return super().owns(url) or urlsplit(url).port == self.shop_port


@pytest.fixture
def shop_site() -> Iterator[int]:
    """A shop's own server on another origin, so that the way back crosses one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<!doctype html><html lang=en><title>Shop</title><link rel=icon href='data:,'><h1>Shop</h1></html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(local_stripe_server: Any, shop_site: int) -> Site:
    """Serve the local Stripe in the place of the product."""
    return TwoSites("127.0.0.1", urlsplit(local_stripe_server.base).port or 80, shop_site)


@pytest.fixture
def shop(local_stripe: Any, shop_site: int) -> Shop:
    made = shop_open(local_stripe)
    made.success, made.cancel = f"http://127.0.0.1:{shop_site}/paid", f"http://127.0.0.1:{shop_site}/back"
    return made


def looked_at(page: Page) -> None:
    """Hold the page as it stands against axe and the window's width."""
    page.wait_for_load_state()
    assert axe(page) == []
    assert overflow(page) <= 0


def reach(page: Page, selector: str, most: int = 40) -> None:
    """Go to an element by Tab; each step's focus must be seen."""
    page.wait_for_load_state()
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "s => { const e = document.activeElement, b = e.getBoundingClientRect();"
            " return {here: e.matches(s), outline: parseFloat(getComputedStyle(e).outlineWidth),"
            " seen: b.bottom > 0 && b.top < innerHeight} }",
            selector,
        )
        assert focus["outline"] >= 3
        assert focus["seen"]
        if focus["here"]:
            return
    raise AssertionError(f"{selector} is not reached by Tab.")


def fill(page: Page, number: str) -> None:
    """Type a card, field by field."""
    reach(page, "#number")
    for text in (number, *CARD.values()):
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        page.keyboard.press("Tab")


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_a_person_pays_by_keyboard(open_page, shop, lang, theme, width):
    session = shop.session(allow_promotion_codes=True, locale=lang)
    page = open_page(lang=lang, width=width, color_scheme=theme)
    page.goto(session.url)
    looked_at(page)
    reach(page, "#promo")
    page.keyboard.type("START20")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=WORDS[lang]["pay"]).wait_for()
    looked_at(page)
    fill(page, NO_FUNDS)
    page.keyboard.press("Enter")
    page.locator("#number-error").wait_for()
    page.locator("[role=alert]:focus").wait_for()
    looked_at(page)
    reach(page, "summary")
    page.keyboard.press("Enter")
    looked_at(page)
    page.goto(session.url)
    fill(page, SECURE_ONCE)
    page.keyboard.press("Enter")
    page.locator("button[value=confirm]").wait_for()
    looked_at(page)
    reach(page, "button[value=confirm]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/paid")
    assert shop.subscription().status == "active"
    page.goto(session.url)
    looked_at(page)


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_a_person_keeps_house_by_keyboard(open_page, shop, lang, theme, width):
    Payer(shop.session().url).act("pay", number=GOOD, **CARD)
    page = open_page(lang=lang, width=width, color_scheme=theme)
    page.goto(shop.portal(locale=lang).url)
    looked_at(page)
    reach(page, "a[href$='/card']")
    page.keyboard.press("Enter")
    page.locator("#number").wait_for()
    looked_at(page)
    fill(page, "5555555555554444")
    page.keyboard.press("Enter")
    page.locator(".note.good").wait_for()
    assert "4444" in page.inner_text("main")
    reach(page, "a[href*='/cancel']")
    page.keyboard.press("Enter")
    page.locator("button[value=cancel]").wait_for()
    looked_at(page)
    reach(page, "button[value=cancel]")
    page.keyboard.press("Enter")
    page.locator("button[value=keep]").wait_for()
    looked_at(page)
    reach(page, "button[value=keep]")
    page.keyboard.press("Enter")
    page.locator("a[href*='/cancel']").wait_for()
    reach(page, "a[href^='/i/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/i/**")
    looked_at(page)
    page.go_back()
    page.get_by_role("link", name=WORDS[lang]["back"]).press("Enter")
    page.wait_for_url("**/back")


@pytest.mark.parametrize("look", OTHER_LOOKS)
def test_every_page_is_well_in_the_other_looks(open_page, shop, local_stripe, look):
    lang, theme, width = look
    Payer(shop.session().url).act("pay", number=GOOD, **CARD)
    local_stripe.card_set(shop.customer, FAILS_LATER)
    local_stripe.advance(days=32)
    secure = shop.session(locale=lang, allow_promotion_codes=True).url
    Payer(secure).act("pay", number=SECURE_ONCE, **CARD)
    portal = shop.portal(locale=lang).url
    cancel = f"{portal}/cancel?subscription={shop.subscription().id}"
    page = open_page(lang=lang, width=width, color_scheme=theme)
    for url in (secure, f"{secure}/confirm", portal, f"{portal}/card", cancel, shop.invoices()[0].hosted_invoice_url):
        page.goto(url)
        folded = page.locator("details:not([open]) > summary")
        while folded.count():
            folded.first.click()
        looked_at(page)


@pytest.mark.parametrize("path", ["/c/pay/none", "/i/none", "/p/session/none"])
def test_a_page_that_is_not_there_says_so(open_page, watch, site, path):
    watch.allowed.add(404)
    page = open_page()
    page.goto(site.url(path))
    looked_at(page)
