"""A partner's life on two clocks that go as one: what its owner does, what Stripe does, what is then open."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from billing.local_stripe.delivery import due_count
from billing.models import Notice, Subscription
from billing.tasks import dates_watch
from tests.billing.conftest import Time
from tests.local_stripe.receiver import Receiver
from tests.local_stripe.running import LocalStripe

STEP = timedelta(days=1)


@dataclass
class Story:
    """One partner, its owner, and time."""

    partner: Any
    owner: Any
    stripe: LocalStripe
    time: Time
    receiver: Receiver
    client_for: Any
    commits: Any
    heard: int = 0

    @property
    def now(self) -> datetime:
        """The time on both clocks."""
        return datetime.fromtimestamp(self.stripe.now, UTC)

    @property
    def row(self) -> Subscription:
        """What we know of the subscription."""
        return Subscription.objects.get(partner=self.partner)

    @property
    def page(self) -> Client:
        """The owner's browser; a session of two weeks would not outlive the story."""
        client: Client = self.client_for(self.owner, self.partner)
        return client

    def until(self, text: str) -> None:
        """Live on to a moment such as `2026-02-01 12:00` in UTC, a day at a time; each day the timetable runs."""
        goal = datetime.fromisoformat(text).replace(tzinfo=UTC)
        while self.now < goal:
            self.time.pass_days(min(STEP, goal - self.now) / STEP)
            self.listen()
            with self.commits():
                dates_watch()

    def listen(self) -> None:
        """Take the webhooks that Stripe has sent since: the very bodies, with the very signatures."""
        world = self.stripe.world
        while True:
            with world.transaction():
                waiting = due_count(world)
            if not waiting and self.heard == len(self.receiver.bodies):
                return
            for body, signature in zip(
                self.receiver.bodies[self.heard :], self.receiver.signatures[self.heard :], strict=True
            ):
                with self.commits():
                    answer = self.client_for(None).post(
                        "/billing/webhook/", body, content_type="application/json",
                        headers={"Stripe-Signature": signature},
                    )  # fmt: skip
                assert answer.status_code == 200
                self.heard += 1

    def press(self, path: str, **form: Any) -> Any:
        """Send a form of the plan's page and listen to what follows."""
        with self.commits():
            answer = self.page.post(f"/settings/plan/{path}/", form)
        assert answer.status_code in {200, 302}, answer.content.decode()
        self.listen()
        return answer

    def pay(self, plan: str, interval: str, number: str, *, authenticate: bool = True, code: str = "") -> str:
        """Go to Checkout with a card; return what the page said."""
        url = self.press("pay", plan=plan, pay=interval).context["url"]
        assert url.startswith(self.stripe.base)
        ident = url.rstrip("/").rsplit("/", 1)[-1]
        given = {"number": number, "authenticate": str(authenticate).lower(), **({"code": code} if code else {})}
        said = self.stripe.control("POST", f"checkout/{ident}/pay", **given)
        self.listen()
        return str(said["status"])

    def card(self, number: str) -> None:
        """Take another card on the portal."""
        self.stripe.card_set(str(self.row.customer_id), number)
        self.listen()

    def invoices(self) -> list[Any]:
        """Stripe's invoices of this partner, the newest first."""
        return list(self.stripe.client.v1.invoices.list({"customer": str(self.row.customer_id), "limit": 100}).data)

    def letters(self) -> list[str]:
        """Kinds of the letters that went out, in order."""
        return list(Notice.objects.filter(partner=self.partner).order_by("sent_at").values_list("kind", flat=True))
