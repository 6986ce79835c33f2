"""How one asks: keys, versions, unknown addresses and parameters, pages of lists, expansion."""

import json
import urllib.error
import urllib.request

import pytest
import stripe

from billing.local_stripe.forms import parse
from tests.local_stripe.running import KEY, LocalStripe
from tests.local_stripe.shop import Shop


def raw(local: LocalStripe, path: str, body: bytes | None = None, **headers: str):
    asked = urllib.request.Request(f"{local.base}{path}", body, headers)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, json.load(answer), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read()), error.headers


def test_only_the_right_key_is_let_in(shop: Shop):
    for headers in ({}, {"Authorization": "Bearer sk_test_other"}):
        status, body, _ = raw(shop.local, "/v1/customers", None, **headers)
        assert (status, body["error"]["type"]) == (401, "invalid_request_error")
    client = stripe.StripeClient("sk_test_wrong", base_addresses={"api": shop.local.base})
    with pytest.raises(stripe.AuthenticationError):
        client.v1.customers.list()


@pytest.mark.parametrize(("body", "status"), [(b"name=%ff\xff", 400), (b"x" * 1_000_001, 413), (b"name=\xd0\x90", 200)])
def test_a_body_must_be_text_of_a_sensible_length(local_stripe: LocalStripe, body: bytes, status: int):
    found, said, _ = raw(local_stripe, "/v1/customers", body, Authorization=f"Bearer {KEY}")
    assert (found, "error" in said) == (status, status != 200)


def test_an_answer_names_request_and_version(shop: Shop):
    status, body, headers = raw(shop.local, "/v1/customers", Authorization=f"Bearer {KEY}")
    assert (status, body["object"], headers["Stripe-Version"]) == (200, "list", "2026-10-28.endive")
    assert headers["Request-Id"].startswith("req_")


def test_another_version_is_refused(shop: Shop):
    with pytest.raises(stripe.InvalidRequestError, match="2026-10-28"):
        shop.client.customers.list(options={"stripe_version": "2020-08-27"})


def test_what_is_not_here_says_so(shop: Shop):
    with pytest.raises(stripe.APIError) as refused:
        shop.client.payouts.list()
    assert refused.value.http_status == 501
    assert "/v1/payouts" in str(refused.value)


def test_unknown_and_missing_parameters_are_named(shop: Shop):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.customers.create({"e_mail": "x"})
    assert (refused.value.code, refused.value.param) == ("parameter_unknown", "e_mail")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.products.create({})
    assert (refused.value.code, refused.value.param) == ("parameter_missing", "name")


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"limit": "many"}, "limit"),
        ({"limit": 101}, "limit"),
        ({"starting_after": "cus_none"}, "starting_after"),
    ],
)
def test_a_wrong_page_is_refused(shop: Shop, wrong, param: str):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.customers.list(wrong)
    assert refused.value.param == param


def test_an_object_that_is_not_there(shop: Shop):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.customers.retrieve("cus_none")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.client.prices.create({"product": "prod_none", "currency": "rub", "unit_amount": 1})
    assert (refused.value.http_status, refused.value.param) == (400, "product")


def test_lists_come_newest_first_in_pages(shop: Shop):
    made = [shop.customer(f"{number}@x.example") for number in range(7)][::-1]
    page = shop.client.customers.list({"limit": 3})
    assert ([one.id for one in page.data], page.has_more) == (made[:3], True)
    page = shop.client.customers.list({"limit": 3, "starting_after": page.data[-1].id})
    assert [one.id for one in page.data] == made[3:6]
    page = shop.client.customers.list({"limit": 2, "ending_before": made[3]})
    assert ([one.id for one in page.data], page.has_more) == (made[1:3], True)
    assert [one.id for one in shop.client.customers.list({"limit": 2}).auto_paging_iter()] == made


def test_lists_by_time(shop: Shop):
    shop.customer("before@x.example")
    shop.local.advance(100)
    later = shop.customer("later@x.example")
    found = shop.client.customers.list({"created": {"gte": shop.local.now}}).data
    assert [one.id for one in found] == [later]
    assert len(shop.client.customers.list({"created": {"lt": shop.local.now}}).data) == 1


def test_events_by_type_and_delivery(shop: Shop):
    sub = shop.buy()
    assert {one.type for one in shop.client.events.list({"types": ["invoice.paid", "customer.created"]}).data} == {
        "invoice.paid",
        "customer.created",
    }
    assert all(one.type.startswith("invoice.") for one in shop.client.events.list({"type": "invoice.*"}).data)
    assert shop.client.events.list({"delivery_success": False}).data == []  # nobody is to be told
    event = shop.client.events.list({"type": "customer.subscription.created"}).data[0]
    assert shop.client.events.retrieve(event.id).data.object["id"] == sub.id
    assert (event.api_version, event.livemode) == ("2026-10-28.endive", False)


def test_expansion_of_what_is_named_and_of_what_is_only_there_when_asked_for(shop: Shop):
    sub = shop.buy()
    parts = ["customer", "default_payment_method", "latest_invoice.payments.data.payment.payment_intent.latest_charge"]
    with pytest.raises(stripe.InvalidRequestError, match="more than 4 levels"):
        shop.client.subscriptions.retrieve(sub.id, {"expand": parts})
    found = shop.client.subscriptions.retrieve(sub.id, {"expand": [*parts[:2], "latest_invoice.payments"]})
    assert (found.customer.email, found.default_payment_method.card.last4) == ("owner@alpha.example", "4242")
    payment = found.latest_invoice.payments.data[0]
    assert (payment.status, payment.amount_paid, payment.is_default) == ("paid", 199_000, True)
    listed = shop.client.subscriptions.list({"expand": ["data.latest_invoice", "data.discounts.source.coupon"]})
    assert listed.data[0].latest_invoice.id == sub.latest_invoice
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        shop.client.subscriptions.retrieve(sub.id, {"expand": ["nonsense"]})


def test_nested_parameters():
    assert parse("a[b][c]=1&d[0][e]=2&d[1][e]=3&f[]=x&f[]=y") == {
        "a": {"b": {"c": "1"}},
        "d": [{"e": "2"}, {"e": "3"}],
        "f": ["x", "y"],
    }
    assert parse("items[][price]=p&items[][quantity]=1&items[][price]=q") == {
        "items": [{"price": "p", "quantity": "1"}, {"price": "q"}]
    }
    assert parse("name=&x[10]=b&x[9]=a") == {"name": "", "x": ["a", "b"]}


@pytest.mark.parametrize("text", ["a=1&a[b]=2", "a[b][c][d][e][f][g][h][i]=1"])
def test_parameters_that_make_no_sense(text: str):
    with pytest.raises(Exception, match="Invalid parameters"):
        parse(text)
