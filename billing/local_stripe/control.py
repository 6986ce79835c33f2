"""`/_local/`: the clock and a fresh start, for tests and the demo."""

import logging
from typing import Any

from billing.local_stripe.errors import invalid
from billing.local_stripe.params import boolean, integer, taken
from billing.local_stripe.routes import Call, background, local
from billing.local_stripe.webhook_target import target_ensure
from billing.local_stripe.world import World

log = logging.getLogger(__name__)
TICK = 1.0


def _shown(call: Call, ran: int = 0) -> dict[str, Any]:
    return {"now": call.world.now, "frozen": bool(call.world.state.number("clock_frozen_at")), "ran": ran}


@local("GET", "clock")
def clock_get(call: Call) -> dict[str, Any]:
    """Return the server's time."""
    return _shown(call)


@local("POST", "clock")
def clock_post(call: Call) -> dict[str, Any]:
    """Go forward: `advance` seconds or `to` a time; `frozen` stops the clock between two calls."""
    given = taken(call.params, {"advance": integer, "to": integer, "frozen": boolean})
    clock = call.world.clock
    to = given.get("to") or clock.now() + (given.get("advance") or 0)
    if to < clock.now():
        raise invalid("The clock only goes forward.", "to")
    ran = clock.advance(to)
    clock.set(to, frozen=given.get("frozen"))
    return _shown(call, ran)


@local("POST", "reset")
def reset(call: Call) -> dict[str, Any]:
    """Forget everything; the clock stands at `now`, or runs with the wall's when none is given."""
    given = taken(call.params, {"now": integer})
    start_anew(call.world, given.get("now"))
    return _shown(call)


def start_anew(world: World, now: int | None = None) -> None:
    """Empty the state inside a transaction."""
    world.state.clear()
    world.faults.clear()
    if now is not None:
        world.clock.set(now, frozen=True)
    else:
        world.clock.pin()
    target_ensure(world)


@background
def tick(world: World) -> None:
    """Let what falls due happen though nobody asks."""
    while not world.stop.wait(TICK):
        try:
            with world.transaction(wakes=False):
                ran = world.clock.run_due()
            if ran:
                world.wake.set()
        except Exception:
            log.exception("An alarm failed; the next tick goes on.")
