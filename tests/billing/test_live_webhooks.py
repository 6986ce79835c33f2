"""Stripe's own sender over HTTP into a live server: signed, doubled, out of order, late, lost, and amid forgeries."""

import pytest

from billing import inbox
from billing.gateway import gateway
from billing.models import Invoice, Notice, PlanChange, StripeEvent, Subscription
from billing.services import checkout_begin, plan_set
from billing.tasks import customers_reconcile, events_resume, events_sweep
from tests.local_stripe.running import GOOD


@pytest.fixture
def wired(transactional_db, cast, live_server, payments, time, at_once):  # noqa: PLR0917
    payments.webhook_to(f"{live_server.url}/billing/webhook/")
    alpha, beta = cast["alpha"], cast["beta"]
    payments.running.world.faults.set(
        {
            "seed": 7,
            "deliveries": {
                "duplicate": 0.5, "duplicates": 4, "reorder": 1.0, "drop": 0.1, "delay": 0.2, "delay_seconds": 900,
                "fail": 0.2, "forge": 0.2, "forged_metadata": {"partner": str(beta.pk), "subdomain": "beta"},
            },
        }
    )  # fmt: skip
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="start")
    return alpha, beta


def test_what_is_paid_arrives_by_webhook_alone_and_once(wired, cast, payments, time, mailoutbox):
    alpha, beta = wired
    payments.card_pay(checkout_begin(partner=alpha, plan="growth", interval="month", by=cast["alice"]), GOOD)
    payments.card_pay(checkout_begin(partner=beta, plan="pro", interval="year", by=cast["charlie"]), GOOD)
    customer = Subscription.objects.get(partner=alpha).customer_id
    for number in range(3):
        payments.client.v1.customers.update(customer, {"metadata": {"partner": str(beta.pk), "n": str(number)}})
    gateway().change_later(customer_id=Subscription.objects.get(partner=beta).customer_id, plan="growth",
                           interval="month", key="later")  # fmt: skip
    for _quarter_of_an_hour in range(3):
        assert payments.control("POST", "settle", seconds=30)["due"] == 0
        time.pass_days(1 / 96)
    done = payments.running.world.faults.describe()["done"]
    assert {"duplicate", "reorder", "drop", "delay", "fail", "forge"} <= set(done)
    payments.running.world.faults.clear()
    events_sweep()
    time.pass_days(1)
    events_resume()
    customers_reconcile()

    assert StripeEvent.objects.count() > 20
    assert set(StripeEvent.objects.values_list("state", flat=True)) == {"done"}
    for partner, plan, interval, total in ((alpha, "growth", "month", 199_000), (beta, "pro", "year", 4_990_000)):
        row = Subscription.objects.get(partner=partner)
        assert (row.paid_plan, row.interval, row.paid_status) == (plan, interval, "active")
        assert list(Invoice.objects.filter(partner=partner).values_list("total", "status")) == [(total, "paid")]
        assert PlanChange.objects.filter(partner=partner, plan_before="start", plan_after=plan).count() == 1
        assert Notice.objects.filter(partner=partner, kind="receipt").count() == 1
    assert Subscription.objects.get(partner=beta).next_plan == "growth"
    assert sorted(mail.to[0] for mail in mailoutbox) == ["alice@cast.example", *["charlie@cast.example"] * 2]
    assert inbox.events_due() == []
