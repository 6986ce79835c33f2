"""`Idempotency-Key`: twice is once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from tests.local_stripe.running import DAY, FAILS_LATER, GOOD
from tests.local_stripe.shop import Shop
from tests.local_stripe.test_proration import AT_ONCE

KEY = {"idempotency_key": "partner-1:customer"}


def test_the_same_request_again_changes_nothing(shop: Shop):
    first = shop.client.customers.create({"email": "a@x.example"}, KEY)
    again = shop.client.customers.create({"email": "a@x.example"}, KEY)
    assert first.id == again.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert again.last_response.headers["Original-Request"] == first.last_response.headers["Request-Id"]
    assert len(shop.client.customers.list({"email": "a@x.example"}).data) == 1
    assert shop.local.events("customer.created")[0].request.idempotency_key == KEY["idempotency_key"]
    assert len(shop.local.events("customer.created")) == 1


@pytest.mark.parametrize("other", [{"email": "b@x.example"}, {"email": "a@x.example", "name": "A"}])
def test_a_key_with_other_parameters_is_refused(shop: Shop, other: dict[str, str]):
    shop.client.customers.create({"email": "a@x.example"}, KEY)
    with pytest.raises(stripe.IdempotencyError) as refused:
        shop.client.customers.create(other, KEY)
    assert refused.value.error
    assert (refused.value.http_status, refused.value.error.type) == (400, "idempotency_error")
    assert shop.client.customers.list({"email": "b@x.example"}).data == []


def test_a_key_is_forgotten_after_a_day(shop: Shop):
    first = shop.client.customers.create({"email": "a@x.example"}, KEY)
    shop.local.advance(days=1, seconds=1)
    assert shop.client.customers.create({"email": "a@x.example"}, KEY).id != first.id


def test_a_declined_card_is_declined_again_without_a_second_attempt(shop: Shop):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), FAILS_LATER)
    shop.local.advance(days=32)
    bill = shop.invoice(sub)
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            shop.client.invoices.pay(bill.id, options=KEY)
        assert shop.invoice(sub).attempt_count == bill.attempt_count + 1
    shop.local.card_set(str(sub.customer), GOOD)
    with pytest.raises(stripe.CardError):
        shop.client.invoices.pay(bill.id, options=KEY)
    assert shop.client.invoices.pay(bill.id, options={"idempotency_key": "other"}).status == "paid"


def test_a_refused_change_is_refused_again_and_left_no_trace(shop: Shop):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), FAILS_LATER)
    items = [{"id": sub["items"].data[0].id, "price": shop.prices["pro_month"]}]
    wish = {"items": items, **AT_ONCE, "payment_behavior": "error_if_incomplete"}
    for number in (FAILS_LATER, GOOD):
        shop.local.card_set(str(sub.customer), number)
        with pytest.raises(stripe.CardError):
            shop.client.subscriptions.update(sub.id, wish, KEY)
    assert len(shop.client.invoices.list({"subscription": sub.id}).data) == 1


def test_a_request_refused_at_the_door_may_be_mended(shop: Shop):
    with pytest.raises(stripe.InvalidRequestError):
        shop.client.customers.create({"preferred_locales": "ru"}, KEY)
    assert shop.client.customers.create({"email": "a@x.example"}, KEY).id


def test_two_at_once_act_once(shop: Shop):
    barrier = threading.Barrier(8)

    def ask(_: int) -> str:
        barrier.wait()
        try:
            return str(shop.client.customers.create({"email": "a@x.example"}, KEY).id)
        except stripe.StripeError as error:  # the SDK has no class for 409 and asks again by itself, if allowed
            assert (error.http_status, "idempotency_key_in_use" in str(error.http_body)) == (409, True)  # noqa: PT017
            return "in use"

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8))) - {"in use"}
    assert len(answers) == 1
    assert len(shop.client.customers.list({"email": "a@x.example"}).data) == 1


def test_a_double_upgrade_is_charged_once(shop: Shop):
    sub = shop.buy()
    shop.local.advance(10 * DAY)
    items = [{"id": sub["items"].data[0].id, "price": shop.prices["pro_month"]}]
    for _ in range(2):
        shop.client.subscriptions.update(sub.id, {"items": items, **AT_ONCE}, KEY)
    assert len(shop.client.invoices.list({"subscription": sub.id}).data) == 2
