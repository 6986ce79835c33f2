"""The Billing Portal: plan, card, invoices, cancelling and taking it back."""

from typing import Any

import pytest

from tests.local_stripe.payer import CARD, Payer
from tests.local_stripe.running import DECLINED, GOOD, SECURE_ONCE
from tests.local_stripe.till import CANCEL, Shop, shop_open


@pytest.fixture
def shop(local_stripe) -> Shop:
    made = shop_open(local_stripe)
    Payer(made.session().url).act("pay", number=GOOD, **CARD)
    return made


def card_of(shop: Shop) -> str:
    api: Any = shop.local.client.v1
    customer = api.customers.retrieve(shop.customer)
    ident = shop.subscription().default_payment_method or customer.invoice_settings.default_payment_method
    return str(api.payment_methods.retrieve(str(ident)).card.last4)


def test_the_first_page_shows_plan_next_charge_card_and_invoices(shop):
    payer = Payer(shop.portal().url)
    for words in (
        "Pro",
        "4,990.00\u00a0₽ every month",
        "Next payment: 4,990.00\u00a0₽",
        "1\u00a0February 2026",
        "4242",
    ):
        assert words in payer.page.text
    (invoice,) = shop.invoices()
    assert invoice.number in payer.page.links
    assert payer.page.links["Go back"] == CANCEL
    payer.follow(invoice.number)
    assert "Paid" in payer.page.text


def test_cancelling_asks_first_and_can_be_taken_back(shop, local_stripe):
    before = len(local_stripe.events("customer.subscription.updated"))
    payer = Payer(shop.portal().url).follow("Cancel the plan")
    assert "stays yours until 1\u00a0February 2026" in payer.page.text
    assert shop.subscription().cancel_at_period_end is False
    payer.act("cancel")
    assert shop.subscription().cancel_at_period_end is True
    assert "The plan ends on 1\u00a0February 2026." in payer.page.text
    payer.act("keep")
    assert shop.subscription().cancel_at_period_end is False
    assert len(local_stripe.events("customer.subscription.updated")) == before + 2


def test_a_new_card_becomes_the_default(shop):
    payer = Payer(shop.portal().url).follow("Change the card").act("card", number="5555555555554444", **CARD)
    assert "The card is saved." in payer.page.text
    assert "4444" in payer.page.text
    assert card_of(shop) == "4444"


def test_a_refused_card_changes_nothing(shop):
    payer = Payer(shop.portal().url).follow("Change the card").act("card", number=DECLINED, **CARD)
    assert "declined" in payer.page.errors["number"]
    assert card_of(shop) == "4242"


def test_a_card_with_three_d_secure_is_confirmed_first(shop):
    payer = Payer(shop.portal().url).follow("Change the card").act("card", number=SECURE_ONCE, **CARD).act("refuse")
    assert "not confirmed" in payer.page.errors["number"]
    assert card_of(shop) == "4242"
    payer.act("card", number=SECURE_ONCE, **CARD).act("confirm")
    assert card_of(shop) == "3155"


def test_a_saved_card_with_three_d_secure_pays_the_next_month(shop, local_stripe):
    Payer(shop.portal().url).follow("Change the card").act("card", number=SECURE_ONCE, **CARD).act("confirm")
    local_stripe.advance(days=32)
    assert [invoice.status for invoice in shop.invoices()] == ["paid", "paid"]


def test_another_customers_subscription_is_out_of_reach(shop, local_stripe):
    other = local_stripe.client.v1.customers.create({"name": "Other"})
    url = shop.portal(customer=other.id).url
    payer = Payer(f"{url}/cancel?subscription={shop.subscription().id}")
    assert payer.acts == set()
    assert "There is no paid plan." in payer.page.text


def test_a_session_for_one_act_goes_straight_there_and_back(shop):
    flow = {
        "type": "payment_method_update",
        "after_completion": {"type": "redirect", "redirect": {"return_url": "http://127.0.0.1:9/card-done"}},
    }
    payer = Payer(shop.portal(flow_data=flow).url)
    assert payer.acts == {"card"}
    payer.act("card", number="5555555555554444", **CARD)
    assert payer.gone_to == "http://127.0.0.1:9/card-done"


def test_an_old_session_and_an_unknown_one_say_so(shop, local_stripe):
    url = shop.portal().url
    local_stripe.advance(days=1)
    assert "expired" in Payer(url).page.text
    assert Payer(f"{local_stripe.base}/p/session/bps_none").status == 404


def test_a_plan_that_will_change_says_so(shop, local_stripe):
    schedules = local_stripe.client.v1.subscription_schedules
    made = schedules.create({"from_subscription": shop.subscription().id})
    phase = made.phases[0]
    schedules.update(
        made.id,
        {
            "phases": [
                {"items": [{"price": shop.price}], "start_date": phase.start_date, "end_date": phase.end_date},
                {"items": [{"price": shop.year}], "duration": {"interval": "year"}},
            ]
        },
    )
    text = Payer(shop.portal().url).page.text
    assert "On 1\u00a0February 2026 it changes to Pro, 49,900.00\u00a0₽ every year." in text


def test_a_configuration_may_leave_everything_out(shop, local_stripe):
    features = {
        name: {"enabled": False} for name in ("invoice_history", "payment_method_update", "subscription_cancel")
    }
    bare = local_stripe.client.v1.billing_portal.configurations.create({"features": features})
    url = shop.portal(configuration=bare.id).url
    links = Payer(url).page.links
    assert set(links) == {"Skip to content", "Go back", "Русский"}
    for tail in ("card", "card/confirm", f"cancel?subscription={shop.subscription().id}"):
        assert Payer(f"{url}/{tail}").url == url


def test_a_plan_that_waits_says_so(shop, local_stripe):
    subscription = shop.subscription()
    until = local_stripe.now + 50 * 86_400
    pause = {"behavior": "void", "resumes_at": until}
    local_stripe.client.v1.subscriptions.update(subscription.id, {"pause_collection": pause})
    text = Payer(shop.portal().url).page.text
    assert "Paused until 20\u00a0February 2026." in text
    assert "Next payment" not in text
