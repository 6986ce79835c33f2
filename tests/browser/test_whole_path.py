"""The whole path of a new client in one go, by keyboard only: sign up, pay, meet a lock, upgrade, go through it."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import expect

from billing.models import Subscription
from onboarding.pictures import pictures_refresh
from tests.billing.conftest import payments
from tests.browser.test_accounts import hosts
from tests.browser.test_onboarding import WORDS as FIRST_WORDS
from tests.browser.test_onboarding import _tasks_at_once, clean, set_up, to_the_workspace
from tests.browser.test_payment_pages import fill
from tests.browser.test_plan_pages import WORDS, press, site, today
from tests.local_stripe.running import GOOD, LocalStripe, local_stripe, local_stripe_server
from tests.onboarding.conftest import at_bank, bank_uri

__all__ = [
    "_tasks_at_once", "at_bank", "bank_uri", "hosts", "local_stripe", "local_stripe_server", "payments", "site",
    "today",
]  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("ru", "light", 360), ("en", "dark", 1280)], ids=["russian, a phone", "english"]
)
@pytest.mark.usefixtures("today", "hosts", "at_bank", "_tasks_at_once")
def test_from_a_visitor_to_an_unlocked_panel(
    open_page: Any, local_stripe: LocalStripe, lang: str, theme: str, width: int
) -> None:
    words = WORDS[lang]
    pictures_refresh()
    # Without motion a focused element is in sight at once.
    page = to_the_workspace(open_page, lang=lang, theme=theme, width=width, reduced_motion="reduce")
    set_up(page, FIRST_WORDS[lang], width)
    home = page.url

    # The trial is over; nothing was paid yet.
    Subscription.objects.update(trial_until="2026-01-01T00:00:00Z")
    time.sleep(5.1)  # as long as another process may still go by what it read
    page.goto(f"{home}growth/")
    press(page, ".locked a.btn")
    page.wait_for_url("**/settings/plan/?plan=growth")
    clean(page, width)
    press(page, "#wanted button")
    page.wait_for_url(re.compile(r"127\.0\.0\.1"))
    fill(page, GOOD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/plan/?paid=1")
    expect(page.get_by_role("heading", name=words["paid"])).to_be_visible()
    clean(page, width)

    page.goto(f"{home}settings/api/")
    clean(page, width)
    press(page, ".notice a")
    page.wait_for_url("**/settings/plan/?plan=pro")
    press(page, "#wanted a.btn, #wanted button")
    page.wait_for_url("**/upgrade/**")
    clean(page, width)
    press(page, "#main form .btn-primary")
    page.get_by_text(words["pro"]).wait_for()

    page.goto(f"{home}settings/api/")
    clean(page, width)
    assert page.locator("main .notice a[href*=plan]").count() == 0
    assert page.locator("#main form input[name=name]").is_visible()
    bills = local_stripe.client.v1.invoices.list().data
    assert [bill.status for bill in bills] == ["paid", "paid"]
