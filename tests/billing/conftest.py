"""Payments over the local Stripe, tasks that run at once; a small lake, and ways to ask pages and API of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from celery import current_app

from api.services import key_create
from tests.api.figures import lake_write
from tests.local_stripe.running import GOOD, KEY, SECRET, LocalStripe, local_stripe, local_stripe_server

__all__ = ["local_stripe", "local_stripe_server"]


@pytest.fixture
def payments(local_stripe: LocalStripe, settings: Any) -> Iterator[LocalStripe]:
    """Point the product to the local Stripe, with the prices made."""
    from billing.gateway import gateway
    from billing.gateway.chosen import gateway_made

    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = KEY, SECRET
    settings.STRIPE_API_BASE, settings.STRIPE_RETRIES = local_stripe.base, 0
    gateway_made.cache_clear()
    gateway().prices_make()
    yield local_stripe
    gateway_made.cache_clear()


@pytest.fixture
def at_once() -> Iterator[None]:
    """Run tasks where they are sent."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


@dataclass
class Time:
    """One time for us and for the local Stripe."""

    stripe: LocalStripe
    traveller: Any

    def pass_to(self, moment: datetime) -> None:
        """Let time pass up to a moment."""
        self.pass_days((moment - datetime.now(UTC)).total_seconds() / 86_400)

    def pass_days(self, days: float) -> None:
        """Let days pass on both sides; what falls due at Stripe on the way happens."""
        goal = self.stripe.now + round(days * 86_400)
        # Ours first: what Stripe sends on the way is signed by the clock it is read by.
        self.traveller.move_to(datetime.fromtimestamp(goal, UTC))
        self.stripe.advance(to=goal)


@pytest.fixture
def time(payments: LocalStripe) -> Iterator[Time]:
    """Let our clock stand where the local Stripe's does."""
    with time_machine.travel(datetime.fromtimestamp(payments.now, UTC), tick=False) as traveller:
        yield Time(payments, traveller)


@pytest.fixture(scope="session")
def bank_lake(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a lake in which alpha has two outlets and beta one."""
    folder = tmp_path_factory.mktemp("bank-lake")
    lake_write(folder)
    return str(folder)


@pytest.fixture
def lake(bank_lake: str, settings: Any) -> str:
    """Point the product at the lake."""
    settings.LAKE_URI = bank_lake
    return bank_lake


@pytest.fixture
def api_of(as_partner: Callable[[Any], Any], client_for: Callable[..., Any]) -> Callable[..., Any]:
    """Ask a partner's API with a key of its own: `api_of(alpha)("metrics/")`."""

    def made(partner: Any) -> Callable[..., Any]:
        with as_partner(partner):
            key = key_create(name="matrix").text
        client = client_for(None, partner)

        def ask(path: str, **headers: str) -> Any:
            return client.get(f"/api/v1/{path}", headers={"authorization": f"Bearer {key}", **headers})

        return ask

    return made


@pytest.fixture
def free(alpha: Any, time: Time) -> Any:
    """Alpha on the free plan, with time standing still."""
    from billing.services import plan_set

    plan_set(partner=alpha, plan="start")
    return alpha


@pytest.fixture
def pay(free: Any, alice: Any, payments: LocalStripe) -> Callable[..., Any]:
    """Let Alice buy a plan for alpha; returns the subscription's row."""
    from billing.models import Subscription
    from billing.services import checkout_begin, subscription_refresh

    def paid(plan: str = "growth", interval: str = "month", card: str = GOOD) -> Any:
        url = checkout_begin(partner=free, plan=plan, interval=interval, by=alice)
        outcome = payments.card_pay(url, card)
        assert outcome["status"] == "paid", outcome
        subscription_refresh(partner=free)
        return Subscription.objects.get(partner=free)

    return paid


@pytest.fixture
def letters(at_once: None, django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]) -> Callable[..., list[Any]]:
    """Run something and return the letters that went out once it was committed."""

    def sent(act: Callable[[], Any]) -> list[Any]:
        before = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return mailoutbox[before:]

    return sent
