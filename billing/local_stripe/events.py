"""Events: what happened, kept for the list and for the sender of webhooks."""

from typing import Any

from billing.local_stripe import API_VERSION
from billing.local_stripe.ids import new_id
from billing.local_stripe.routes import public
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def emit(world: World, type: str, obj: Obj, previous: dict[str, Any] | None = None) -> Obj:
    """Keep an event with the object as it is now, and one delivery for each endpoint that wants its type.

    A delivery is an object of kind `_delivery`: `event`, `endpoint`, `state` (pending, delivered, failed),
    `attempts`, `next_at` (the clock's time). `delivery_mark` closes it.
    """
    data: dict[str, Any] = {"object": public(obj)}
    if previous is not None:
        data["previous_attributes"] = public(previous)
    endpoints = [one for one in world.state.find("webhook_endpoint") if wants(one, type)]
    event: Obj = {
        "id": new_id("evt", 24),
        "object": "event",
        "api_version": API_VERSION,
        "created": world.now,
        "data": data,
        "livemode": False,
        "pending_webhooks": len(endpoints),
        "request": {"id": world.request.ident, "idempotency_key": world.request.idempotency_key},
        "type": type,
        "_failed": 0,
    }
    world.state.put(event)
    for endpoint in endpoints:
        delivery = {"event": event["id"], "endpoint": endpoint["id"], "state": "pending", "attempts": 0}
        world.state.put({"id": new_id("dlv"), "object": "_delivery", **delivery, "next_at": world.now})
    return event


def wants(endpoint: Obj, type: str) -> bool:
    """Tell whether an endpoint is to hear of a type of event."""
    return endpoint["status"] == "enabled" and bool({"*", type} & set(endpoint["enabled_events"]))


def delivery_mark(world: World, delivery: Obj, state: str) -> None:
    """Close a delivery: `delivered` lowers the event's pending_webhooks, `failed` marks it as given up."""
    world.state.put({**delivery, "state": state})
    event = world.state.get("event", delivery["event"])
    if event is None:
        return
    if state == "delivered":
        event["pending_webhooks"] = max(0, event["pending_webhooks"] - 1)
    elif state == "failed":
        event["_failed"] += 1
    world.state.put(event)


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what an object held before, for the keys that differ; a nested object only with its own differences."""
    previous: dict[str, Any] = {}
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old == new or key.startswith("_"):
            continue
        both = isinstance(old, dict) and isinstance(new, dict)
        # A list (a subscription's items) is shown whole, as Stripe shows it.
        whole = not both or "data" in (old or {})
        previous[key] = old if whole else changed(old or {}, new or {})
    return previous


def save(world: World, before: Obj, after: Obj, type: str | None = None) -> Obj:
    """Keep a changed object and emit `<type>` with what it held before; nothing when nothing changed."""
    world.state.put(after)
    previous = changed(before, after)
    if previous and type:
        emit(world, type, after, previous)
    return after
