"""Owners pay, step up and down, cancel, rest and come back; the mirror is right at once, without any webhook."""

from datetime import UTC, datetime, timedelta

import pytest

from billing.entitlements import plan_in_force
from billing.models import Invoice, PlanChange, Subscription
from billing.services import (
    checkout_begin,
    downgrade,
    downgrade_undo,
    plan_set,
    portal_open,
    subscription_cancel,
    subscription_end,
    subscription_pause,
    subscription_refresh,
    subscription_resume,
    upgrade,
    upgrade_preview,
)
from billing.services.changing import resume_cost
from billing.tasks import dates_watch
from tenants.errors import Refused
from tenants.models import AuditEntry, Partner
from tenants.services import partner_erase, partner_suspend
from tests.local_stripe.payer import Payer
from tests.local_stripe.running import FAILS_LATER, GOOD, SECURE_ALWAYS


def held(partner):
    return plan_in_force(Partner(pk=partner.pk)).key


def row_of(partner):
    return Subscription.objects.get(partner=partner)


def test_paying_puts_the_plan_in_force_with_invoice_card_and_log(free, pay, payments):
    row = pay()
    assert held(free) == "growth"
    assert (row.paid_plan, row.interval, row.paid_status, row.amount) == ("growth", "month", "active", 199_000)
    assert row.card.endswith("4242")
    assert row.next_amount == 199_000
    assert row.period_end > row.period_start
    bill = Invoice.objects.get(partner=free)
    # 1 990,00 with VAT of 22 % inside: 1990 × 22 / 122.
    assert (bill.status, bill.total, bill.vat, bill.due) == ("paid", 199_000, 35_885, 0)
    assert bill.page_url.startswith("http")
    newest = PlanChange.objects.filter(partner=free).first()
    assert (newest.plan_before, newest.plan_after, newest.mrr_after) == ("start", "growth", 199_000)


def test_asked_twice_it_is_one_customer_and_one_page(free, alice, payments):
    first = checkout_begin(partner=free, plan="growth", interval="month", by=alice)
    assert checkout_begin(partner=free, plan="growth", interval="month", by=alice) == first
    other = checkout_begin(partner=free, plan="pro", interval="month", by=alice)
    assert other != first
    assert len(payments.client.v1.customers.list({}).data) == 1
    open_ones = payments.client.v1.checkout.sessions.list({"status": "open"}).data
    assert [one.url for one in open_ones] == [other]


def test_who_has_just_paid_is_not_asked_to_pay_again(free, alice, payments):
    url = checkout_begin(partner=free, plan="growth", interval="month", by=alice)
    payments.card_pay(url)
    # Neither the webhook nor the page of return has come yet.
    with pytest.raises(Refused, match=r"paid already|оплачен"):
        checkout_begin(partner=free, plan="pro", interval="month", by=alice)
    assert len(payments.client.v1.subscriptions.list({"status": "all"}).data) == 1


@pytest.mark.parametrize(
    ("plan", "interval"), [("start", "month"), ("gold", "month"), ("growth", "week"), ("", ""), (None, "month")]
)
def test_what_is_not_sold_is_refused(free, alice, payments, plan, interval):
    with pytest.raises(Refused):
        checkout_begin(partner=free, plan=plan, interval=interval, by=alice)
    assert not payments.client.v1.customers.list({}).data


def test_what_the_agreement_holds_need_not_be_paid(free, alice):
    plan_set(partner=free, plan="pro")
    for plan in ("growth", "pro"):
        with pytest.raises(Refused):
            checkout_begin(partner=free, plan=plan, interval="month", by=alice)
    assert checkout_begin(partner=free, plan="network", interval="month", by=alice)


def test_an_upgrade_costs_what_the_preview_said_and_what_is_worked_out_by_hand(free, pay, time, alice):
    row = pay()
    time.pass_days(10)
    preview = upgrade_preview(partner=free, plan="pro", interval="month")
    upgrade(partner=free, plan="pro", interval="month", at=preview.at, by=alice)
    assert held(free) == "pro"
    bill = Invoice.objects.filter(partner=free).order_by("-created_at").first()
    assert (bill.total, bill.vat) == (preview.due_now, preview.vat)
    left = (row.period_end - preview.at) / (row.period_end - row.period_start)
    assert bill.total == round(499_000 * left) - round(199_000 * left)
    assert preview.next_amount == 499_000 == row_of(free).next_amount
    assert preview.next_at == row.period_end == row_of(free).period_end


def test_a_longer_term_begins_at_once_a_shorter_at_the_end(free, pay, time, alice):
    pay()
    time.pass_days(3)
    preview = upgrade_preview(partner=free, plan="growth", interval="year")
    assert upgrade(partner=free, plan="growth", interval="year", at=preview.at, by=alice).done
    row = row_of(free)
    assert (row.interval, row.amount) == ("year", 1_990_000)
    assert (row.period_end - row.period_start).days == 365
    with pytest.raises(Refused):
        upgrade_preview(partner=free, plan="growth", interval="month")
    downgrade(partner=free, plan="growth", interval="month", by=alice)
    assert (row_of(free).next_plan, row_of(free).next_interval) == ("growth", "month")


def test_a_declined_upgrade_changes_nothing(free, pay, payments, time, alice):
    before = pay()
    payments.card_set(before.customer_id, FAILS_LATER)
    time.pass_days(5)
    preview = upgrade_preview(partner=free, plan="pro", interval="month")
    for _ in range(2):
        with pytest.raises(Refused, match=r"карту|card"):
            upgrade(partner=free, plan="pro", interval="month", at=preview.at, by=alice)
    subscription_refresh(partner=free)
    row = row_of(free)
    assert (row.paid_plan, row.paid_status, row.period_end) == ("growth", "active", before.period_end)
    assert not Invoice.objects.filter(partner=free, status="open").exists()
    payments.card_set(before.customer_id, GOOD)
    assert upgrade(partner=free, plan="pro", interval="month", at=preview.at, by=alice).done
    assert held(free) == "pro"


def test_a_card_that_asks_back_leads_to_a_page_and_changes_nothing_before(free, pay, payments, time, alice):
    row = pay()
    payments.card_set(row.customer_id, SECURE_ALWAYS)
    time.pass_days(5)
    preview = upgrade_preview(partner=free, plan="pro", interval="month")
    result = upgrade(partner=free, plan="pro", interval="month", at=preview.at, by=alice)
    assert not result.done
    assert (held(free), row_of(free).paid_status) == ("growth", "active")
    # There the payer refuses, then pays and confirms.
    Payer(result.confirm_url).act("pay_saved").act("refuse")
    subscription_refresh(partner=free)
    assert held(free) == "growth"
    payer = Payer(result.confirm_url).act("pay_saved").act("confirm")
    assert "Thank you" in payer.page.text
    subscription_refresh(partner=free)
    assert (held(free), row_of(free).paid_status) == ("pro", "active")
    paid = payments.client.v1.invoices.list({"customer": str(row.customer_id)}).data[0]
    assert (paid.status, paid.total) == ("paid", preview.due_now)


def test_a_step_down_comes_at_the_periods_end_and_can_be_taken_back(free, pay, time, alice):
    pay("pro")
    downgrade(partner=free, plan="growth", interval="month", by=alice)
    row = row_of(free)
    assert (row.paid_plan, row.next_plan, row.next_amount) == ("pro", "growth", 199_000)
    downgrade_undo(partner=free, by=alice)
    assert (row_of(free).next_plan, row_of(free).next_amount) == ("", 499_000)
    downgrade(partner=free, plan="growth", interval="month", by=alice)
    time.pass_days(32)
    subscription_refresh(partner=free)
    row = row_of(free)
    assert (row.paid_plan, row.next_plan, row.paid_status, held(free)) == ("growth", "", "active", "growth")
    assert Invoice.objects.filter(partner=free).order_by("-created_at").first().total == 199_000


def test_a_cancellation_ends_at_the_periods_end_and_can_be_taken_back(free, pay, time, alice):
    row = pay()
    subscription_cancel(partner=free, by=alice)
    assert row_of(free).cancel_at == row.period_end
    assert held(free) == "growth"
    subscription_resume(partner=free, by=alice)
    assert row_of(free).cancel_at is None
    downgrade(partner=free, plan="start", interval="month", by=alice)
    assert row_of(free).cancel_at == row.period_end
    time.pass_days(32)
    subscription_refresh(partner=free)
    assert (row_of(free).paid_status, held(free)) == ("ended", "start")


def test_a_pause_is_start_without_charges_and_ends_by_itself(free, pay, time, alice):
    pay()
    subscription_pause(partner=free, months=2, by=alice)
    row = row_of(free)
    assert row.paused_until == datetime.now(UTC).replace(month=3)
    assert held(free) == "start"
    time.pass_days(58)
    subscription_refresh(partner=free)
    assert held(free) == "start"
    assert Invoice.objects.filter(partner=free, status="paid").count() == 1
    time.pass_days(10)
    subscription_refresh(partner=free)
    assert row_of(free).paused_until is None
    assert held(free) == "growth"


def test_a_pause_over_the_day_of_payment_is_no_month_for_nothing(free, pay, time, alice):
    pay()
    time.pass_days(29)
    subscription_pause(partner=free, months=1, by=alice)
    time.pass_days(4)
    subscription_refresh(partner=free)
    assert resume_cost(row_of(free)) == 199_000
    subscription_resume(partner=free, by=alice)
    row = row_of(free)
    assert held(free) == "growth"
    assert Invoice.objects.filter(partner=free, status="paid").count() == 2
    assert abs(row.period_start - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_pause_ended_within_what_is_paid_costs_nothing(free, pay, time, alice):
    before = pay()
    subscription_pause(partner=free, months=1, by=alice)
    time.pass_days(4)
    assert resume_cost(row_of(free)) == 0
    subscription_resume(partner=free, by=alice)
    row = row_of(free)
    assert (held(free), row.period_end) == ("growth", before.period_end)
    assert Invoice.objects.filter(partner=free).count() == 1


def test_acts_that_make_no_sense_are_refused_in_words(free, pay, time, alice):
    for act in (subscription_cancel, subscription_resume, downgrade_undo, portal_open):
        with pytest.raises(Refused):
            act(partner=free, by=alice)
    pay("pro")
    refused = [
        lambda: subscription_resume(partner=free, by=alice),
        lambda: downgrade_undo(partner=free, by=alice),
        lambda: subscription_pause(partner=free, months=0, by=alice),
        lambda: subscription_pause(partner=free, months=4, by=alice),
        lambda: downgrade(partner=free, plan="network", interval="month", by=alice),
        lambda: downgrade(partner=free, plan="pro", interval="month", by=alice),
        lambda: upgrade_preview(partner=free, plan="pro", interval="month"),
        lambda: upgrade_preview(partner=free, plan="growth", interval="month"),
    ]
    subscription_cancel(partner=free, by=alice)
    refused += [
        lambda: subscription_cancel(partner=free, by=alice),
        lambda: subscription_pause(partner=free, months=1, by=alice),
        lambda: upgrade_preview(partner=free, plan="network", interval="month"),
        lambda: downgrade(partner=free, plan="growth", interval="month", by=alice),
    ]
    for act in refused[1:]:
        with pytest.raises(Refused):
            act()


def test_each_act_is_recorded_with_who_did_it(free, pay, alice):
    pay("pro")
    downgrade(partner=free, plan="growth", interval="month", by=alice)
    subscription_cancel(partner=free, by=alice)
    acts = AuditEntry.objects.filter(partner=free, actor=alice).values_list("action", flat=True)
    # The clock stands still here, so their order is not told by it.
    assert sorted(acts) == ["billing_cancel", "billing_checkout", "billing_downgrade"]


def test_the_portal_opens_for_who_has_paid(free, pay, alice):
    pay()
    assert portal_open(partner=free, by=alice).startswith("http")


def test_without_a_key_the_refusal_is_plain(free, alice, settings):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(Refused, match=r"менеджер|manager"):
        checkout_begin(partner=free, plan="growth", interval="month", by=alice)


def test_when_stripe_fails_nothing_is_half_done(free, alice, payments):
    payments.running.world.faults.set({"answers": [{"kind": "error", "probability": 1.0}]})
    with pytest.raises(Refused, match=r"не отвечает|not answer"):
        checkout_begin(partner=free, plan="growth", interval="month", by=alice)
    payments.running.world.faults.clear()
    assert checkout_begin(partner=free, plan="growth", interval="month", by=alice)
    assert len(payments.client.v1.customers.list({}).data) == 1


def test_an_answer_lost_on_its_way_is_asked_for_again_and_acts_once(free, alice, payments):
    payments.running.world.faults.set({"answers": [{"kind": "cut", "next": 1, "method": "POST"}]})
    with pytest.raises(Refused):
        checkout_begin(partner=free, plan="growth", interval="month", by=alice)
    assert checkout_begin(partner=free, plan="growth", interval="month", by=alice)
    assert len(payments.client.v1.customers.list({}).data) == 1


def test_who_is_erased_pays_no_more(free, pay, payments, manager, alice):
    row = pay("pro")
    downgrade(partner=free, plan="growth", interval="month", by=alice)
    payments.running.world.faults.set({"answers": [{"kind": "error", "probability": 1.0}]})
    with pytest.raises(Refused):
        partner_erase(partner=free, requested_by=manager)
    assert Partner.objects.get(pk=free.pk).active
    payments.running.world.faults.clear()
    subscription_end(partner=free)
    subscription_end(partner=free)
    assert payments.client.v1.subscriptions.retrieve(row.subscription_id).status == "canceled"


def test_who_is_erased_while_a_page_of_payment_is_open_cannot_pay_on_it(free, payments, alice):
    checkout_begin(partner=free, plan="growth", interval="month", by=alice)
    subscription_end(partner=free)
    assert not payments.client.v1.checkout.sessions.list({"status": "open"}).data


def test_a_suspended_partner_is_not_charged_any_more(free, pay, at_once, django_capture_on_commit_callbacks):
    row = pay()
    with django_capture_on_commit_callbacks(execute=True):
        partner_suspend(partner=free)
    assert row_of(free).cancel_at == row.period_end


def test_what_stripe_does_not_take_at_once_is_stopped_within_the_hour(
    free, pay, payments, at_once, django_capture_on_commit_callbacks
):
    row = pay()
    payments.running.world.faults.set({"answers": [{"kind": "error", "probability": 1.0}]})
    with django_capture_on_commit_callbacks(execute=True):
        partner_suspend(partner=free)
    assert free.status == "suspended"
    assert row_of(free).cancel_at is None
    payments.running.world.faults.clear()
    dates_watch()
    assert row_of(free).cancel_at == row.period_end
