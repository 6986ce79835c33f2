"""The sender of webhooks: each delivery that is due goes out, signed; what is not taken is tried again later.

Times are the local clock's: when it is advanced, what falls due on the way goes out. The signature alone carries
the real time, for the receiver compares it with its own clock.
"""

import contextlib
import http.client
import json
import logging
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from billing.local_stripe.events import delivery_mark
from billing.local_stripe.ids import new_id
from billing.local_stripe.routes import background, public
from billing.local_stripe.signature import signature
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

log = logging.getLogger(__name__)
TIMEOUT: Final = 10.0
HOUR: Final = 3600
PAUSES: Final = (5, 30, 120, 600, HOUR, 3 * HOUR, 6 * HOUR, *(12 * HOUR,) * 5)
"""Seconds before each further try; after the last one, three days on, the event is given up."""
BATCH: Final = 64
IDLE: Final = 0.5
INDEXES: Final = (
    "CREATE INDEX IF NOT EXISTS deliveries_due ON objects (json_extract(body, '$.next_at'), seq)"
    " WHERE kind = '_delivery' AND json_extract(body, '$.state') = 'pending'",
    "CREATE INDEX IF NOT EXISTS deliveries_by_event ON objects (kind, json_extract(body, '$.event'))",
)
PENDING: Final = "FROM objects WHERE kind = '_delivery' AND json_extract(body, '$.state') = 'pending'"
DUE: Final = f"{PENDING} AND json_extract(body, '$.next_at') <= ?"
IN_ORDER: Final = "ORDER BY json_extract(body, '$.next_at'), seq"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery ready to be sent."""

    delivery: Obj
    url: str
    secret: str
    body: bytes


@background
def deliveries_send(world: World) -> None:
    """Send what is due until the server stops."""
    with world.transaction(wakes=False):
        for index in INDEXES:
            world.state.db.execute(index)
    while not world.stop.is_set():
        world.wake.clear()
        try:
            busy = due_send(world)
        except Exception:
            log.exception("A delivery failed in itself; the next one goes on.")
            busy = 0
        if not busy:
            world.wake.wait(IDLE)


def due_send(world: World) -> int:
    """Send one batch of what is due, in order unless a fault says otherwise; return how many were looked at."""
    with world.transaction(wakes=False):
        rows = world.state.db.execute(f"SELECT body {DUE} {IN_ORDER} LIMIT {BATCH}", (world.now,)).fetchall()
        found = [json.loads(body) for (body,) in rows]
        waiting = [delivery for delivery in found if "fate" in delivery or _fate_meets(world, delivery)]
    while waiting and not world.stop.is_set():
        delivery = waiting.pop(world.faults.pick(len(waiting)))
        with world.transaction(wakes=False):
            parcel = _parcel(world, delivery)
        if parcel is not None:
            outcome = "lost on its way" if world.faults.fails() else parcel_send(parcel)
            with world.transaction(wakes=False):
                _record(world, parcel.delivery, outcome)
    return len(found)


def due_count(world: World) -> int:
    """Count what is due and not yet sent."""
    row = world.state.db.execute(f"SELECT count(*) {DUE}", (world.now,)).fetchone()
    return int(row[0])


def parcel_send(parcel: Parcel) -> int | str:
    """Send a signed body; return the receiver's status, or in words why there was none."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": signature(parcel.body, secret=parcel.secret, at=int(time.time())),
    }
    try:
        parts = urlsplit(parcel.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        with contextlib.closing(kind(parts.hostname or "", parts.port, timeout=TIMEOUT)) as connection:
            connection.request("POST", parts._replace(scheme="", netloc="").geturl() or "/", parcel.body, headers)
            answer = connection.getresponse()
            answer.read(65_536)
            return answer.status
    except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: an address that is none
        return f"{type(error).__name__}: {error}"


def parcel_of(event: Obj, endpoint: Obj, delivery: Obj) -> Parcel:
    """Write an event as an endpoint gets it: without what is ours, in the endpoint's version."""
    body = {**public(event), "api_version": endpoint.get("api_version") or event.get("api_version")}
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return Parcel(delivery, endpoint["url"], endpoint["_secret"], text.encode())


def delivery_again(world: World, event: Obj, endpoint: Obj) -> Obj:
    """Plan an event's delivery anew: the one still owed, whether waiting or given up, or else an extra one."""
    past = world.state.find("_delivery", event=event["id"], endpoint=endpoint["id"])
    owed = next((one for one in past if not one.get("extra") and one["state"] != "delivered"), None)
    if owed is None:
        return delivery_add(world, event, endpoint)
    if owed["state"] == "failed":
        world.state.put({**event, "_failed": event["_failed"] - 1})
    return world.state.put({**owed, "state": "pending", "next_at": world.now, "fate": "sent", "attempts": 0})


def delivery_add(world: World, event: Obj, endpoint: Obj, body: Obj | None = None) -> Obj:
    """Plan one more delivery at once, which nobody counts; `body` is sent in place of a kept event."""
    delivery: Obj = {
        "id": new_id("dlv"), "object": "_delivery", "event": event["id"], "endpoint": endpoint["id"],
        "state": "pending", "attempts": 0, "next_at": world.now, "fate": "sent", "extra": True,
    }  # fmt: skip
    return world.state.put({**delivery, "body": body} if body else delivery)


def _fate_meets(world: World, delivery: Obj) -> bool:
    """Let the faults decide once what becomes of a new delivery; tell whether it goes out now."""
    fate = world.faults.fate()
    event = world.state.get("event", delivery["event"])
    endpoint = world.state.get("webhook_endpoint", delivery["endpoint"])
    if event is None or endpoint is None:
        return True
    if fate.dropped:
        delivery_mark(world, {**delivery, "fate": "dropped"}, "failed")
        return False
    for _ in range(fate.copies):
        delivery_add(world, event, endpoint)
    if fate.forged:
        forged = forge(event, world.faults.forged_metadata())
        delivery_add(world, forged, endpoint, forged)
    delivery |= {"fate": "delayed" if fate.delay else "sent", "next_at": delivery["next_at"] + int(fate.delay)}
    world.state.put(delivery)
    return not fate.delay


def forge(event: Obj, metadata: dict[str, str]) -> Obj:
    """Return an event that never happened: another's name, the same object under foreign metadata."""
    data = {**event["data"], "object": {**event["data"]["object"], "metadata": metadata}}
    return {**event, "id": new_id("evt", 24), "data": data, "pending_webhooks": 1}


def _parcel(world: World, delivery: Obj) -> Parcel | None:
    if world.state.get("_delivery", delivery["id"]) is None:
        return None  # the state was emptied meanwhile
    event = delivery.get("body") or world.state.get("event", delivery["event"])
    endpoint = world.state.get("webhook_endpoint", delivery["endpoint"])
    if event is None or endpoint is None or endpoint["status"] != "enabled":
        # An endpoint that was removed or switched off hears nothing more, and nobody waits for it.
        _close(world, delivery, "failed")
        return None
    return parcel_of(event, endpoint, delivery)


def _record(world: World, delivery: Obj, outcome: int | str) -> None:
    if world.state.get("_delivery", delivery["id"]) is None:
        return  # the state was emptied while this was under way
    log = [*delivery.get("log", []), {"at": world.now, "outcome": outcome}]
    attempts = delivery["attempts"] + 1
    tried = {**delivery, "log": log, "attempts": attempts}
    if isinstance(outcome, int) and 200 <= outcome < 300:
        _close(world, tried, "delivered")
    elif attempts > len(PAUSES):
        _close(world, tried, "failed")
    else:
        world.state.put({**tried, "next_at": world.now + PAUSES[attempts - 1]})


def _close(world: World, delivery: Obj, state: str) -> None:
    if delivery.get("extra"):
        world.state.put({**delivery, "state": state})
    else:
        delivery_mark(world, delivery, state)
