"""What goes wrong on demand goes wrong in the way asked for, and in the same way for the same seed."""

import http.client
import json
import urllib.error
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest

from billing.local_stripe.faults import FaultError, Faults
from tests.local_stripe.running import KEY, LocalStripe
from tests.local_stripe.test_delivery import deliveries, endpoint, event_of, happens, receiver

__all__ = ["endpoint", "receiver"]


def ask(local_stripe: LocalStripe, path: str = "/v1/events", **headers: str) -> tuple[int, Any, Any]:
    at = urlsplit(local_stripe.base)
    connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=10)
    connection.request("GET", path, headers={"Authorization": f"Bearer {KEY}", **headers})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read()), answer.headers


def test_none_are_in_force_until_asked_for(local_stripe):
    shown = local_stripe.control("GET", "faults")
    assert shown["answers"] == []
    assert not any(shown["deliveries"][name] for name in ("duplicate", "reorder", "drop", "delay", "fail", "forge"))


def test_a_dropped_delivery_never_comes_and_stays_owed(local_stripe, receiver, endpoint):
    local_stripe.faults(deliveries={"drop": 1})
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    local_stripe.faults()
    local_stripe.advance(days=5)
    local_stripe.settle()
    assert receiver.bodies == []
    assert event_of(local_stripe, ident)["pending_webhooks"] == 1


def test_a_duplicated_delivery_comes_again_and_counts_once(local_stripe, receiver, endpoint):
    local_stripe.faults(seed=3, deliveries={"duplicate": 1, "duplicates": 4})
    idents = happens(local_stripe, times=20)
    local_stripe.settle()
    came = Counter(receiver.ids)
    assert set(came) == set(idents)
    assert min(came.values()) == 2
    assert max(came.values()) == 5
    assert all(event_of(local_stripe, ident)["pending_webhooks"] == 0 for ident in idents)


def test_reordered_deliveries_all_come_but_not_in_order(local_stripe, receiver, endpoint):
    local_stripe.faults(seed=1, deliveries={"reorder": 1})
    idents = happens(local_stripe, times=20)
    local_stripe.settle()
    assert receiver.ids != idents
    assert sorted(receiver.ids) == sorted(idents)


def test_a_delayed_delivery_waits_for_the_clock(local_stripe, receiver, endpoint):
    local_stripe.faults(seed=1, deliveries={"delay": 1, "delay_seconds": 600})
    happens(local_stripe, times=3)
    local_stripe.settle()
    assert len(receiver.bodies) < 3
    local_stripe.advance(600)
    local_stripe.settle()
    assert len(receiver.bodies) == 3


def test_a_try_lost_on_its_way_is_made_again(local_stripe, receiver, endpoint):
    local_stripe.faults(deliveries={"fail": 1})
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    assert receiver.bodies == []
    local_stripe.faults()
    local_stripe.advance(10)
    local_stripe.settle()
    assert receiver.ids == [ident]
    assert [tried["outcome"] for tried in deliveries(local_stripe, ident)[0]["log"]] == ["lost on its way", 200]


def test_a_forged_event_comes_beside_the_true_one(local_stripe, receiver, endpoint):
    local_stripe.faults(deliveries={"forge": 1, "forged_metadata": {"partner": "someone else"}})
    (ident,) = happens(local_stripe)
    local_stripe.settle()
    true, forged = sorted(receiver.events, key=lambda event: event.id != ident)
    assert true.data.object.metadata.partner == "p1"
    assert forged.id != ident
    assert (forged.data.object.id, forged.data.object.metadata.partner) == (true.data.object.id, "someone else")
    assert [event["id"] for event in local_stripe.control("GET", "events")["data"]] == [ident]


def test_the_same_seed_gives_the_same_fates(local_stripe):
    def fates(seed: int) -> list[object]:
        made = Faults()
        made.set({"seed": seed, "deliveries": {"drop": 0.3, "duplicate": 0.3, "delay": 0.3}})
        return [made.fate() for _ in range(50)]

    assert fates(5) == fates(5)
    assert fates(5) != fates(6)


@pytest.mark.parametrize(
    ("kind", "status", "type_"),
    [("error", 500, "api_error"), ("conflict", 409, "idempotency_error"), ("rate_limit", 429, "invalid_request_error")],
)
def test_the_next_answers_are_errors(local_stripe, kind, status, type_):
    local_stripe.faults(answers=[{"kind": kind, "next": 2}])
    for _ in range(2):
        got, body, headers = ask(local_stripe)
        assert (got, body["error"]["type"], headers["Stripe-Should-Retry"]) == (status, type_, "true")
    assert ask(local_stripe)[0] not in (500, 409, 429)
    assert local_stripe.control("GET", "faults")["done"] == {kind: 2}


def test_only_the_named_requests_fail(local_stripe):
    local_stripe.faults(answers=[{"kind": "error", "probability": 1, "method": "GET", "path": "/v1/customers"}])
    assert ask(local_stripe)[0] != 500
    assert ask(local_stripe, "/v1/customers")[0] == 500
    assert local_stripe.control("GET", "clock")["now"]  # the controls never fail


def test_a_cut_connection_gives_no_answer(local_stripe):
    local_stripe.faults(answers=[{"kind": "cut", "next": 1}])
    with pytest.raises((http.client.HTTPException, OSError)):
        ask(local_stripe)
    assert ask(local_stripe)[0]


@pytest.mark.parametrize(
    "wanted",
    [
        {"answers": [{"kind": "flood"}]},
        {"answers": [{"kind": "error", "probability": 2}]},
        {"answers": [{"kind": "error", "chance": 1}]},
        {"deliveries": {"drop": -1}},
        {"deliveries": {"drop": "often"}},
        {"deliveries": {"lose": 1}},
        {"deliveries": {"duplicates": 0}},
        {"other": 1},
    ],
)
def test_a_fault_that_cannot_be_is_refused(local_stripe, wanted):
    with pytest.raises(urllib.error.HTTPError) as refused:
        local_stripe.faults(**wanted)
    assert refused.value.code == 400
    with pytest.raises(FaultError):
        Faults().set(wanted)


def test_faults_may_be_set_by_a_form_too(local_stripe):
    shown = local_stripe.control(
        "POST", "faults", **{"seed": 4, "deliveries[drop]": "0.5", "answers[0][kind]": "slow", "answers[0][next]": 1}
    )
    assert (shown["seed"], shown["deliveries"]["drop"], shown["answers"][0]["kind"]) == (4, 0.5, "slow")
