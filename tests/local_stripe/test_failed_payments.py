"""Cards that stop paying: retries, the end, 3-D Secure away from the person, changes that can't be paid."""

import pytest
import stripe

from tests.local_stripe.running import DAY, FAILS_LATER, GOOD, HOUR, SECURE_ALWAYS, SECURE_ONCE
from tests.local_stripe.shop import GROWTH, Shop
from tests.local_stripe.test_proration import AT_ONCE, at

INTENT = {"expand": ["payments.data.payment.payment_intent", "confirmation_secret"]}


def intent_of(shop: Shop, sub):
    bill = shop.client.invoices.retrieve(shop.invoice(sub).id, INTENT)
    return bill.payments.data[0].payment.payment_intent


def test_a_failed_renewal_is_tried_again_after_3_5_and_7_days_then_all_ends(shop: Shop):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), FAILS_LATER)
    shop.local.advance(to=at(2026, 2, 1, 13))
    assert shop.subscription(str(sub.customer)).status == "past_due"
    assert shop.client.customers.retrieve(sub.customer).delinquent
    first = at(2026, 2, 1, 13)
    for tries, wait in ((1, 3), (2, 5), (3, 7)):
        bill = shop.invoice(sub)
        assert (bill.status, bill.attempt_count, bill.amount_remaining) == ("open", tries, GROWTH)
        first += wait * DAY
        assert bill.next_payment_attempt == first
        shop.local.advance(to=first)
    gone = shop.subscription(str(sub.customer))
    assert (gone.status, gone.cancellation_details.reason) == ("canceled", "payment_failed")
    bill = shop.invoice(sub)
    assert (bill.status, bill.next_payment_attempt, bill.attempt_count, bill.auto_advance) == ("open", None, 4, False)
    assert len(shop.local.events("invoice.payment_failed")) == 4
    assert len(shop.local.events("charge.failed")) == 4
    assert shop.local.events("customer.subscription.deleted")


def test_a_new_card_pays_what_is_owed(shop: Shop):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), FAILS_LATER)
    shop.local.advance(to=at(2026, 2, 2))
    bill = shop.invoice(sub)
    with pytest.raises(stripe.CardError) as refused:
        shop.client.invoices.pay(bill.id)
    assert (refused.value.code, refused.value.http_status) == ("card_declined", 402)
    assert shop.invoice(sub).attempt_count == 2
    shop.local.card_set(str(sub.customer), GOOD)
    assert shop.client.invoices.pay(bill.id).status == "paid"
    sub = shop.subscription(str(sub.customer))
    assert (sub.status, shop.client.customers.retrieve(sub.customer).delinquent) == ("active", False)
    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        shop.client.invoices.pay(bill.id)


def test_a_retry_with_a_new_card_succeeds_by_itself(shop: Shop):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), FAILS_LATER)
    shop.local.advance(to=at(2026, 2, 2))
    shop.local.card_set(str(sub.customer), GOOD)
    shop.local.advance(days=3)
    assert (shop.invoice(sub).status, shop.subscription(str(sub.customer)).status) == ("paid", "active")


def test_a_card_that_asked_once_renews_by_itself(shop: Shop):
    sub = shop.buy(number=SECURE_ONCE)
    shop.local.advance(to=at(2026, 2, 2))
    assert (shop.invoice(sub).status, shop.invoice(sub).billing_reason) == ("paid", "subscription_cycle")


def test_a_card_that_always_asks_waits_for_the_person(shop: Shop):
    sub = shop.buy(number=SECURE_ALWAYS)
    shop.local.advance(to=at(2026, 2, 1, 13))
    assert shop.subscription(str(sub.customer)).status == "past_due"
    intent = intent_of(shop, sub)
    assert (intent.status, intent.next_action.type) == ("requires_action", "use_stripe_sdk")
    assert shop.local.events("invoice.payment_action_required")
    assert shop.local.events("payment_intent.requires_action")
    with pytest.raises(stripe.CardError) as refused:
        shop.client.invoices.pay(shop.invoice(sub).id)
    assert refused.value.code == "invoice_payment_intent_requires_action"


def test_a_first_payment_that_fails_expires_after_23_hours(shop: Shop):
    customer = shop.customer()
    shop.local.card_set(customer, FAILS_LATER)
    wish = {"customer": customer, "items": [{"price": shop.prices["growth_month"]}]}
    sub = shop.client.subscriptions.create({**wish, "payment_behavior": "allow_incomplete"})
    assert (sub.status, shop.invoice(sub).status) == ("incomplete", "open")
    with pytest.raises(stripe.CardError):
        shop.client.subscriptions.create({**wish, "payment_behavior": "error_if_incomplete"})
    shop.local.advance(23 * HOUR)
    assert shop.subscription(customer).status == "incomplete_expired"
    assert shop.invoice(sub).status == "void"


def test_a_first_payment_may_be_mended_in_time(shop: Shop):
    customer = shop.customer()
    shop.local.card_set(customer, FAILS_LATER)
    wish = {"customer": customer, "items": [{"price": shop.prices["growth_month"]}]}
    sub = shop.client.subscriptions.create(wish)
    shop.local.card_set(customer, GOOD)
    shop.client.invoices.pay(sub.latest_invoice)
    shop.local.advance(23 * HOUR)
    assert shop.subscription(customer).status == "active"


def test_an_upgrade_that_must_be_paid_is_refused_whole(shop: Shop):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), FAILS_LATER)
    before = len(shop.local.events())
    with pytest.raises(stripe.CardError) as refused:
        shop.change(sub, "pro_month", **AT_ONCE, payment_behavior="error_if_incomplete")
    assert refused.value.code == "card_declined"
    assert shop.subscription(str(sub.customer))["items"].data[0].price.id == shop.prices["growth_month"]
    assert (shop.invoice(sub).total, len(shop.local.events())) == (GROWTH, before)


def test_an_upgrade_may_wait_for_its_payment(shop: Shop):
    sub = shop.buy()
    shop.local.advance(days=10)
    shop.local.card_set(str(sub.customer), FAILS_LATER)
    waits = shop.change(sub, "pro_month", **AT_ONCE, payment_behavior="pending_if_incomplete")
    assert waits.status == "active"
    assert waits["items"].data[0].price.id == shop.prices["growth_month"]
    assert waits.pending_update.subscription_items[0].price.id == shop.prices["pro_month"]
    assert waits.pending_update.expires_at == shop.local.now + 23 * HOUR
    bill = shop.invoice(sub)
    assert (bill.status, bill.next_payment_attempt) == ("open", None)
    shop.local.card_set(str(sub.customer), GOOD)
    shop.client.invoices.pay(bill.id)
    done = shop.subscription(str(sub.customer))
    assert (done.pending_update, done["items"].data[0].price.id) == (None, shop.prices["pro_month"])
    assert shop.local.events("customer.subscription.pending_update_applied")


@pytest.mark.parametrize("voids", [True, False])
def test_a_waiting_upgrade_is_forgotten(shop: Shop, voids: bool):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), SECURE_ALWAYS)
    shop.change(sub, "pro_month", **AT_ONCE, payment_behavior="pending_if_incomplete")
    assert intent_of(shop, sub).status == "requires_action"
    if voids:
        shop.client.invoices.void_invoice(shop.invoice(sub).id)
    else:
        shop.local.advance(23 * HOUR)
    now = shop.subscription(str(sub.customer))
    assert (now.pending_update, now.status, shop.invoice(sub).status) == (None, "active", "void")
    assert intent_of(shop, sub).status == "canceled"
    assert shop.local.events("customer.subscription.pending_update_expired")


def test_an_upgrade_that_is_allowed_to_fail_leaves_a_debt(shop: Shop):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), FAILS_LATER)
    changed = shop.change(sub, "pro_month", **AT_ONCE)
    assert (changed.status, changed["items"].data[0].price.id) == ("past_due", shop.prices["pro_month"])
    assert shop.invoice(sub).status == "open"


def test_a_card_is_good_to_the_end_of_its_month(shop: Shop):
    customer = shop.customer()
    shop.local.control("POST", f"customers/{customer}/card", number=GOOD, exp_month=2, exp_year=26)
    sub = shop.client.subscriptions.create({"customer": customer, "items": [{"price": shop.prices["growth_month"]}]})
    shop.local.advance(to=at(2026, 2, 1, 13))
    assert shop.invoice(sub).status == "paid"
    shop.local.advance(to=at(2026, 3, 1, 13))
    assert shop.invoice(sub).status == "open"
    assert intent_of(shop, sub).last_payment_error.code == "expired_card"


def test_what_can_wait_with_a_payment_is_limited(shop: Shop):
    sub = shop.buy()
    with pytest.raises(stripe.InvalidRequestError, match="metadata"):
        shop.change(sub, "pro_month", payment_behavior="pending_if_incomplete", metadata={"a": "b"})


def test_a_debt_may_be_given_up_or_settled_elsewhere(shop: Shop):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), FAILS_LATER)
    shop.local.advance(to=at(2026, 2, 2))
    bill = shop.client.invoices.mark_uncollectible(shop.invoice(sub).id)
    assert bill.status == "uncollectible"
    assert shop.client.invoices.pay(bill.id, {"paid_out_of_band": True}).status == "paid"
