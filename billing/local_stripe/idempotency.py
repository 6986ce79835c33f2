"""`Idempotency-Key`: the same request again gets the first one's answer and changes nothing."""

import hashlib
import json
import threading
from collections.abc import Callable
from typing import Final

from billing.local_stripe.errors import StripeError
from billing.local_stripe.routes import Call, Reply, json_reply
from billing.local_stripe.world import Request

KEPT_FOR: Final = 24 * 3600
DECLINED: Final = 402
LONGEST_KEY: Final = 255
_under_way: set[tuple[int, str]] = set()
_guard = threading.Lock()


def once(call: Call, request: Request, run: Callable[[], Reply]) -> Reply:
    """Run a request unless its key has an answer; refuse a key with other parameters or one still under way."""
    key = str(request.idempotency_key)
    if len(key) > LONGEST_KEY:
        raise StripeError(400, "The Idempotency-Key is longer than 255 characters.", type="idempotency_error")
    mark = (id(call.world), key)
    with _guard:
        if mark in _under_way:
            raise StripeError(
                409,
                f"There is currently another in-progress request using this Idempotency Key: {key}. "
                "Try again when it has finished.",
                type="idempotency_error",
                code="idempotency_key_in_use",
            )
        _under_way.add(mark)
    try:
        return _once(call, request, key, run)
    finally:
        with _guard:
            _under_way.discard(mark)


def _once(call: Call, request: Request, key: str, run: Callable[[], Reply]) -> Reply:
    said = json.dumps([call.method, call.path, call.params], sort_keys=True)
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    world = call.world
    # One transaction holds the change and its kept answer: a crash leaves both or neither.
    with world.transaction(request):
        sql = "SELECT fingerprint, status, body, request FROM replies WHERE key = ? AND at > ?"
        kept = world.state.db.execute(sql, (key, world.now - KEPT_FOR)).fetchone()
        if kept is not None:
            return _again(kept, fingerprint, key)
        try:
            reply = run()
        except StripeError as error:
            # As documented: an answer is kept once the endpoint has begun; one refused at the door may be mended.
            if error.status != DECLINED:
                raise
            reply = json_reply(error.body, error.status)
        world.state.db.execute("DELETE FROM replies WHERE at <= ?", (world.now - KEPT_FOR,))
        world.state.db.execute(
            "INSERT OR REPLACE INTO replies (key, fingerprint, status, body, request, at) VALUES (?, ?, ?, ?, ?, ?)",
            (key, fingerprint, reply.status, reply.body.decode(), request.ident, world.now),
        )
    return reply


def _again(kept: tuple[str, int, str, str], fingerprint: str, key: str) -> Reply:
    if kept[0] != fingerprint:
        raise StripeError(
            400,
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{key}' if you meant to execute a different request.",
            type="idempotency_error",
        )
    headers = (("Content-Type", "application/json"), ("Idempotent-Replayed", "true"), ("Original-Request", kept[3]))
    return Reply(kept[2].encode(), kept[1], headers)
