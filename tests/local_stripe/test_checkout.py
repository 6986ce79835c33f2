"""Checkout: a subscription is bought on a page."""

import pytest
import stripe

from tests.local_stripe.running import DAY, DECLINED, FAILS_LATER, GOOD, HOUR, NO_FUNDS, SECURE_ALWAYS, SECURE_ONCE
from tests.local_stripe.shop import GROWTH, Shop

BOUGHT = [
    "payment_method.attached",
    "invoice.created",
    "customer.subscription.created",
    "payment_intent.created",
    "invoice.finalized",
    "charge.succeeded",
    "payment_intent.succeeded",
    "invoice.updated",
    "invoice_payment.paid",
    "invoice.paid",
    "invoice.payment_succeeded",
    "customer.subscription.updated",
    "checkout.session.completed",
]


def test_a_good_card_buys_a_subscription(shop: Shop):
    local, customer = shop.local, shop.customer()
    session = shop.checkout(customer)
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", GROWTH)
    assert session.total_details
    assert session.total_details.amount_tax == 35_885  # 199 000 × 22 / 122
    before = len(local.events())
    answer = local.card_pay(str(session.url))
    assert answer["redirect"] == f"http://127.0.0.1/done?session={session.id}"
    done = shop.client.checkout.sessions.retrieve(session.id, {"expand": ["subscription", "invoice", "line_items"]})
    assert (done.status, done.payment_status, done.url) == ("complete", "paid", None)
    sub = done.subscription
    assert (sub.status, sub.metadata["partner"], sub.latest_invoice) == ("active", "alpha", done.invoice.id)
    item = sub["items"].data[0]
    assert (item.current_period_start, item.current_period_end) == (local.now, local.now + 31 * DAY)
    assert (done.invoice.status, done.invoice.amount_paid, done.invoice.amount_remaining) == ("paid", GROWTH, 0)
    assert done.line_items.data[0].amount_total == GROWTH
    assert [event.type for event in local.events()][before:] == BOUGHT


@pytest.mark.parametrize(
    ("number", "says"),
    [(DECLINED, "The bank declined this card."), (NO_FUNDS, "There is not enough money on this card.")],
)
def test_a_bad_card_leaves_the_page_open(shop: Shop, number: str, says: str):
    customer = shop.customer()
    session = shop.checkout(customer)
    answer = shop.local.card_pay(str(session.url), number)
    assert answer["status"] == "declined"
    assert answer["message"].startswith(says)
    assert shop.client.checkout.sessions.retrieve(session.id).status == "open"
    assert shop.client.subscriptions.list({"customer": customer, "status": "all"}).data == []
    assert shop.local.card_pay(str(session.url), GOOD)["status"] == "paid"


@pytest.mark.parametrize("number", ["4242424242424241", "abc", ""])
def test_a_wrong_number_is_told(shop: Shop, number: str):
    session = shop.checkout(shop.customer())
    if number:
        assert shop.local.card_pay(str(session.url), number)["message"].startswith("There is no such card")


@pytest.mark.parametrize("number", [SECURE_ONCE, SECURE_ALWAYS])
def test_a_card_may_ask_for_the_person(shop: Shop, number: str):
    session = shop.checkout(shop.customer())
    assert shop.local.card_pay(str(session.url), number, authenticate=False)["status"] == "authentication_failed"
    assert shop.local.card_pay(str(session.url), number)["status"] == "paid"


def test_a_card_that_fails_when_charged_is_declined_here_too(shop: Shop):
    assert shop.local.card_pay(str(shop.checkout(shop.customer()).url), FAILS_LATER)["status"] == "declined"


def test_a_paid_or_expired_page_is_closed(shop: Shop):
    session = shop.checkout(shop.customer())
    shop.local.advance(24 * HOUR)
    assert shop.client.checkout.sessions.retrieve(session.id).status == "expired"
    assert shop.local.events("checkout.session.expired")[0].data.object["id"] == session.id
    with pytest.raises(stripe.InvalidRequestError):
        shop.client.checkout.sessions.expire(session.id)


def test_a_coupon_and_a_typed_code_lower_the_price(shop: Shop):
    coupon = shop.client.coupons.create({"percent_off": 25, "duration": "once", "name": "−25 %"})
    code = shop.client.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "SPRING"})
    given = shop.checkout(shop.customer(), discounts=[{"coupon": coupon.id}])
    assert given.amount_total == 149_250  # 199 000 × 0.75
    typed = shop.checkout(shop.customer(), allow_promotion_codes=True)
    ident = typed.id
    shop.local.control("POST", f"checkout/{ident}/pay", number=GOOD, code="spring", authenticate="true")
    done = shop.client.checkout.sessions.retrieve(ident, {"expand": ["invoice", "discounts.promotion_code"]})
    assert (done.amount_total, done.invoice.total) == (149_250, 149_250)
    assert done.discounts[0].promotion_code.id == code.id
    assert shop.client.promotion_codes.retrieve(code.id).times_redeemed == 1
    assert shop.client.coupons.retrieve(coupon.id).times_redeemed == 1


def test_a_trial_charges_nothing_until_it_ends(shop: Shop):
    sub = shop.buy("pro_month", subscription_data={"trial_period_days": 30})
    assert (sub.status, shop.invoice(sub).total) == ("trialing", 0)
    shop.local.advance(days=31)
    sub = shop.subscription(str(sub.customer))
    assert (sub.status, shop.invoice(sub).total, shop.invoice(sub).status) == ("active", 499_000, "paid")
    assert len(shop.local.events("customer.subscription.trial_will_end")) == 1
