"""Ten thousand events in any order, repeated, lost, late and failing: in the end every mirror is the provider's state.

Six partners pay at the local Stripe while months pass; cards fail, plans change, some at Stripe behind our back. Each
event goes to the webhook as Stripe would send it, from not at all to five times, amid forged ones.
"""

import json
import random
import time as clock
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import RequestFactory

from billing import inbox
from billing.entitlements import plan_in_force
from billing.gateway import gateway
from billing.gateway.interface import GatewayProblem, GatewayRefused
from billing.local_stripe.events import emit
from billing.local_stripe.routes import public
from billing.local_stripe.signature import signature
from billing.models import Invoice, Notice, PlanChange, StripeEvent, Subscription
from billing.services import checkout_begin, plan_set
from billing.sync import partner_sync
from billing.webhook import webhook
from tenants.models import Membership, Partner, User
from tests.local_stripe.running import FAILS_LATER, GOOD, SECRET

EVENTS = 10_000
PHASES = 12
UNIQUE = ("dropped", "delayed", "1 times", "2 times", "3 times", "5 times")
SIX = ("one", "two", "three", "four", "five", "six")


class Chaos:
    """What goes wrong, by dice that can be thrown again."""

    def __init__(self, payments, client, queue, seed):
        self.payments, self.client, self.queue = payments, client, queue
        self.factory = RequestFactory()
        self.dice = random.Random(seed)
        self.seen = 0
        self.late = []
        self.fates = Counter()
        self.posts = 0

    @property
    def world(self):
        return self.payments.running.world

    def news(self):
        """Return the events since the last time, as they stand at Stripe."""
        with self.world.transaction(wakes=False):
            rows = self.world.state.db.execute(
                "SELECT seq, body FROM objects WHERE kind = 'event' AND seq > ? ORDER BY seq", (self.seen,)
            ).fetchall()
        self.seen = rows[-1][0] if rows else self.seen
        return [json.loads(body) for _seq, body in rows]

    def noise(self, customers, count):
        """Let so many more things happen to customers, some of which name a stranger."""
        with self.world.transaction(wakes=False):
            for _ in range(count):
                customer = self.world.state.need("customer", self.dice.choice(customers))
                emit(self.world, "customer.updated", customer)

    def send(self, partners):
        """Deliver what is new and what was late, each by its fate, in any order."""
        parcels, self.late = self.late, []
        for event in self.news():
            fate = self.dice.random()
            if fate < 1 / 9:
                self.fates["dropped"] += 1
                with self.world.transaction(wakes=False):
                    self.world.state.put({**event, "_failed": 1})
            elif fate < 2 / 9:
                self.fates["delayed"] += 1
                self.late.append(event)
            else:
                times = self.dice.choice((1,) * 12 + (2, 2, 3, 5))
                self.fates[f"{times} times"] += 1
                parcels += [event] * times
            if self.dice.random() < 0.02:
                parcels.append(self.forged(event, partners))
        self.dice.shuffle(parcels)
        for event in parcels:
            body = json.dumps(public(event), ensure_ascii=False).encode()
            header = signature(body, secret=SECRET, at=int(clock.time()))
            asked = ("/billing/webhook/", body, "application/json")
            if self.posts % 10:
                # Nine in ten spare the way through all of the middleware, which takes longer than the rest.
                answer = webhook(self.factory.post(*asked, headers={"stripe-signature": header}))
            else:
                answer = self.client.post(*asked, headers={"stripe-signature": header})
            assert answer.status_code == 200
            self.posts += 1

    def forged(self, event, partners):
        """Return an event that never happened, signed well: it names another partner wherever it can."""
        self.fates["forged"] += 1
        stranger = self.dice.choice(partners)
        whole = dict(event["data"]["object"])
        whole |= {"metadata": {"partner": str(stranger.pk)}, "client_reference_id": str(stranger.pk)}
        return {**event, "id": f"evt_forged_{self.fates['forged']}", "data": {"object": whole}}

    def work(self, ids, calm=False):
        """Play the queue: a task in nine is lost, one in nine meets a Stripe that fails, some run twice."""
        self.dice.shuffle(ids)
        for event_id in ids:
            fate = 1 if calm else self.dice.random()
            if fate < 1 / 9:
                self.fates["task lost"] += 1
                continue
            if fate < 2 / 9:
                self.fates["fetch failed"] += 1
                self.world.faults.set({"answers": [{"kind": self.dice.choice(("error", "cut")), "next": 1}]})
            inbox.event_work(event_id)
            if fate > 0.95:
                inbox.event_work(event_id)
            self.world.faults.clear()
        return len(ids)

    def seen_share(self, *fates):
        return sum(self.fates[fate] for fate in fates) / EVENTS


@pytest.fixture
def six(transactional_db, cast, payments, time):
    partners = []
    for number, name in enumerate(SIX):
        partner = Partner.objects.create(
            schema_name=f"p_{name}", name=name, inn=f"770{number}000001", subdomain=name, status="provisioning"
        )
        owner = User.objects.create_user(f"{name}@chaos.example", "x", full_name=name)
        Membership.objects.create(partner=partner, user=owner, role="owner")
        plan_set(partner=partner, plan="start")
        url = checkout_begin(partner=partner, plan="growth", interval="month", by=owner)
        assert payments.card_pay(url, GOOD)["status"] == "paid"
        partners.append(partner)
    return partners


def life(partner, chaos, payments, key):
    """Let something happen to a payer at Stripe, of which only events tell us."""
    there, customer = gateway(), Subscription.objects.get(partner=partner).customer_id
    plan, interval = chaos.dice.choice(("growth", "pro", "network")), chaos.dice.choice(("month", "month", "year"))
    acts = (
        lambda: there.change_now(customer_id=customer, plan=plan, interval=interval, at=datetime.now(UTC), key=key),
        lambda: there.change_later(customer_id=customer, plan=plan, interval=interval, key=key),
        lambda: there.cancel(customer_id=customer, key=key),
        lambda: there.resume(customer_id=customer, key=key),
        lambda: there.pause(customer_id=customer, until=datetime.now(UTC) + timedelta(days=40), key=key),
        lambda: payments.card_set(customer, FAILS_LATER),
        lambda: payments.card_set(customer, GOOD),
    )
    try:
        chaos.dice.choice(acts)()
    except (GatewayRefused, GatewayProblem) as refusal:
        # A payer may ask for what can't be.
        chaos.fates[type(refusal).__name__] += 1


class Queue:
    """Stands where Celery's queue does: the test decides what becomes of a task."""

    def __init__(self):
        self.waiting = []

    def delay(self, event_id):
        self.waiting.append(event_id)

    def taken(self):
        waiting, self.waiting = self.waiting, []
        return waiting


@pytest.fixture
def chaos(transactional_db, six, payments, client_for, at_once, monkeypatch):  # noqa: PLR0917
    queue = Queue()
    monkeypatch.setattr("billing.webhook.event_work", queue)
    # A task that did not run is lost at once here, not after minutes.
    monkeypatch.setattr("billing.inbox.LOST_AFTER", timedelta(0))
    for number, partner in enumerate(six):
        stranger = six[(number + 1) % len(six)]
        customer = Subscription.objects.get(partner=partner).customer_id
        payments.client.v1.customers.update(customer, {"metadata": {"partner": str(stranger.pk)}})
    return Chaos(payments, client_for(), queue, seed=20_261_123)


def test_ten_thousand_events(chaos, six, time, payments, mailoutbox):
    customers = [Subscription.objects.get(partner=partner).customer_id for partner in six]
    for phase in range(PHASES):
        for number, partner in enumerate(six):
            if chaos.dice.random() < 0.6:
                life(partner, chaos, payments, key=f"life:{phase}:{number}")
        time.pass_days(chaos.dice.choice((2, 9, 20, 33)) if phase < PHASES - 1 else 0.5)
        chaos.noise(customers, EVENTS // PHASES)
        chaos.send(six)
        chaos.work(chaos.queue.taken())
    assert sum(count for fate, count in chaos.fates.items() if fate in UNIQUE) >= EVENTS
    assert chaos.seen_share("dropped", "delayed", "task lost", "fetch failed") > 1 / 3

    # Calm again: the sweep, the retries, and once a night the comparison.
    chaos.send(six)
    chaos.work(chaos.queue.taken(), calm=True)
    assert chaos.work(inbox.events_fetch(), calm=True) > 0
    for _hour in range(3):
        time.traveller.shift(timedelta(hours=1))
        chaos.work(inbox.events_due(), calm=True)
    assert set(StripeEvent.objects.values_list("state", flat=True)) == {"done"}
    for partner in six:
        partner_sync(partner=partner)

    for partner in six:
        mirror_is_theirs(partner)
        nothing_doubled(partner, [mail for mail in mailoutbox if mail.to == [f"{partner.name}@chaos.example"]])
    assert all(len(mail.to) == 1 for mail in mailoutbox)


def mirror_is_theirs(partner):
    """Compare a partner's rows with what Stripe says of its own customer."""
    row = Subscription.objects.get(partner=partner)
    there = gateway().state(row.customer_id)
    for name in ("plan", "status"):
        assert getattr(row, f"paid_{name}") == getattr(there.subscription, name)
    for name in ("interval", "period_start", "period_end", "cancel_at", "paused_until", "next_plan", "next_interval",
                 "amount", "next_amount", "discount"):  # fmt: skip
        assert getattr(row, name) == getattr(there.subscription, name), name
    assert (row.subscription_id, row.card) == (there.subscription.id, there.card)
    ours = Invoice.objects.filter(partner=partner).values_list(
        "provider_id", "status", "total", "vat", "due", "paid_at"
    )
    assert sorted(ours) == sorted((b.id, b.status, b.total, b.vat, b.due, b.paid_at) for b in there.invoices)


def nothing_doubled(partner, mails):
    """See that each effect happened once: receipts, letters, rows of the log of plans."""
    paid = Invoice.objects.filter(partner=partner, status="paid", total__gt=0).values_list("provider_id", flat=True)
    receipts = Notice.objects.filter(partner=partner, kind="receipt").values_list("key", flat=True)
    assert sorted(receipts) == sorted(paid)
    assert len(mails) == Notice.objects.filter(partner=partner).count()
    changes = list(PlanChange.objects.filter(partner=partner).order_by("at"))
    assert all(c.plan_before != c.plan_after or c.mrr_before != c.mrr_after for c in changes)
    assert all((a.plan_after, a.mrr_after) == (b.plan_before, b.mrr_before) for a, b in pairwise(changes))
    assert changes[-1].plan_after == plan_in_force(Partner(pk=partner.pk)).key
