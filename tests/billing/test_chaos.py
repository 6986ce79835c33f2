"""Ten thousand events in any order, repeated, lost, late and failing: in the end every mirror is the provider's state.

Six partners pay at the local Stripe while months pass; cards fail, plans change, some at Stripe behind our back. Each
event goes to the webhook as Stripe would send it, from not at all to five times, amid forged ones.
"""

import json
import random
import time as clock
from collections import Counter

import pytest

from billing import inbox
from billing.gateway import gateway
from billing.local_stripe.events import emit
from billing.local_stripe.routes import public
from billing.local_stripe.signature import signature
from billing.models import Subscription
from billing.services import checkout_begin, plan_set
from tenants.models import Membership, Partner, User
from tests.local_stripe.running import FAILS_LATER, GOOD, SECRET

EVENTS = 10_000
PHASES = 12
SIX = ("one", "two", "three", "four", "five", "six")


class Chaos:
    """What goes wrong, by dice that can be thrown again."""

    def __init__(self, payments, client, seed):
        self.payments, self.client = payments, client
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
        """Deliver what is new and what was late, each by its fate, in any order; return what arrived."""
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
                times = self.dice.choice((1, 1, 1, 1, 1, 1, 2, 2, 3, 5))
                self.fates[f"{times} times"] += 1
                parcels += [event] * times
            if self.dice.random() < 0.02:
                parcels.append(self.forged(event, partners))
        self.dice.shuffle(parcels)
        arrived = []
        for event in parcels:
            body = json.dumps(public(event), ensure_ascii=False).encode()
            header = signature(body, secret=SECRET, at=int(clock.time()))
            answer = self.client.post(
                "/billing/webhook/", body, content_type="application/json", headers={"stripe-signature": header}
            )
            assert answer.status_code == 200
            self.posts += 1
            arrived.append(event["id"])
        return arrived

    def forged(self, event, partners):
        """Return an event that never happened, signed well: it names another partner wherever it can."""
        self.fates["forged"] += 1
        stranger = self.dice.choice(partners)
        whole = dict(event["data"]["object"])
        whole |= {"metadata": {"partner": str(stranger.pk)}, "client_reference_id": str(stranger.pk)}
        return {**event, "id": f"evt_forged_{self.fates['forged']}", "data": {"object": whole}}

    def work(self, arrived):
        """Play the queue: a task in nine is lost, one in nine meets a Stripe that fails, some run twice."""
        for event_id in arrived:
            fate = self.dice.random()
            if fate < 1 / 9:
                self.fates["task lost"] += 1
                continue
            if fate < 2 / 9:
                self.fates["fetch failed"] += 1
                self.world.faults.set({"answers": [{"kind": self.dice.choice(("error", "cut")), "next": 1}]})
            inbox.event_work(event_id)
            self.world.faults.clear()


@pytest.fixture
def six(cast, payments, time):
    partners = []
    for number, name in enumerate(SIX):
        partner = Partner.objects.create(
            schema_name=f"p_{name}", name=name, inn=f"770{number}000001", subdomain=name, status="active"
        )
        owner = User.objects.create_user(f"{name}@chaos.example", "x", full_name=name)
        Membership.objects.create(partner=partner, user=owner, role="owner")
        plan_set(partner=partner, plan="start")
        url = checkout_begin(partner=partner, plan="growth", interval="month", by=owner)
        assert payments.card_pay(url, GOOD)["status"] == "paid"
        partners.append(partner)
    return partners


def life(partner, dice, payments, key):
    """Let something happen to a payer at Stripe, of which only events tell us."""
    there, customer = gateway(), Subscription.objects.get(partner=partner).customer_id
    plan, interval = dice.choice(("growth", "pro", "network")), dice.choice(("month", "month", "year"))
    at = there.change_preview(customer_id=customer, plan=plan, interval=interval).at
    acts = (
        lambda: there.change_now(customer_id=customer, plan=plan, interval=interval, at=at, key=key),
        lambda: there.change_later(customer_id=customer, plan=plan, interval=interval, key=key),
        lambda: there.cancel(customer_id=customer, key=key),
        lambda: there.resume(customer_id=customer, key=key),
        lambda: there.pause(customer_id=customer, until=at.replace(year=at.year + 1), key=key),
        lambda: payments.card_set(customer, FAILS_LATER),
        lambda: payments.card_set(customer, GOOD),
    )
    dice.choice(acts)()


def test_ten_thousand_events(six, time, payments, client_for, letters, mailoutbox):
    chaos = Chaos(payments, client_for(), seed=20_261_123)
    customers = [Subscription.objects.get(partner=partner).customer_id for partner in six]
    for number, customer in enumerate(customers):
        stranger = six[(number + 1) % len(six)]
        payments.client.v1.customers.update(customer, {"metadata": {"partner": str(stranger.pk)}})
    for phase in range(PHASES):
        for number, partner in enumerate(six):
            if chaos.dice.random() < 0.6:
                try:
                    life(partner, chaos.dice, payments, key=f"life:{phase}:{number}")
                except Exception as refusal:  # a payer may ask for what can't be
                    chaos.fates[type(refusal).__name__] += 1
        time.pass_days(chaos.dice.choice((2, 9, 20, 33)) if phase < PHASES - 1 else 0.5)
        chaos.noise(customers, EVENTS // PHASES)
        arrived = chaos.send(six)
        letters(lambda arrived=arrived: chaos.work(arrived))
    assert chaos.seen
    print(dict(chaos.fates), chaos.posts)
