"""Events are hints: whatever arrives, in any order, the mirror becomes the provider's state; failures are redone."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from billing import inbox, tasks
from billing.gateway import gateway
from billing.gateway.interface import EventHint, GatewayMissing
from billing.models import Invoice, PlanChange, StripeEvent, Subscription
from billing.sync import customer_sync, partner_sync
from tenants.models import AuditEntry


def hint(ident, customer, kind="customer.subscription.updated"):
    return EventHint(ident, kind, customer, timezone.now())


def row_of(partner):
    return Subscription.objects.get(partner=partner)


@pytest.fixture
def paid(pay, alpha, payments):
    """Alpha pays; a year's plan was then bought at Stripe behind our back."""
    row = pay()
    payments.client.v1.subscriptions.update(row.subscription_id, {"cancel_at_period_end": True})
    return row


def faults(payments, **one):
    payments.running.world.faults.set({"answers": [one]})


def test_an_event_brings_the_whole_state(paid, alpha):
    assert row_of(alpha).cancel_at is None
    inbox.event_store(hint("evt_1", paid.customer_id, kind="anything.at.all"))
    inbox.event_work("evt_1")
    assert row_of(alpha).cancel_at == paid.period_end
    event = StripeEvent.objects.get()
    assert (event.state, event.attempts, event.done_at is not None) == ("done", 0, True)
    assert AuditEntry.objects.filter(partner=alpha, action="billing_changed", actor=None).count() >= 1


def test_an_event_received_before_the_last_reading_asks_nothing_more(paid, alpha, payments):
    for ident in ("evt_1", "evt_2"):
        inbox.event_store(hint(ident, paid.customer_id))
    inbox.event_work("evt_1")
    faults(payments, kind="error", probability=1.0)
    inbox.event_work("evt_2")
    assert StripeEvent.objects.get(pk="evt_2").error == "known already"
    inbox.event_store(hint("evt_3", paid.customer_id))
    inbox.event_work("evt_3")
    assert StripeEvent.objects.get(pk="evt_3").state == "received"


@pytest.mark.parametrize("customer", ["", "cus_of_somebody_else"])
def test_an_event_of_nobody_here_is_done_with_a_note(paid, alpha, customer):
    before = row_of(alpha)
    inbox.event_store(hint("evt_1", customer))
    inbox.event_work("evt_1")
    event = StripeEvent.objects.get()
    assert (event.state, event.error.startswith("concerns")) == ("done", True)
    assert row_of(alpha).read_at == before.read_at


def test_an_event_worked_on_twice_or_unknown_does_nothing(paid, alpha):
    inbox.event_store(hint("evt_1", paid.customer_id))
    for ident in ("evt_1", "evt_1", "evt_unknown"):
        inbox.event_work(ident)
    assert StripeEvent.objects.count() == 1


def test_a_failure_is_tried_again_later_and_later_and_given_up_in_the_end(paid, alpha, payments, time):
    inbox.event_store(hint("evt_1", paid.customer_id))
    faults(payments, kind="error", probability=1.0)
    pauses = []
    for _attempt in range(8):
        inbox.event_work("evt_1")
        event = StripeEvent.objects.get()
        if event.next_try_at:
            pauses.append((event.next_try_at - timezone.now()).total_seconds() / 60)
            assert inbox.events_due() == []
            time.traveller.move_to(event.next_try_at)
            assert inbox.events_due() == ["evt_1"]
    assert pauses == [1, 2, 4, 8, 16, 32, 64]
    event = StripeEvent.objects.get()
    assert (event.state, event.attempts, event.next_try_at) == ("dead", 8, None)
    assert "Stripe" in event.error
    assert inbox.events_due() == []
    assert row_of(alpha).cancel_at is None
    payments.running.world.faults.clear()
    inbox.event_retry(event=event)
    assert inbox.events_due() == ["evt_1"]
    inbox.event_work("evt_1")
    assert row_of(alpha).cancel_at is not None


def test_a_failure_in_the_middle_writes_nothing(paid, alpha, payments):
    before = row_of(alpha)
    faults(payments, kind="error", next=1, path="/v1/invoices")
    inbox.event_store(hint("evt_1", paid.customer_id))
    inbox.event_work("evt_1")
    after = row_of(alpha)
    assert (after.cancel_at, after.read_at, after.synced_at) == (None, before.read_at, before.synced_at)


def test_a_task_lost_with_its_queue_is_found(paid, alpha, at_once):
    inbox.event_store(hint("evt_1", paid.customer_id))
    assert inbox.events_due() == []
    StripeEvent.objects.update(received_at=datetime.now(UTC) - timedelta(days=300))
    tasks.events_resume()
    assert StripeEvent.objects.get().state == "done"


def test_events_that_never_arrived_are_fetched_once(pay, alpha, payments, at_once):
    """The webhook's address does not answer, so Stripe gives every event up."""
    payments.webhook_to("http://127.0.0.1:9/")
    row = pay()
    payments.client.v1.subscriptions.update(row.subscription_id, {"cancel_at_period_end": True})
    new = inbox.events_fetch()
    assert new
    assert inbox.events_fetch() == []
    assert set(StripeEvent.objects.values_list("state", flat=True)) == {"received"}
    tasks.events_sweep()
    for event_id in new:
        inbox.event_work(event_id)
    assert row_of(alpha).cancel_at is not None


def test_without_a_key_the_sweep_is_quiet(db, settings):
    settings.STRIPE_SECRET_KEY = ""
    tasks.events_sweep()


def test_the_nightly_comparison_finds_what_no_event_told(paid, alpha, at_once):
    tasks.customers_reconcile()
    assert row_of(alpha).cancel_at == paid.period_end


def test_a_state_read_twice_is_one_effect(paid, alpha):
    for _ in range(3):
        assert customer_sync(customer_id=paid.customer_id)
    assert Invoice.objects.filter(partner=alpha).count() == 1
    assert AuditEntry.objects.filter(action="billing_changed").count() <= 2
    kinds = PlanChange.objects.filter(partner=alpha).values_list("plan_after", "mrr_after")
    assert list(kinds) == list(dict.fromkeys(kinds))


def test_a_customer_without_subscriptions_is_nothing_paid(alpha, payments):
    customer = gateway().customer_make(name="A", email="a@x.ru", reference="1", language="ru", key="k")
    Subscription.objects.filter(partner=alpha).update(customer_id=customer, paid_plan="pro", paid_status="active")
    assert partner_sync(partner=alpha)
    assert (row_of(alpha).paid_plan, row_of(alpha).paid_status) == ("", "")


def test_nobody_is_touched_by_anothers_event(paid, alpha, beta, payments):
    other = gateway().customer_make(name="Б", email="b@x.ru", reference=str(alpha.pk), language="ru", key="b")
    Subscription.objects.filter(partner=beta).update(customer_id=other)
    before = row_of(alpha)
    inbox.event_store(hint("evt_1", other))
    inbox.event_work("evt_1")
    assert row_of(alpha).read_at == before.read_at
    assert row_of(beta).read_at is not None


def said(*arguments):
    out = io.StringIO()
    call_command("billing_sync", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_compares_one_or_all_a_line_each(paid, alpha, beta):
    assert said() == "alpha: growth by the month, active until 2026-02-01\n"
    assert said("--partner", "beta") == "beta: has never come to paying\n"
    assert row_of(alpha).cancel_at is not None


def test_the_command_tries_all_and_fails_in_the_end(paid, alpha, beta, payments):
    Subscription.objects.filter(partner=beta).update(customer_id="cus_missing")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("billing_sync", stdout=out)
    first, second = out.getvalue().splitlines()
    assert first.startswith("alpha: growth")
    assert second.startswith("beta: failed: ")


def test_where_nobody_pays_there_is_nothing_to_compare(alpha, settings):
    settings.STRIPE_SECRET_KEY = ""
    assert said() == "No partner has come to paying yet.\n"


def test_without_a_key_who_pays_cannot_be_compared(paid, settings):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(GatewayMissing, match="STRIPE_SECRET_KEY is missing"):
        said()


def test_the_command_names_what_is_wrong_in_one_line(alpha, capsys):
    from daas.management.commands.billing_sync import Command

    with pytest.raises(SystemExit) as end:
        Command().run_from_argv(["manage.py", "billing_sync", "--partner", "nobody"])
    assert end.value.code == 1
    err = capsys.readouterr().err
    assert "no partner nobody" in err
    assert err.count("\n") == 1
