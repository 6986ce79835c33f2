"""Checkout as a payer meets it: over HTTP forms, without a script."""

import pytest

from tests.local_stripe.payer import CARD, Payer
from tests.local_stripe.running import DECLINED, FAILS_LATER, GOOD, NO_FUNDS, SECURE_ONCE
from tests.local_stripe.till import CANCEL, PRICE, Shop, shop_open

DAY = 86_400


@pytest.fixture
def shop(local_stripe) -> Shop:
    return shop_open(local_stripe)


def test_the_page_says_what_is_bought_what_it_costs_and_that_no_money_is_real(shop):
    payer = Payer(shop.session().url)
    text = payer.page.text
    for words in ("Pro", "4,990.00\u00a0₽", "VAT 22%, included", "899.84\u00a0₽", "every month", "no real money"):
        assert words in text
    assert payer.page.forms[0].fields["email"] == "owner@bakery.example"
    assert payer.page.links["Back without paying"] == CANCEL


def test_paying_leads_back_to_the_shop_with_a_subscription(shop, local_stripe):
    session = shop.session()
    payer = Payer(session.url).act("pay", number=GOOD, **CARD)
    assert payer.gone_to == f"http://127.0.0.1:9/paid?session={session.id}"
    paid = shop.session_again(session)
    assert (paid.status, paid.payment_status, paid.amount_total) == ("complete", "paid", PRICE)
    subscription = shop.subscription()
    assert (subscription.id, subscription.status) == (paid.subscription, "active")
    assert subscription.metadata.partner == "p1"
    types = {event.type for event in local_stripe.events()}
    assert {"checkout.session.completed", "customer.subscription.created", "invoice.paid"} <= types


def test_a_second_press_buys_nothing_twice(shop):
    session = shop.session()
    first, second = Payer(session.url), Payer(session.url)
    first.act("pay", number=GOOD, **CARD)
    second.act("pay", number=GOOD, **CARD)
    assert "This payment is made" in second.page.text
    assert len(shop.invoices()) == 1
    shop.subscription()


@pytest.mark.parametrize(
    ("number", "field", "words"),
    [
        (DECLINED, "number", "declined this card"),
        (NO_FUNDS, "number", "not enough money"),
        ("4000000000000069", "exp", "has expired"),
        ("4000000000000127", "cvc", "security code is not right"),
        ("4000000000000119", "number", "did not go through"),
        ("4242424242424241", "number", "no such card number"),
    ],
)
def test_a_refusal_stands_at_its_field_and_another_card_pays(shop, number, field, words):
    session = shop.session()
    payer = Payer(session.url).act("pay", number=number, **CARD)
    assert words in payer.page.errors[field]
    assert shop.session_again(session).status == "open"
    form = next(form for form in payer.page.forms if "pay" in form.acts)
    assert (form.fields["name"], form.fields["cvc"]) == (CARD["name"], "")
    payer.act("pay", number=GOOD, **CARD)
    assert payer.gone_to
    assert shop.subscription().status == "active"


def test_what_is_missing_is_said_at_each_field(shop):
    payer = Payer(shop.session().url).act("pay", name="")
    assert set(payer.page.errors) == {"number", "exp", "cvc", "name"}


def test_a_new_customer_gives_an_address_for_receipts(shop):
    session = shop.session(customer=None)
    payer = Payer(session.url).act("pay", number=GOOD, **CARD)
    assert "Type your e-mail" in payer.page.errors["email"]
    payer.act("pay", number=GOOD, **CARD, email="nobody")
    assert "not an e-mail" in payer.page.errors["email"]
    payer.act("pay", number=SECURE_ONCE, **CARD, email="new@bakery.example").act("confirm")
    paid = shop.session_again(session)
    assert (paid.status, paid.customer_details.email) == ("complete", "new@bakery.example")


def test_a_trial_costs_nothing_now_and_says_what_comes_then(shop):
    session = shop.session(subscription_data={"trial_period_days": 30, "default_tax_rates": [shop.vat]})
    payer = Payer(session.url)
    assert "0.00\u00a0₽" in payer.page.text
    assert "Then 4,990.00\u00a0₽ every month" in payer.page.text
    payer.act("pay", number=SECURE_ONCE, **CARD)
    assert "saves this card" in payer.page.text
    payer.act("confirm")
    assert shop.subscription().status == "trialing"


def test_three_d_secure_confirmed(shop):
    session = shop.session()
    payer = Payer(session.url).act("pay", number=SECURE_ONCE, **CARD)
    assert payer.acts == {"confirm", "refuse"}
    assert "3155" in payer.page.text
    assert shop.session_again(session).status == "open"
    payer.act("confirm")
    assert payer.gone_to
    assert shop.subscription().status == "active"


def test_three_d_secure_refused_and_tried_again(shop):
    session = shop.session()
    payer = Payer(session.url).act("pay", number=SECURE_ONCE, **CARD).act("refuse")
    assert "not confirmed" in payer.page.errors["number"]
    assert shop.session_again(session).status == "open"
    payer.act("pay", number=GOOD, **CARD)
    assert payer.gone_to


def test_a_card_that_can_only_be_saved_does_not_pay(shop):
    payer = Payer(shop.session().url).act("pay", number=FAILS_LATER, **CARD)
    assert "declined this card" in payer.page.errors["number"]


def test_a_promo_code_recomputes_the_total_and_can_be_taken_off(shop):
    session = shop.session(allow_promotion_codes=True)
    payer = Payer(session.url).act("promo", promo="NOPE")
    assert "does not work" in payer.page.errors["promo"]
    payer.act("promo", promo="")
    assert "Type the promo code" in payer.page.errors["promo"]
    payer.act("promo", promo="start20")
    for words in ("Discount: START20", "−998.00\u00a0₽", "3,992.00\u00a0₽", "719.87\u00a0₽"):
        assert words in payer.page.text
    payer.act("promo_remove")
    assert "3,992" not in payer.page.text
    payer.act("promo", promo="START20").act("pay", number=GOOD, **CARD)
    assert shop.session_again(session).amount_total == 399_200
    assert shop.invoices()[0].total == 399_200


def test_a_coupon_that_ran_out_meanwhile_is_said_and_leaves_nothing_half_done(shop):
    coupons = shop.local.client.v1.coupons
    last = coupons.create({"percent_off": 50, "duration": "once", "max_redemptions": 1}).id
    sessions = [shop.session(discounts=[{"coupon": last}]) for _ in range(2)]
    assert Payer(sessions[0].url).act("pay", number=GOOD, **CARD).gone_to
    for number, acts in ((GOOD, ["pay"]), (SECURE_ONCE, ["pay", "confirm"])):
        payer = Payer(sessions[1].url).act("pay", number=number, **CARD)
        for act in acts[1:]:
            payer.act(act)
        assert "could not be done" in payer.page.errors["main"]
    assert len(shop.local.client.v1.payment_methods.list({"customer": shop.customer}).data) == 1
    shop.subscription()


def test_no_promo_code_is_taken_where_none_is_allowed(shop):
    payer = Payer(shop.session().url)
    assert "promo" not in payer.acts


def test_an_expired_and_an_unknown_session_say_so(shop, local_stripe):
    session = shop.session()
    local_stripe.advance(days=2)
    payer = Payer(session.url)
    assert "expired" in payer.page.text
    assert payer.acts == set()
    assert payer.page.links["Go back"] == CANCEL
    unknown = Payer(f"{local_stripe.base}/c/pay/cs_test_none")
    assert (unknown.status, unknown.acts) == (404, set())


@pytest.mark.parametrize(
    ("locale", "accept", "lang"), [(None, "ru", "ru"), ("auto", "en", "en"), ("ru", "en", "ru"), ("en", "ru", "en")]
)
def test_the_language_is_the_sessions_or_the_browsers(shop, locale, accept, lang):
    payer = Payer(shop.session(**({"locale": locale} if locale else {})).url, accept=accept)
    assert payer.page.lang == lang
    assert ("настоящих денег нет" in payer.page.text) == (lang == "ru")


def test_the_payer_may_change_the_language_and_keeps_it(shop):
    payer = Payer(shop.session(locale="en").url).follow("Русский")
    payer.act("pay", number="1", **CARD)
    assert payer.page.errors["number"].startswith("Такого номера карты нет")
