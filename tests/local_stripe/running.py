"""The fixture `local_stripe`: one server for the session, an empty state for each test.

Another room's tests take it with `from tests.local_stripe.running import local_stripe, local_stripe_server`.
"""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import stripe

from billing.local_stripe.pages.texts import TEXTS
from billing.local_stripe.server import Running
from billing.local_stripe.webhook_target import endpoint_made
from billing.local_stripe.world import Settings, World
from tests.local_stripe.payer import CARD, Payer

KEY = "sk_test_local_of_the_tests"
SECRET = "whsec_of_the_tests"
START = int(datetime(2026, 1, 1, 12, tzinfo=UTC).timestamp())
"""When each test begins; the clock stands still until a test moves it."""
GOOD, DECLINED, NO_FUNDS = "4242424242424242", "4000000000000002", "4000000000009995"
FAILS_LATER, SECURE_ONCE, SECURE_ALWAYS = "4000000000000341", "4000002500003155", "4000002760003184"
HOUR, DAY = 3600, 86_400


@dataclass
class LocalStripe:
    """What a test holds: the SDK's client, the clock and a customer's hands."""

    running: Running
    client: stripe.StripeClient

    @property
    def base(self) -> str:
        """Return the server's address."""
        return self.running.base

    @property
    def world(self) -> World:
        """Return the server's inside."""
        return self.running.world

    @property
    def now(self) -> int:
        """Return the server's time."""
        return int(self.control("GET", "clock")["now"])

    def control(self, method: str, path: str, **params: Any) -> dict[str, Any]:
        """Call a `/_local/` address."""
        body = urllib.parse.urlencode(params).encode() if method != "GET" else None
        asked = urllib.request.Request(f"{self.base}/_local/{path}", body, method=method)
        try:
            with urllib.request.urlopen(asked) as answer:
                said: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error
        return said

    def advance(self, seconds: int = 0, *, days: float = 0, to: int | None = None) -> int:
        """Let time pass and return the new time; all that falls due on the way happens."""
        target = to if to is not None else self.now + seconds + int(days * DAY)
        return int(self.control("POST", "clock", to=target)["now"])

    def webhook_to(self, url: str, secret: str = SECRET) -> None:
        """Send the events from here on to an address."""
        with self.world.transaction():
            self.world.state.put(endpoint_made(self.world, url, ["*"], secret))

    def card_pay(self, session_url: str, number: str = GOOD, *, authenticate: bool = True) -> dict[str, Any]:
        """Fill in Checkout's page; `status` in the answer is paid, declined or authentication_failed."""
        payer = Payer(f"{session_url}?lang=en")
        mail = {} if payer.form("pay").fields["email"] else {"email": "payer@shop.example"}
        payer.act("pay", number=number, **CARD, **mail)
        if "confirm" in payer.acts:
            payer.act("confirm" if authenticate else "refuse")
        if payer.gone_to:
            return {"status": "paid", "message": "", "redirect": payer.gone_to}
        (said,) = payer.page.errors.values()
        failed = said == TEXTS["authentication_failed"][0]
        return {"status": "authentication_failed" if failed else "declined", "message": said, "redirect": ""}

    def card_set(self, customer: str, number: str = GOOD) -> str:
        """Give a customer a new default card, as on the portal's page; returns the payment method's id."""
        return str(self.control("POST", f"customers/{customer}/card", number=number)["id"])

    def faults(self, **wanted: Any) -> dict[str, Any]:
        """Let things go wrong: `seed`, `deliveries={"drop": 0.3}`, `answers=[{"kind": "cut", "next": 1}]`.

        Without any, all goes right again. Returns what is in force and how often each has struck.
        """
        if not wanted:
            return self.control("DELETE", "faults")
        body, headers = json.dumps(wanted).encode(), {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.base}/_local/faults", body, headers, method="POST")
        with urllib.request.urlopen(asked) as answer:
            in_force: dict[str, Any] = json.load(answer)
        return in_force

    def settle(self, seconds: float = 30) -> None:
        """Wait until every delivery that is due by the clock has been tried."""
        due = self.control("POST", "settle", seconds=seconds)["due"]
        assert due == 0, f"{due} deliveries are still due."

    def events(self, *types: str) -> list[Any]:
        """Return the events so far, the oldest first; all or those of some types."""
        found = list(self.client.v1.events.list({"limit": 100}).auto_paging_iter())
        return [event for event in reversed(found) if not types or event.type in types]

    def reset(self, now: int = START) -> None:
        """Forget everything and stand at a time."""
        self.control("POST", "reset", now=now)


@pytest.fixture(scope="session")
def local_stripe_server() -> Iterator[Running]:
    """One server in a thread; its state is in memory."""
    running = Running(World(Settings(KEY, "", SECRET)))
    yield running
    running.stop()


@pytest.fixture
def local_stripe(local_stripe_server: Running) -> LocalStripe:
    """Return the server, emptied, at noon of 1 January 2026."""
    client = stripe.StripeClient(KEY, base_addresses={"api": local_stripe_server.base}, max_network_retries=0)
    here = LocalStripe(local_stripe_server, client)
    here.reset()
    return here
