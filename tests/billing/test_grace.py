"""A payment fails: seven days of grace with letters, then Start; paid again, everything is back."""

from datetime import UTC, datetime

import pytest

from billing.dates import dates_apply, dates_rows
from billing.entitlements import plan_in_force
from billing.models import Invoice, Notice, PlanChange, Subscription
from billing.services import subscription_refresh, upgrade_preview
from tenants.errors import Refused
from tenants.models import Partner
from tests.local_stripe.running import FAILS_LATER, GOOD


def held(partner):
    return plan_in_force(Partner(pk=partner.pk)).key


def row_of(partner):
    return Subscription.objects.get(partner=partner)


def watch():
    for pk in dates_rows():
        dates_apply(pk)


@pytest.fixture
def failed(free, pay, payments, time):
    row = pay()
    payments.card_set(row.customer_id, FAILS_LATER)
    # An invoice lies an hour as a draft before it is charged.
    time.pass_to(row.period_end)
    time.pass_days(2 / 24)
    subscription_refresh(partner=free)
    return free


def test_the_plan_stays_for_seven_days_and_not_longer(failed, time):
    row = row_of(failed)
    assert (row.paid_status, held(failed)) == ("past_due", "growth")
    assert 6.9 < (row.grace_until - datetime.now(UTC)).total_seconds() / 86_400 <= 7
    bill = Invoice.objects.get(partner=failed, status="open")
    assert (bill.due, bill.page_url != "") == (199_000, True)
    time.pass_days(6.9)
    assert held(failed) == "growth"
    time.pass_days(0.2)
    assert held(failed) == "start"


def test_the_grace_begins_with_the_first_failure_whenever_it_is_heard_of(free, pay, payments, time):
    row = pay()
    payments.card_set(row.customer_id, FAILS_LATER)
    time.pass_to(row.period_end)
    time.pass_days(5)
    subscription_refresh(partner=free)
    first = row_of(free).grace_until
    assert 1.9 < (first - datetime.now(UTC)).total_seconds() / 86_400 < 2.1
    time.pass_days(1)
    subscription_refresh(partner=free)
    assert row_of(free).grace_until == first


def test_letters_on_the_first_third_and_sixth_day_and_at_the_end_each_once(failed, time, letters):
    told = {}
    for _hour in range(8 * 4):
        for letter in letters(lambda: (watch(), subscription_refresh(partner=failed), watch())):
            told[letter.subject] = letter
        time.pass_days(0.25)
    kinds = Notice.objects.filter(partner=failed).exclude(kind="receipt").order_by("sent_at")
    assert list(kinds.values_list("kind", flat=True)) == [
        "payment_failed_0", "payment_failed_3", "payment_failed_6", "grace_over",
    ]  # fmt: skip
    assert list(told) == [
        "Оплата пока не прошла",
        "Завтра кабинет перейдёт на тариф «Старт»",
        "Кабинет теперь на тарифе «Старт»",
    ]
    assert all(letter.to == ["alice@cast.example"] for letter in told.values())
    assert "1\u00a0990,00\u00a0₽" in told["Оплата пока не прошла"].body


def test_who_was_away_is_told_the_newest_only(failed, time, letters):
    Notice.objects.filter(kind__startswith="payment_failed").delete()
    time.pass_days(6.5)
    assert [letter.subject for letter in letters(watch)] == ["Завтра кабинет перейдёт на тариф «Старт»"]


def test_paid_within_the_grace_everything_goes_on(failed, payments, time, letters):
    time.pass_days(2)
    payments.card_set(row_of(failed).customer_id, GOOD)
    payments.client.v1.invoices.pay(Invoice.objects.get(partner=failed, status="open").provider_id)
    subjects = [letter.subject for letter in letters(lambda: subscription_refresh(partner=failed))]
    assert "Тариф «Рост» продолжается" in subjects
    row = row_of(failed)
    assert (row.paid_status, row.grace_until, held(failed)) == ("active", None, "growth")
    assert PlanChange.objects.filter(partner=failed, cause="unpaid").count() == 0


def test_paid_after_the_grace_everything_is_back(failed, payments, time, letters):
    time.pass_days(7.5)
    letters(watch)
    assert held(failed) == "start"
    payments.card_set(row_of(failed).customer_id, GOOD)
    payments.client.v1.invoices.pay(Invoice.objects.get(partner=failed, status="open").provider_id)
    subjects = [letter.subject for letter in letters(lambda: subscription_refresh(partner=failed))]
    assert "Тариф «Рост» продолжается" in subjects
    assert held(failed) == "growth"
    changes = PlanChange.objects.filter(partner=failed).order_by("at").values_list("plan_after", "mrr_after", "cause")
    assert list(changes)[-3:] == [("growth", 199_000, "paid"), ("start", 0, "time"), ("growth", 199_000, "paid again")]


def test_never_paid_it_ends_and_stays_start(failed, time, letters):
    for _day in range(40):
        letters(lambda: (watch(), subscription_refresh(partner=failed)))
        time.pass_days(1)
    row = row_of(failed)
    assert held(failed) == "start"
    assert row.paid_status in {"past_due", "ended"}
    kinds = list(Notice.objects.filter(partner=failed).values_list("kind", flat=True))
    assert kinds.count("grace_over") == 1
    assert "ended" not in kinds


def test_nothing_is_changed_while_a_payment_is_open(failed):
    with pytest.raises(Refused):
        upgrade_preview(partner=failed, plan="pro", interval="month")
