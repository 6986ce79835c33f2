"""From a locked panel to an unlocked one in a real browser, by keyboard only; every page on the way looked at."""

import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from billing.models import Subscription
from billing.services import plan_set
from tests.billing.conftest import payments
from tests.browser.conftest import OpenPage, Site, VisitAs, axe, overflow
from tests.browser.test_payment_pages import fill, reach
from tests.insights_pages.conftest import shop, shop_uri
from tests.local_stripe.running import GOOD, LocalStripe, local_stripe, local_stripe_server

__all__ = ["local_stripe", "local_stripe_server", "payments", "shop", "shop_uri"]

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "ru": {
        "paid": "Оплата прошла. Ваш тариф – «Рост»",
        "pro": "Теперь ваш тариф – «Про»",
        "on": "Подписка продолжается.",
    },
    "en": {"paid": "The payment went through. Your plan is “Growth”", "pro": "Your plan is “Pro” now", "on": "goes on"},
}
PAGES = (
    "/settings/plan/",
    "/settings/plan/?pay=year&plan=network",
    "/settings/plan/upgrade/?plan=pro&pay=month",
    "/settings/plan/cancel/",
    "/settings/plan/pause/",
    "/settings/plan/?paid=1",
    "/settings/usage/",
)


@dataclass
class WithPayments(Site):
    """The product, and the payment service that its pages lead to."""

    payments_port: int = 0

    def owns(self, url: str) -> bool:
        return super().owns(url) or urlsplit(url).port == self.payments_port


@pytest.fixture
def site(live_server: Any, settings: Any, local_stripe_server: Any) -> Site:
    """Serve both."""
    ports = [urlsplit(url).port or 80 for url in (live_server.url, local_stripe_server.base)]
    # The way back from paying is a full address.
    settings.BASE_DOMAIN = f"{settings.BASE_HOST}:{ports[0]}"
    return WithPayments(settings.BASE_HOST, *ports)


@pytest.fixture
def today(payments: LocalStripe, local_stripe: LocalStripe) -> LocalStripe:
    """Let the local Stripe's clock stand at the browser's own day."""
    from billing.gateway import gateway

    local_stripe.reset(now=int(time.time()))
    gateway().prices_make()
    return local_stripe


@pytest.fixture
def visit(alpha: Any, alice: Any, visit_as: VisitAs, today: LocalStripe) -> OpenPage:
    """Open pages of alpha, which is on the free plan, as its owner."""
    plan_set(partner=alpha, plan="start")
    # Without motion a focused element is in sight at once.
    return visit_as(alice, alpha, reduced_motion="reduce")


def calm(page: Any) -> None:
    """Hold the page as it stands against axe and the window's width."""
    assert axe(page) == [], page.url
    assert overflow(page) <= 0, page.url


def press(page: Any, selector: str) -> None:
    """Go somewhere by Tab and press Enter."""
    reach(page, selector, most=150)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("lang", "theme", "width"), [("ru", "light", 1280), ("en", "dark", 360)])
def test_from_locked_to_unlocked_by_keyboard(shop: Any, visit: Any, lang: str, theme: str, width: int) -> None:
    page = visit("/growth/", lang=lang, theme=theme, width=width)
    calm(page)
    assert page.locator("a[download]").count() == 0
    press(page, ".locked a.btn")
    page.wait_for_url("**/settings/plan/?plan=growth")
    calm(page)
    press(page, "#wanted button")
    page.wait_for_url(re.compile(r"127\.0\.0\.1"))
    fill(page, GOOD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/plan/?paid=1")
    assert page.get_by_role("heading", name=WORDS[lang]["paid"]).is_visible()
    calm(page)
    press(page, "#paid-state .btn-primary")
    page.wait_for_url(re.compile(r"/$"))
    page.goto("/growth/")
    assert page.locator("a[download]").is_visible()
    _change(page, WORDS[lang])


def _change(page: Any, words: dict[str, str]) -> None:
    """Upgrade at the previewed price, cancel, take it back."""
    page.goto("/settings/plan/")
    press(page, "#plan-pro a.btn")
    page.wait_for_url("**/upgrade/**")
    calm(page)
    press(page, "#main form .btn-primary")
    page.get_by_text(words["pro"]).wait_for()
    calm(page)
    press(page, "a[href$='/cancel/']")
    page.wait_for_url("**/cancel/")
    calm(page)
    press(page, "#main form .btn-primary")
    page.wait_for_url("**/settings/plan/")
    press(page, "form[action$='/resume/'] button")
    page.get_by_text(words["on"]).wait_for()


@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("ru", "dark", 1280), ("ru", "light", 360), ("en", "light", 1280)]
)
def test_every_page_is_calm(visit: Any, today: LocalStripe, lang: str, theme: str, width: int) -> None:
    page = visit("/settings/plan/?plan=growth", lang=lang, theme=theme, width=width)
    page.locator("#wanted button").click()
    page.wait_for_url(re.compile(r"127\.0\.0\.1"))
    today.card_pay(page.url)
    for path in reversed(PAGES):
        page.goto(path)
        calm(page)
    if lang == "en":
        main = re.sub("Альфа|Алиса", "", page.locator("main").inner_text())
        assert not re.search("[А-Яа-яЁё]", main)


def test_a_double_click_pays_once(alpha: Any, visit: Any, today: LocalStripe) -> None:
    page = visit("/settings/plan/?plan=growth")
    page.locator("#wanted button").dblclick()
    page.wait_for_url(re.compile(r"127\.0\.0\.1"))
    assert len(today.client.v1.customers.list().data) == 1
    assert len(today.client.v1.checkout.sessions.list().data) == 1


def test_without_script(alpha: Any, visit: Any, today: LocalStripe) -> None:
    page = visit("/settings/plan/", script=False)
    page.get_by_label(re.compile("За год")).check(force=True)
    page.get_by_role("button", name="Показать цены").click()
    assert "pay=year" in page.url
    page.locator("#plan-pro button").click()
    page.wait_for_url(re.compile(r"127\.0\.0\.1"))
    today.card_pay(page.url)
    page.goto("/settings/plan/?paid=1")
    assert page.get_by_role("heading", name="Оплата прошла. Ваш тариф – «Про»").is_visible()
    assert Subscription.objects.get(partner=alpha).interval == "year"


def test_the_waiting_page_turns_by_itself(alpha: Any, visit: Any, today: LocalStripe) -> None:
    page = visit("/settings/plan/?plan=growth")
    page.locator("#wanted button").click()
    page.wait_for_url(re.compile(r"127\.0\.0\.1"))
    checkout = page.url
    page.goto("/settings/plan/?paid=1")
    calm(page)
    today.card_pay(checkout)
    page.get_by_role("heading", name=WORDS["ru"]["paid"]).wait_for(timeout=15_000)
