"""The server's time: real time plus an offset that tests move forward, never back."""

import time
from typing import TYPE_CHECKING

from billing.local_stripe.errors import invalid

if TYPE_CHECKING:
    from billing.local_stripe.world import World


class Clock:
    """Seconds since 1970. Inside a transaction time stands still, so that one request has one `now`."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.pinned: int | None = None

    def running(self) -> int:
        """Return the time by the wall, the offset added, or the time at which the clock is frozen."""
        frozen = self.world.state.number("clock_frozen_at")
        return frozen or int(time.time()) + self.world.state.number("clock_offset")

    def now(self) -> int:
        """Return the time of the transaction under way."""
        return self.running() if self.pinned is None else self.pinned

    def pin(self) -> None:
        """Let time stand still from here on."""
        self.pinned = self.running()

    def unpin(self) -> None:
        """Let time run again."""
        self.pinned = None

    def set(self, to: int, *, frozen: bool | None = None) -> None:
        """Move to a time without running anything."""
        state = self.world.state
        stands = bool(state.number("clock_frozen_at")) if frozen is None else frozen
        state.number_set("clock_frozen_at", to if stands else 0)
        state.number_set("clock_offset", to - int(time.time()))
        self.pinned = to

    def advance(self, to: int) -> int:
        """Move to a time and run what falls due on the way, each at its own time; return how much ran."""
        if to < self.now():
            raise invalid("The clock only goes forward.", "to")
        ran = self.run_due(to)
        self.set(to)
        return ran

    def run_due(self, until: int | None = None) -> int:
        """Run every alarm up to a time in time's order, also those that the run itself sets."""
        from billing.local_stripe.alarms import HANDLERS  # noqa: PLC0415  the handlers need the world

        here, ran = self.now(), 0
        until = here if until is None else until
        while (alarm := self.world.state.alarm_take(until)) is not None:
            at, action, ref = alarm
            self.pinned = at
            HANDLERS[action](self.world, ref)
            ran += 1
        self.pinned = max(here, until)
        return ran
