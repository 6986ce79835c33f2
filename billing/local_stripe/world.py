"""One local Stripe: its settings, state, clock and the lock that makes every request atomic."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from billing.local_stripe import KEY_PREFIX
from billing.local_stripe.clock import Clock
from billing.local_stripe.errors import StripeError
from billing.local_stripe.faults import Faults
from billing.local_stripe.state import State


class BadSettingError(ValueError):
    """A setting with which the server must not start."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the server is started with."""

    key: str
    webhook_url: str = ""
    webhook_secret: str = "whsec_local"  # noqa: S105  a name for tests, no secret
    state: str = ":memory:"

    def __post_init__(self) -> None:
        """Refuse a key that could be somebody's real one."""
        if not self.key.startswith(KEY_PREFIX):
            raise BadSettingError(f"The local Stripe takes only keys that begin with {KEY_PREFIX}.")


@dataclass(frozen=True, slots=True)
class Request:
    """Who asked for the change under way; events name it."""

    ident: str | None = None
    idempotency_key: str | None = None


@dataclass
class World:
    """What every handler gets. Everything is read and written inside `transaction`."""

    settings: Settings
    base: str = "http://127.0.0.1"
    state: State = field(init=False)
    clock: Clock = field(init=False)
    request: Request = field(default_factory=Request)
    faults: Faults = field(default_factory=Faults)
    wake: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.state = State(self.settings.state)
        self.clock = Clock(self)
        self._lock = threading.RLock()

    @property
    def now(self) -> int:
        """Return the time of the transaction under way."""
        return self.clock.now()

    @contextmanager
    def transaction(self, request: Request | None = None, *, wakes: bool = True) -> Iterator[None]:
        """Hold the lock, let time stand still, keep all that is written or nothing of it.

        Afterwards the sender of events wakes; its own transactions must not wake it, or it never rests.
        """
        with self._lock:
            if self.state.db.in_transaction:
                yield from self._inner()
                return
            self.state.db.execute("BEGIN IMMEDIATE")
            before, self.request = self.request, request or Request()
            keep = False
            try:
                self.clock.pin()
                yield
                keep = True
            except StripeError as error:
                keep = error.keep
                raise
            finally:
                self.state.db.execute("COMMIT" if keep else "ROLLBACK")
                self.clock.unpin()
                self.request = before
        if wakes:
            self.wake.set()

    def _inner(self) -> Iterator[None]:
        """One inside another is part of it, but a refusal undoes what the inner one wrote."""
        self.state.db.execute("SAVEPOINT inner_one")
        try:
            yield
        except StripeError as error:
            if not error.keep:
                self.state.db.execute("ROLLBACK TO inner_one")
            raise
        finally:
            self.state.db.execute("RELEASE inner_one")
