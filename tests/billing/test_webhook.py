"""The webhook keeps what is proven, once, and nothing else."""

import hashlib
import hmac
import json
import time

import pytest
import stripe

from billing.models import StripeEvent
from tests.local_stripe.running import SECRET

PATH = "/billing/webhook/"


def event(ident="evt_1", customer="cus_1", **more):
    thing = {"id": "sub_1", "object": "subscription", "customer": customer, **more}
    body = {"id": ident, "object": "event", "type": "customer.subscription.updated", "created": 1_790_000_000,
            "api_version": "2026-10-28.endive", "data": {"object": thing}}  # fmt: skip
    return json.dumps(body).encode()


def signed(body, at=None, secret=SECRET):
    at = int(time.time()) if at is None else at
    return f"t={at},v1={hmac.new(secret.encode(), f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"


@pytest.fixture
def post(client_for, payments):
    client = client_for(enforce_csrf_checks=True)

    def send(body, signature, **more):
        headers = {} if signature is None else {"stripe-signature": signature}
        return client.post(PATH, body, content_type="application/json", headers=headers, **more)

    return send


def test_a_proven_event_is_kept_once_as_a_hint(post):
    body = event(metadata={"partner": "whoever"})
    for _ in range(3):
        assert post(body, signed(body)).status_code == 200
    kept = StripeEvent.objects.get()
    assert (kept.id, kept.type, kept.customer_id, kept.state) == (
        "evt_1", "customer.subscription.updated", "cus_1", "received",
    )  # fmt: skip
    assert "whoever" not in str(kept.__dict__)


def test_the_sdk_signs_alike(post):
    body = event()
    header = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET)
    assert post(body, header).status_code == 200


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "nonsense",
        "t=,v1=",
        "t=1",
        lambda body: signed(body, secret="whsec_other"),
        lambda body: signed(body, secret=""),
        lambda body: signed(body, at=int(time.time()) - 310),
        lambda body: signed(body, at=int(time.time()) + 310),
        lambda body: signed(body).replace("v1=", "v0="),
        lambda body: signed(body + b" "),
        lambda body: signed(body).replace("t=", "t=1"),
    ],
    ids=["none", "empty", "nonsense", "no values", "no mac", "wrong secret", "no secret", "old", "future", "scheme",
         "altered body", "altered time"],
)  # fmt: skip
def test_what_is_not_proven_is_refused_and_leaves_no_row(post, signature):
    body = event()
    answer = post(body, signature(body) if callable(signature) else signature)
    assert answer.status_code == 400
    assert not StripeEvent.objects.exists()


def test_a_moment_of_difference_between_clocks_is_forgiven(post):
    for ident, shift in (("evt_a", -200), ("evt_b", 200)):
        body = event(ident)
        assert post(body, signed(body, at=int(time.time()) + shift)).status_code == 200
    assert StripeEvent.objects.count() == 2


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null", b'{"object": "event"}', b"\xff\xfe", b"{"])
def test_a_signed_body_that_is_no_event_is_refused(post, body):
    assert post(body, signed(body)).status_code == 400
    assert not StripeEvent.objects.exists()


def test_a_long_body_is_refused_before_it_is_proven(post):
    body = event(text="x" * 256 * 1024)
    assert post(body, signed(body)).status_code == 413
    assert not StripeEvent.objects.exists()


def test_only_post_and_only_on_the_public_host(client_for, payments, alpha):
    assert client_for().get(PATH).status_code == 405
    body = event()
    on_partner = client_for(None, alpha).post(
        PATH, body, content_type="application/json", headers={"stripe-signature": signed(body)}
    )
    assert on_partner.status_code == 404
    assert not StripeEvent.objects.exists()


@pytest.mark.parametrize("name", ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"])
def test_without_its_settings_nothing_is_taken(post, settings, name):
    setattr(settings, name, "")
    body = event()
    assert post(body, signed(body, secret="")).status_code == 503
    assert not StripeEvent.objects.exists()


def test_an_event_says_whose_it_is_by_its_object_alone(post):
    cases = {
        "evt_customer": {"object": "customer", "id": "cus_9"},
        "evt_whole": {"object": "invoice", "id": "in_1", "customer": {"object": "customer", "id": "cus_8"}},
        "evt_nobody": {"object": "product", "id": "prod_1", "metadata": {"customer": "cus_7"}},
    }
    for ident, thing in cases.items():
        body = json.dumps(
            {"id": ident, "object": "event", "type": "x", "created": 1, "data": {"object": thing}}
        ).encode()
        assert post(body, signed(body)).status_code == 200
    assert dict(StripeEvent.objects.values_list("id", "customer_id")) == {
        "evt_customer": "cus_9", "evt_whole": "cus_8", "evt_nobody": "",
    }  # fmt: skip
