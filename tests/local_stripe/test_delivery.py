"""Webhooks arrive signed; what is not taken is tried again on the local clock."""

import time
from typing import Any

import pytest
import stripe

from billing.local_stripe.delivery import PAUSES
from billing.local_stripe.events import emit
from billing.local_stripe.signature import signature
from billing.local_stripe.state import Obj
from billing.local_stripe.webhook_target import endpoint_made
from tests.local_stripe.receiver import SECRET, Receiver, receiving
from tests.local_stripe.running import LocalStripe

HOUR = 3600


@pytest.fixture
def receiver():
    with receiving() as made:
        yield made


@pytest.fixture
def endpoint(local_stripe: LocalStripe, receiver: Receiver) -> Obj:
    with local_stripe.world.transaction():
        return local_stripe.world.state.put(endpoint_made(local_stripe.world, receiver.url, ["*"], SECRET))


def happens(local_stripe: LocalStripe, kind: str = "customer.updated", times: int = 1) -> list[str]:
    customer = {"id": "cus_1", "object": "customer", "name": "Пекарня", "metadata": {"partner": "p1"}}
    with local_stripe.world.transaction():
        return [emit(local_stripe.world, kind, {**customer, "id": f"cus_{n}"})["id"] for n in range(times)]


def event_of(local_stripe: LocalStripe, ident: str) -> Obj:
    with local_stripe.world.transaction():
        return local_stripe.world.state.need("event", ident)


def deliveries(local_stripe: LocalStripe, ident: str) -> list[Any]:
    shown = local_stripe.control("GET", "events")["data"]
    return next(event["deliveries"] for event in shown if event["id"] == ident)


def test_an_event_arrives_signed_as_the_sdk_expects(local_stripe, receiver, endpoint):
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    (event,) = receiver.events
    assert (event.id, event.type, event.api_version) == (ident, "customer.updated", endpoint["api_version"])
    assert event.data.object.name == "Пекарня"
    assert not any(key.startswith("_") for key in event.to_dict())


def test_another_secret_an_altered_body_and_an_old_signature_are_refused(local_stripe, receiver, endpoint):
    happens(local_stripe)
    local_stripe.settle()
    body, header = receiver.bodies[0], receiver.signatures[0]
    old = signature(body, secret=SECRET, at=int(time.time()) - 301)
    for wrong in [(body, header, "whsec_other"), (body + b" ", header, SECRET), (body, old, SECRET)]:
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(*wrong)


def test_an_endpoint_has_its_own_api_version(local_stripe, receiver, endpoint):
    with local_stripe.world.transaction():
        local_stripe.world.state.put({**endpoint, "api_version": "2025-01-01.other"})
    happens(local_stripe)
    local_stripe.settle()
    assert receiver.events[0].api_version == "2025-01-01.other"


def test_pending_webhooks_counts_down(local_stripe, receiver, endpoint):
    receiver.answers += [500]
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    assert event_of(local_stripe, ident)["pending_webhooks"] == 1
    local_stripe.advance(PAUSES[0])
    local_stripe.settle()
    assert event_of(local_stripe, ident)["pending_webhooks"] == 0
    (delivery,) = deliveries(local_stripe, ident)
    assert [tried["outcome"] for tried in delivery["log"]] == [500, 200]
    assert delivery["log"][1]["at"] - delivery["log"][0]["at"] == PAUSES[0]


@pytest.mark.parametrize("status", [201, 204])
def test_any_2xx_is_taken(local_stripe, receiver, endpoint, status):
    receiver.answers += [status]
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    assert event_of(local_stripe, ident)["pending_webhooks"] == 0


@pytest.mark.parametrize("status", [302, 400, 404])
def test_anything_else_is_tried_again(local_stripe, receiver, endpoint, status):
    receiver.answers += [status]
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    assert event_of(local_stripe, ident)["pending_webhooks"] == 1


def test_pauses_grow_and_after_three_days_the_event_is_given_up(local_stripe, receiver, endpoint):
    assert list(PAUSES) == sorted(PAUSES)
    assert 2 * 24 * HOUR < sum(PAUSES) < 4 * 24 * HOUR
    receiver.answers += [503] * 100
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    for pause in PAUSES:
        local_stripe.advance(pause - 1)
        local_stripe.settle()
        before = len(receiver.bodies)
        local_stripe.advance(1)
        local_stripe.settle()
        assert len(receiver.bodies) == before + 1
    (delivery,) = deliveries(local_stripe, ident)
    assert delivery["state"] == "failed"
    local_stripe.advance(days=30)
    local_stripe.settle()
    assert len(receiver.bodies) == len(PAUSES) + 1
    assert event_of(local_stripe, ident)["pending_webhooks"] == 1


@pytest.mark.parametrize(
    ("url", "outcome"),
    [("http://127.0.0.1:9/hook/", "ConnectionRefusedError"), ("http://127.0.0.1:port/hook/", "ValueError")],
)
def test_nobody_listening_is_a_try_as_well(local_stripe, receiver, endpoint, url, outcome):
    with local_stripe.world.transaction():
        local_stripe.world.state.put({**endpoint, "url": url})
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    (delivery,) = deliveries(local_stripe, ident)
    assert outcome in delivery["log"][0]["outcome"]
    assert receiver.bodies == []


def test_a_disabled_or_removed_endpoint_hears_nothing(local_stripe, receiver, endpoint):
    receiver.answers += [500]
    happens(local_stripe)
    local_stripe.settle()
    with local_stripe.world.transaction():
        local_stripe.world.state.put({**endpoint, "status": "disabled"})
    happens(local_stripe)
    local_stripe.advance(days=1)
    local_stripe.settle()
    assert len(receiver.bodies) == 1


def test_a_resend_closes_what_was_given_up(local_stripe, receiver, endpoint):
    receiver.answers += [500] * (len(PAUSES) + 1)
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    for pause in PAUSES:
        local_stripe.advance(pause)
        local_stripe.settle()
    assert event_of(local_stripe, ident)["pending_webhooks"] == 1
    local_stripe.control("POST", "deliver", event=ident)
    local_stripe.settle()
    event = event_of(local_stripe, ident)
    assert (event["pending_webhooks"], event["_failed"]) == (0, 0)
    local_stripe.control("POST", "deliver", event=ident, times=2)
    local_stripe.settle()
    assert receiver.ids == [ident] * (len(PAUSES) + 4)
    assert event_of(local_stripe, ident)["pending_webhooks"] == 0


def test_a_made_up_event_is_signed_but_stands_in_no_list(local_stripe, receiver, endpoint):
    forged = (
        '{"id": "evt_forged", "object": "event", "type": "invoice.paid", "data": {"object": {"metadata": {"p": "2"}}}}'
    )
    local_stripe.control("POST", "deliver", event=forged)
    local_stripe.settle()
    (event,) = receiver.events
    assert (event.id, event.data.object.metadata.p) == ("evt_forged", "2")
    assert local_stripe.control("GET", "events")["data"] == []


def test_the_sdk_lists_what_was_not_delivered(local_stripe, receiver, endpoint):
    receiver.answers += [200, 500]
    taken, refused = happens(local_stripe, times=2)
    local_stripe.settle()
    events = local_stripe.client.v1.events

    def listed(success: bool) -> list[str]:
        return [event.id for event in events.list({"delivery_success": success})]

    assert (listed(True), listed(False)) == ([taken], [refused])
    local_stripe.advance(days=7)
    local_stripe.settle()
    assert listed(False) == []


def test_an_endpoint_made_over_the_api_gets_events_signed_with_the_secret_it_was_told(local_stripe, receiver):
    made = local_stripe.client.v1.webhook_endpoints.create(
        {"url": receiver.url, "enabled_events": ["customer.created"]}
    )
    receiver.secret = made.secret
    customer = local_stripe.client.v1.customers.create({"name": "Пекарня"})
    local_stripe.client.v1.customers.update(customer.id, {"name": "Булочная"})
    local_stripe.settle()
    assert [(event.type, event.data.object.id) for event in receiver.events] == [("customer.created", customer.id)]


def test_a_cut_connection_has_done_the_work_and_the_key_brings_the_same_answer(local_stripe):
    local_stripe.control("POST", "faults", **{"answers[0][kind]": "cut", "answers[0][next]": 1})
    customers = local_stripe.client.v1.customers
    with pytest.raises(stripe.APIConnectionError):
        customers.create({"name": "Пекарня"}, {"idempotency_key": "k1"})
    made = customers.create({"name": "Пекарня"}, {"idempotency_key": "k1"})
    assert [one.id for one in customers.list().data] == [made.id]
