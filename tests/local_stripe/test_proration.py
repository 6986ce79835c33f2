"""Changes in the middle of a period, against invoices worked out by hand.

Growth costs 1 990,00 ₽ a month, Pro 4 990,00 ₽; a year is ten months; VAT 22 % is inside.
"""

from datetime import UTC, datetime

import pytest

from tests.local_stripe.running import DAY
from tests.local_stripe.shop import Shop

HALF_OF_31_DAYS = 31 * DAY // 2
AT_ONCE = {"proration_behavior": "always_invoice"}


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


def amounts(invoice) -> list[int]:
    return [line.amount for line in invoice.lines.data]


def vat(invoice) -> int:
    return sum(tax.amount for tax in invoice.total_taxes)


def test_upgrade_in_the_middle_of_a_month_of_31_days(shop: Shop):
    sub = shop.buy("growth_month")
    shop.local.advance(HALF_OF_31_DAYS)
    asked = shop.preview(sub, "pro_month", **AT_ONCE, proration_date=shop.local.now)
    changed = shop.change(sub, "pro_month", **AT_ONCE, proration_date=shop.local.now)
    invoice = shop.invoice(sub)
    # Half of 199 000 comes back, half of 499 000 is charged.
    assert amounts(invoice) == amounts(asked) == [-99_500, 249_500]
    assert (invoice.total, invoice.amount_paid, asked.total, asked.amount_due) == (150_000, 150_000, 150_000, 150_000)
    # −99 500 × 22/122 = −17 942,62 → −17 943; 249 500 × 22/122 = 44 991,80 → 44 992.
    assert vat(invoice) == vat(asked) == 44_992 - 17_943
    assert invoice.total_excluding_tax == 150_000 - 27_049
    texts = [line.description for line in invoice.lines.data]
    assert texts == ["Unused time on Growth after 17 Jan 2026", "Remaining time on Pro after 17 Jan 2026"]
    credit = invoice.lines.data[0].parent.subscription_item_details
    assert credit.proration
    assert credit.proration_details.credited_items.invoice == sub.latest_invoice
    assert invoice.parent.subscription_details.subscription_proration_date == shop.local.now
    assert (invoice.billing_reason, changed.latest_invoice) == ("subscription_update", invoice.id)
    # The period stays.
    assert changed["items"].data[0].current_period_end == at(2026, 2, 1, 12)


def test_upgrade_ten_days_into_a_month_of_30_days(shop: Shop):
    shop.local.advance(to=at(2026, 4, 1, 12))
    sub = shop.buy("growth_month")
    shop.local.advance(10 * DAY)
    shop.change(sub, "pro_month", **AT_ONCE)
    # 199 000 × 20/30 = 132 666,67; 499 000 × 20/30 = 332 666,67.
    assert amounts(shop.invoice(sub)) == [-132_667, 332_667]


def test_every_second_counts(shop: Shop):
    sub = shop.buy("growth_month")
    shop.local.advance(12_345)
    shop.change(sub, "pro_month", **AT_ONCE)
    # 2 666 055 of 2 678 400 seconds are left: 198 082,778… and 496 700,031…
    assert amounts(shop.invoice(sub)) == [-198_083, 496_700]


def test_from_month_to_year_begins_a_new_period(shop: Shop):
    sub = shop.buy("growth_month")
    shop.local.advance(HALF_OF_31_DAYS)
    now = shop.local.now
    asked = shop.preview(sub, "growth_year", **AT_ONCE)
    changed = shop.change(sub, "growth_year", proration_behavior="create_prorations")
    invoice = shop.invoice(sub)
    assert amounts(invoice) == amounts(asked) == [-99_500, 1_990_000]
    assert (invoice.total, invoice.status) == (1_890_500, "paid")
    item = changed["items"].data[0]
    assert (item.current_period_start, item.current_period_end) == (now, at(2027, 1, 17))
    assert changed.billing_cycle_anchor == now


def test_a_downgrade_at_once_leaves_a_credit_that_the_next_invoice_uses(shop: Shop):
    sub = shop.buy("pro_month")
    shop.local.advance(HALF_OF_31_DAYS)
    shop.change(sub, "growth_month", **AT_ONCE)
    invoice = shop.invoice(sub)
    assert (amounts(invoice), invoice.total) == ([-249_500, 99_500], -150_000)
    assert (invoice.status, invoice.amount_due, invoice.ending_balance) == ("paid", 0, -150_000)
    assert shop.client.customers.retrieve(sub.customer).balance == -150_000
    shop.local.advance(to=at(2026, 2, 1, 14))
    renewal = shop.invoice(sub)
    assert (renewal.total, renewal.starting_balance, renewal.amount_due) == (199_000, -150_000, 49_000)
    assert (renewal.amount_paid, renewal.ending_balance, renewal.status) == (49_000, 0, "paid")
    entries = shop.client.customers.balance_transactions.list(sub.customer).data
    assert [entry.amount for entry in entries] == [150_000, -150_000]


def test_prorations_wait_for_the_next_invoice(shop: Shop):
    sub = shop.buy("growth_month")
    shop.local.advance(HALF_OF_31_DAYS)
    asked = shop.preview(sub, "pro_month", proration_behavior="create_prorations")
    shop.change(sub, "pro_month", proration_behavior="create_prorations")
    assert shop.invoice(sub).billing_reason == "subscription_create"
    assert len(shop.local.events("invoiceitem.created")) == 2
    shop.local.advance(to=at(2026, 2, 1, 14))
    renewal = shop.invoice(sub)
    assert sorted(amounts(renewal)) == sorted(amounts(asked)) == [-99_500, 249_500, 499_000]
    assert renewal.total == asked.total == 649_000


def test_without_proration_only_the_next_period_costs_more(shop: Shop):
    sub = shop.buy("growth_month")
    shop.local.advance(HALF_OF_31_DAYS)
    shop.change(sub, "pro_month", proration_behavior="none")
    assert shop.invoice(sub).total == 199_000
    shop.local.advance(to=at(2026, 2, 1, 14))
    assert amounts(shop.invoice(sub)) == [499_000]


def test_over_a_leap_day(shop: Shop):
    shop.local.advance(to=at(2027, 3, 1, 12))
    sub = shop.buy("growth_year")
    assert sub["items"].data[0].current_period_end == at(2028, 3, 1, 12)
    shop.local.advance(to=at(2028, 2, 29, 12))
    shop.change(sub, "pro_year", **AT_ONCE)
    # One of 366 days: 1 990 000 / 366 = 5 437,16; 4 990 000 / 366 = 13 633,88.
    assert amounts(shop.invoice(sub)) == [-5_437, 13_634]


def test_there_and_back_in_one_second_costs_nothing(shop: Shop):
    sub = shop.buy("growth_month")
    shop.local.advance(1_234_567)
    shop.change(sub, "pro_month", **AT_ONCE)
    there = shop.invoice(sub)
    shop.change(sub, "growth_month", **AT_ONCE)
    back = shop.invoice(sub)
    assert there.total + back.total == 0
    assert vat(there) + vat(back) == 0


def test_up_twice_credits_what_was_really_charged(shop: Shop):
    sub = shop.buy("growth_month")
    shop.local.advance(HALF_OF_31_DAYS)
    shop.change(sub, "pro_month", **AT_ONCE)
    shop.local.advance(HALF_OF_31_DAYS // 2)
    shop.change(sub, "network_month", **AT_ONCE)
    # Half of the half-month charge of 249 500 comes back, a quarter of 1 490 000 is charged.
    assert amounts(shop.invoice(sub)) == [-124_750, 372_500]


def test_a_date_before_the_last_change_gives_back_no_more_than_was_charged(shop: Shop):
    sub = shop.buy("growth_month")
    shop.local.advance(HALF_OF_31_DAYS)
    shop.change(sub, "pro_month", **AT_ONCE)
    shop.change(sub, "growth_month", **AT_ONCE, proration_date=shop.local.now - DAY)
    # All of the 249 500 comes back, Growth is charged for a day more: 199 000 × 16,5/31 = 105 919,35.
    assert amounts(shop.invoice(sub)) == [-249_500, 105_919]


def test_a_date_outside_of_the_period_is_refused(shop: Shop):
    sub = shop.buy("growth_month")
    with pytest.raises(Exception, match="outside of the current period"):
        shop.change(sub, "pro_month", proration_date=shop.local.now - DAY)


def test_vat_on_top_is_added(shop: Shop):
    rate = shop.client.tax_rates.create({"display_name": "VAT", "inclusive": False, "percentage": 20})
    sub = shop.buy("growth_month", subscription_data={"default_tax_rates": [rate.id]})
    invoice = shop.invoice(sub)
    assert (invoice.subtotal, invoice.total, invoice.total_excluding_tax) == (199_000, 238_800, 199_000)
    assert vat(invoice) == 39_800


def test_canceling_at_once_may_give_the_rest_back(shop: Shop):
    sub = shop.buy("growth_month")
    shop.local.advance(HALF_OF_31_DAYS)
    ended = shop.client.subscriptions.cancel(sub.id, {"prorate": True, "invoice_now": True})
    invoice = shop.invoice(sub)
    assert (ended.status, invoice.total, invoice.ending_balance) == ("canceled", -99_500, -99_500)
