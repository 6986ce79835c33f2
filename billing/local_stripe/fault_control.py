"""`/_local/faults`, `/_local/events`, `/_local/deliver`, `/_local/settle`: how tests steer deliveries and answers."""

import json
import time
from typing import Any

from billing.local_stripe.delivery import delivery_add, delivery_again, due_count
from billing.local_stripe.errors import invalid
from billing.local_stripe.faults import FaultError
from billing.local_stripe.routes import Call, local
from billing.local_stripe.state import Obj

LONGEST_WAIT = 120.0


@local("GET", "faults", locked=False)
def faults_get(call: Call) -> dict[str, Any]:
    """Return the faults in force and how often each has struck."""
    return call.world.faults.describe()


@local("POST", "faults", locked=False)
def faults_post(call: Call) -> dict[str, Any]:
    """Set faults: `seed`, `answers` (a list), `deliveries`; what is not named stays."""
    try:
        call.world.faults.set(call.params)
    except FaultError as error:
        raise invalid(str(error)) from error
    return call.world.faults.describe()


@local("DELETE", "faults", locked=False)
def faults_delete(call: Call) -> dict[str, Any]:
    """Let everything go right again."""
    call.world.faults.clear(int(call.params.get("seed", 0)))
    return call.world.faults.describe()


@local("GET", "events")
def events_get(call: Call) -> dict[str, Any]:
    """Return the latest events, each with its deliveries and their tries; `type` and `limit` narrow."""
    state = call.world.state
    equals = {"type": call.params["type"]} if call.params.get("type") else {}
    events = state.find("event", **equals)[: int(call.params.get("limit", 100))]
    return {"data": [{**event, "deliveries": state.find("_delivery", event=event["id"])} for event in events]}


@local("POST", "deliver")
def deliver_post(call: Call) -> dict[str, Any]:
    """Send an event again, by its id, or one made up: `event` is an id or a whole event as JSON; `times` copies.

    A made-up event is signed like a true one and stands in no list: what a forger with the secret could send.
    """
    state, given = call.world.state, call.params.get("event", "")
    forged = given if isinstance(given, dict) else _as_json(str(given))
    event: Obj = forged or state.need("event", str(given), "event")
    if not event.get("id"):
        raise invalid("A made-up event needs an id.", "event")
    wanted = call.params.get("endpoint")
    endpoints = [one for one in state.find("webhook_endpoint") if wanted in (None, one["id"])]
    made = []
    for endpoint in endpoints:
        for _ in range(int(call.params.get("times", 1))):
            again = delivery_add(call.world, event, endpoint, forged) if forged else None
            made.append(again or delivery_again(call.world, event, endpoint))
    return {"data": made}


@local("POST", "settle", locked=False)
def settle_post(call: Call) -> dict[str, Any]:
    """Wait until all that is due has been sent; say what is still due after `seconds` (30)."""
    until = time.monotonic() + min(float(call.params.get("seconds", 30)), LONGEST_WAIT)
    while True:
        with call.world.transaction(wakes=False):
            due = due_count(call.world)
        if not due or time.monotonic() > until:
            return {"due": due}
        time.sleep(0.02)


def _as_json(text: str) -> Obj | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        found: Obj = json.loads(text)
    except ValueError as error:
        raise invalid("The event is no JSON.", "event") from error
    return found
