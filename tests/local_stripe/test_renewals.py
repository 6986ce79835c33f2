"""Life in time: renewals, days of the month, notices, the end."""

import pytest

from tests.local_stripe.running import DAY, HOUR
from tests.local_stripe.shop import GROWTH, Shop
from tests.local_stripe.test_proration import at


def ends(shop: Shop, sub) -> int:
    return int(shop.subscription(str(sub.customer))["items"].data[0].current_period_end)


def test_a_renewal_is_drafted_then_finalized_an_hour_later_and_paid(shop: Shop):
    sub = shop.buy()
    start = len(shop.local.events())
    shop.local.advance(to=at(2026, 2, 1, 12))
    draft = shop.invoice(sub)
    assert (draft.status, draft.billing_reason, draft.number) == ("draft", "subscription_cycle", None)
    assert draft.automatically_finalizes_at == at(2026, 2, 1, 13)
    assert (draft.period_start, draft.period_end) == (at(2026, 1, 1, 12), at(2026, 2, 1, 12))
    line = draft.lines.data[0]
    assert (line.period.start, line.period.end) == (at(2026, 2, 1, 12), at(2026, 3, 1, 12))
    assert line.parent.subscription_item_details.subscription_item == sub["items"].data[0].id
    shop.local.advance(HOUR)
    paid = shop.invoice(sub)
    assert (paid.id, paid.status, paid.amount_paid, paid.attempt_count) == (draft.id, "paid", GROWTH, 1)
    assert paid.status_transitions.finalized_at == paid.status_transitions.paid_at == at(2026, 2, 1, 13)
    assert paid.parent.subscription_details.subscription == sub.id
    assert [event.type for event in shop.local.events()][start:] == [
        "invoice.upcoming",
        "invoice.created",
        "customer.subscription.updated",
        "payment_intent.created",
        "invoice.finalized",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.updated",
        "invoice_payment.paid",
        "invoice.paid",
        "invoice.payment_succeeded",
    ]
    said = shop.local.events("customer.subscription.updated")[-1].data
    assert said.previous_attributes["latest_invoice"] == sub.latest_invoice
    assert said.previous_attributes["items"]["data"][0]["current_period_end"] == at(2026, 2, 1, 12)


def test_the_day_of_the_month_does_not_drift(shop: Shop):
    shop.local.advance(to=at(2027, 1, 31, 12))
    sub = shop.buy()
    found = [ends(shop, sub)]
    for _ in range(13):
        shop.local.advance(to=found[-1] + HOUR)
        found.append(ends(shop, sub))
    days = [(2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31)]
    later = [at(2028, 1, 31, 12), at(2028, 2, 29, 12), at(2028, 3, 31, 12)]
    assert found == [at(2027, *day, 12) for day in days] + later


def test_a_year_from_a_leap_day(shop: Shop):
    shop.local.advance(to=at(2028, 2, 29, 9))
    sub = shop.buy("growth_year")
    assert ends(shop, sub) == at(2029, 2, 28, 9)
    shop.local.advance(to=at(2029, 3, 1))
    assert ends(shop, sub) == at(2030, 2, 28, 9)


def test_many_months_in_one_leap_of_the_clock(shop: Shop):
    sub = shop.buy()
    shop.local.advance(days=14 * 31)
    invoices = shop.client.invoices.list({"subscription": sub.id, "limit": 100}).data
    assert len(invoices) == 15
    assert {(invoice.status, invoice.total) for invoice in invoices} == {("paid", GROWTH)}
    times = [event.created for event in shop.local.events()]
    assert times == sorted(times)
    assert [int(invoice.number.split("-")[1]) for invoice in invoices] == list(range(15, 0, -1))


def test_cancel_at_the_periods_end_and_take_it_back(shop: Shop):
    sub = shop.buy()
    shop.local.advance(days=3)
    update = shop.client.subscriptions.update
    leaving = update(sub.id, {"cancel_at_period_end": True, "cancellation_details": {"comment": "too dear"}})
    assert (leaving.status, leaving.cancel_at, leaving.canceled_at) == ("active", at(2026, 2, 1, 12), shop.local.now)
    with pytest.raises(Exception, match="No upcoming invoices"):
        shop.client.invoices.create_preview({"subscription": sub.id})
    back = update(sub.id, {"cancel_at_period_end": False})
    assert (back.cancel_at, back.canceled_at, back.cancellation_details.reason) == (None, None, None)
    shop.local.advance(to=at(2026, 2, 1, 14))
    assert shop.invoice(sub).status == "paid"
    update(sub.id, {"cancel_at_period_end": True})
    shop.local.advance(days=30)
    gone = shop.subscription(str(sub.customer))
    assert (gone.status, gone.ended_at) == ("canceled", at(2026, 3, 1, 12))
    assert gone.cancellation_details.reason == "cancellation_requested"
    assert shop.local.events("customer.subscription.deleted")[0].data.object["id"] == sub.id
    assert shop.client.subscriptions.list({"customer": sub.customer}).data == []
    count = len(shop.client.invoices.list({"subscription": sub.id}).data)
    shop.local.advance(days=60)
    assert len(shop.client.invoices.list({"subscription": sub.id}).data) == count == 2


def test_cancel_at_a_time(shop: Shop):
    sub = shop.buy()
    shop.client.subscriptions.update(sub.id, {"cancel_at": shop.local.now + 5 * DAY})
    shop.local.advance(days=5)
    assert shop.subscription(str(sub.customer)).status == "canceled"


def test_a_canceled_subscription_changes_no_more(shop: Shop):
    sub = shop.buy()
    assert shop.client.subscriptions.cancel(sub.id).status == "canceled"
    with pytest.raises(Exception, match="canceled subscription"):
        shop.change(sub, "pro_month")
    with pytest.raises(Exception, match="No such subscription"):
        shop.client.subscriptions.cancel(sub.id)
    assert shop.client.subscriptions.update(sub.id, {"metadata": {"why": "x"}}).metadata["why"] == "x"


@pytest.mark.parametrize(
    ("behavior", "status"), [("void", "void"), ("mark_uncollectible", "uncollectible"), ("keep_as_draft", "draft")]
)
def test_a_pause_charges_nothing_and_ends_by_itself(shop: Shop, behavior: str, status: str):
    sub = shop.buy()
    until = at(2026, 3, 20)
    pause = {"behavior": behavior, "resumes_at": until}
    paused = shop.client.subscriptions.update(sub.id, {"pause_collection": pause})
    assert (paused.status, paused.pause_collection.resumes_at) == ("active", until)
    shop.local.advance(to=at(2026, 3, 2))
    assert [one.status for one in shop.client.invoices.list({"subscription": sub.id}).data] == [status, status, "paid"]
    shop.local.advance(to=until)
    back = shop.subscription(str(sub.customer))
    assert back.pause_collection is None
    assert shop.local.events("customer.subscription.updated")[-1].data.previous_attributes["pause_collection"]
    shop.local.advance(to=at(2026, 4, 2))
    assert (shop.invoice(sub).status, shop.invoice(sub).amount_paid) == ("paid", GROWTH)


def test_a_pause_taken_back(shop: Shop):
    sub = shop.buy()
    update = shop.client.subscriptions.update
    update(sub.id, {"pause_collection": {"behavior": "void"}})
    shop.local.advance(to=at(2026, 2, 10))
    assert shop.invoice(sub).status == "void"
    anew = {"billing_cycle_anchor": {"type": "now"}, "proration_behavior": "none"}
    back = update(sub.id, {"pause_collection": "", **anew, "payment_behavior": "error_if_incomplete"})
    assert (back.pause_collection, back["items"].data[0].current_period_end) == (None, at(2026, 3, 10))
    assert (shop.invoice(sub).total, shop.invoice(sub).status) == (GROWTH, "paid")


def test_a_period_that_moved_is_announced_in_its_own_time(shop: Shop):
    sub = shop.buy()
    shop.change(sub, "growth_year")
    shop.local.advance(days=60)
    assert shop.local.events("invoice.upcoming") == []
    shop.local.advance(to=at(2026, 12, 25, 12))
    assert shop.local.events("invoice.upcoming")[0].data.object["total"] == 10 * GROWTH


def test_a_trial_may_be_ended_now(shop: Shop):
    sub = shop.buy("pro_month", subscription_data={"trial_period_days": 14})
    shop.local.advance(days=2)
    changed = shop.client.subscriptions.update(sub.id, {"trial_end": "now"})
    assert (changed.status, changed.trial_end, shop.invoice(sub).total) == ("active", shop.local.now, 499_000)
    assert changed["items"].data[0].current_period_start == shop.local.now
