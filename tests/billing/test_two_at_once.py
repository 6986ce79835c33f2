"""Double clicks and two owners at once, in threads with connections of their own: one customer, one subscription."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from billing import inbox
from billing.gateway.interface import EventHint
from billing.models import Invoice, Notice, PlanChange, StripeEvent, Subscription
from billing.services import (
    checkout_begin,
    plan_set,
    subscription_cancel,
    subscription_pause,
    subscription_refresh,
    upgrade,
    upgrade_preview,
)
from tenants.errors import Refused
from tenants.models import AuditEntry, Membership

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Do all at the same moment; return what each returned, or its refusal."""
    start = Barrier(len(acts))

    def one(act):
        try:
            start.wait(10)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.fixture
def owners(transactional_db, cast, payments, at_once):
    plan_set(partner=cast["alpha"], plan="start")
    Membership.objects.filter(partner=cast["alpha"], user=cast["boris"]).update(role="owner")
    return cast["alpha"], cast["alice"], cast["boris"]


@pytest.fixture
def paying(owners, payments):
    alpha, alice, _boris = owners
    payments.card_pay(checkout_begin(partner=alpha, plan="growth", interval="month", by=alice))
    subscription_refresh(partner=alpha)
    return alpha


def test_six_clicks_of_two_owners_are_one_customer_and_one_page(owners, payments):
    alpha, alice, boris = owners
    urls = together(
        *(lambda by=by: checkout_begin(partner=alpha, plan="growth", interval="month", by=by)
          for by in (alice, boris, alice, boris, alice, boris))
    )  # fmt: skip
    assert len(set(urls)) == 1
    assert str(urls[0]).startswith("http")
    assert len(payments.client.v1.customers.list({}).data) == 1
    assert len(payments.client.v1.checkout.sessions.list({}).data) == 1
    payments.card_pay(urls[0])
    assert len(payments.client.v1.subscriptions.list({"status": "all"}).data) == 1


def test_different_wishes_at_once_leave_one_page_open(owners, payments):
    alpha, alice, boris = owners
    together(
        lambda: checkout_begin(partner=alpha, plan="growth", interval="month", by=alice),
        lambda: checkout_begin(partner=alpha, plan="pro", interval="year", by=boris),
    )
    assert len(payments.client.v1.customers.list({}).data) == 1
    assert len(payments.client.v1.checkout.sessions.list({"status": "open"}).data) == 1


def test_an_upgrade_clicked_by_two_is_charged_once(paying, owners, payments):
    alpha, alice, boris = owners
    at = upgrade_preview(partner=alpha, plan="pro", interval="month").at
    done = together(
        *(lambda by=by: upgrade(partner=alpha, plan="pro", interval="month", at=at, by=by)
          for by in (alice, boris, alice))
    )  # fmt: skip
    assert sum(not isinstance(one, Refused) for one in done) == 1
    bills = payments.client.v1.invoices.list({"limit": 100}).data
    assert len([bill for bill in bills if bill.billing_reason == "subscription_update"]) == 1
    assert AuditEntry.objects.filter(action="billing_upgrade").count() == 1


def test_a_pause_and_a_cancellation_at_once_are_one_of_them(paying, owners):
    alpha, alice, boris = owners
    done = together(
        lambda: subscription_cancel(partner=alpha, by=alice),
        lambda: subscription_pause(partner=alpha, months=1, by=boris),
        lambda: subscription_cancel(partner=alpha, by=boris),
    )
    assert sum(isinstance(one, Refused) for one in done) >= 1
    row = Subscription.objects.get(partner=alpha)
    acts = set(
        AuditEntry.objects.filter(action__in=("billing_cancel", "billing_pause")).values_list("action", flat=True)
    )
    assert ("billing_cancel" in acts) == (row.cancel_at is not None)
    assert ("billing_pause" in acts) == (row.paused_until is not None)


def test_events_worked_on_by_many_workers_are_one_effect(owners, payments, mailoutbox):
    alpha, alice, _boris = owners
    payments.card_pay(checkout_begin(partner=alpha, plan="growth", interval="month", by=alice))
    customer = Subscription.objects.get(partner=alpha).customer_id
    events = [event for event in payments.events() if event.type != "customer.created"]
    assert len(events) > 5
    for event in events:
        inbox.event_store(EventHint(event.id, event.type, customer, Subscription.objects.get(partner=alpha).changed_at))
    together(*(lambda event=event: inbox.event_work(event.id) for event in [*events[:8], *events[:4]]))
    assert not StripeEvent.objects.filter(pk__in=[event.id for event in events[:8]]).exclude(state="done").exists()
    assert Invoice.objects.count() == 1
    assert PlanChange.objects.filter(partner=alpha, plan_after="growth").count() == 1
    assert Notice.objects.filter(kind="receipt").count() == 1
    assert sorted(mail.to[0] for mail in mailoutbox) == ["alice@cast.example", "boris@cast.example"]


def test_the_same_event_posted_by_many_at_once_is_one_row(transactional_db, payments, django_db_blocker):
    from django.utils import timezone

    hint = EventHint("evt_1", "x", "", timezone.now())
    assert sorted(together(*(lambda: inbox.event_store(hint) for _ in range(6)))) == [False] * 5 + [True]
    assert StripeEvent.objects.count() == 1
