"""Schedules: a cheaper plan at the period's end, taken back, and what a schedule forbids."""

import pytest
import stripe

from tests.local_stripe.running import DAY
from tests.local_stripe.shop import GROWTH, PRO, Shop
from tests.local_stripe.test_proration import AT_ONCE, amounts, at


def planned(shop: Shop, sub, price: str, interval: str = "month", **more):
    """Plan another price for the period's end, as one does with Stripe."""
    made = shop.client.subscription_schedules.create({"from_subscription": sub.id})
    first, item = made.phases[0], sub["items"].data[0]
    kept = {"default_tax_rates": [shop.vat], "proration_behavior": "none"}
    now = {"items": [{"price": item.price.id, "quantity": 1}], "start_date": first.start_date}
    later = {
        "items": [{"price": shop.prices[price], "quantity": 1}],
        "duration": {"interval": interval, "interval_count": 1},
    }
    phases = [{**kept, **now, "end_date": item.current_period_end}, {**kept, **later}]
    asked = {"phases": phases, "end_behavior": "release", "proration_behavior": "none", **more}
    return shop.client.subscription_schedules.update(made.id, asked)


def test_a_downgrade_waits_for_the_periods_end(shop: Shop):
    sub = shop.buy("pro_month")
    shop.local.advance(days=5)
    schedule = planned(shop, sub, "growth_month")
    assert (schedule.status, schedule.end_behavior) == ("active", "release")
    assert [phase.start_date for phase in schedule.phases] == [at(2026, 1, 1, 12), at(2026, 2, 1, 12)]
    assert schedule.phases[1].end_date == at(2026, 3, 1, 12)
    found = shop.client.subscriptions.retrieve(sub.id, {"expand": ["schedule"]})
    assert found.schedule.id == schedule.id
    assert found["items"].data[0].price.id == shop.prices["pro_month"]
    asked = shop.client.invoices.create_preview({"subscription": sub.id})
    assert (asked.total, asked.lines.data[0].period.start) == (GROWTH, at(2026, 2, 1, 12))
    shop.local.advance(to=at(2026, 2, 1, 13))
    now = shop.subscription(str(sub.customer))
    assert now["items"].data[0].price.id == shop.prices["growth_month"]
    assert now["items"].data[0].id == sub["items"].data[0].id
    assert (amounts(shop.invoice(sub)), shop.invoice(sub).status) == ([GROWTH], "paid")
    shop.local.advance(to=at(2026, 3, 1, 13))
    schedule = shop.client.subscription_schedules.retrieve(schedule.id)
    assert (schedule.status, schedule.released_subscription, schedule.subscription) == ("released", sub.id, None)
    assert shop.subscription(str(sub.customer)).schedule is None
    assert amounts(shop.invoice(sub)) == [GROWTH]
    assert len(shop.local.events("subscription_schedule.released")) == 1


def test_from_year_to_month_at_the_years_end(shop: Shop):
    sub = shop.buy("pro_year")
    planned(shop, sub, "growth_month")
    shop.local.advance(to=at(2027, 1, 1, 13))
    item = shop.subscription(str(sub.customer))["items"].data[0]
    assert (item.current_period_start, item.current_period_end) == (at(2027, 1, 1, 12), at(2027, 2, 1, 12))
    assert amounts(shop.invoice(sub)) == [GROWTH]


def test_a_planned_change_is_taken_back(shop: Shop):
    sub = shop.buy("pro_month")
    schedule = planned(shop, sub, "growth_month")
    done = shop.client.subscription_schedules.release(schedule.id)
    assert (done.status, shop.subscription(str(sub.customer)).schedule) == ("released", None)
    shop.local.advance(to=at(2026, 2, 1, 13))
    assert amounts(shop.invoice(sub)) == [PRO]
    with pytest.raises(stripe.InvalidRequestError, match="released"):
        shop.client.subscription_schedules.release(schedule.id)


def test_a_schedule_keeps_coupons_and_labels(shop: Shop):
    coupon = shop.client.coupons.create({"percent_off": 10, "duration": "forever"})
    sub = shop.buy("pro_month", discounts=[{"coupon": coupon.id}])
    planned(shop, sub, "growth_month")
    shop.local.advance(to=at(2026, 2, 1, 13))
    assert shop.invoice(sub).total == 179_100
    assert shop.subscription(str(sub.customer)).metadata["partner"] == "alpha"


def test_a_phase_may_begin_in_the_middle_and_is_prorated(shop: Shop):
    sub = shop.buy("growth_month")
    made = shop.client.subscription_schedules.create({"from_subscription": sub.id})
    middle = shop.local.now + 31 * DAY // 2
    now = {"items": [{"price": shop.prices["growth_month"]}], "start_date": made.phases[0].start_date}
    later = {"items": [{"price": shop.prices["pro_month"]}], "proration_behavior": "always_invoice"}
    phases = [{**now, "end_date": middle}, {**later, "end_date": at(2026, 2, 1, 12)}]
    shop.client.subscription_schedules.update(made.id, {"phases": phases})
    shop.local.advance(to=middle)
    assert amounts(shop.invoice(sub)) == [-99_500, 249_500]


def test_a_schedule_may_end_the_subscription(shop: Shop):
    sub = shop.buy("pro_month")
    schedule = planned(shop, sub, "growth_month", end_behavior="cancel")
    shop.local.advance(to=at(2026, 3, 1, 13))
    assert shop.client.subscription_schedules.retrieve(schedule.id).status == "completed"
    assert shop.subscription(str(sub.customer)).status == "canceled"


def test_a_schedule_is_canceled_with_its_subscription(shop: Shop):
    sub = shop.buy("pro_month")
    schedule = planned(shop, sub, "growth_month")
    assert shop.client.subscription_schedules.cancel(schedule.id).status == "canceled"
    assert shop.subscription(str(sub.customer)).status == "canceled"


def test_what_a_schedule_governs_is_not_ended_beside_it(shop: Shop):
    sub = shop.buy("pro_month")
    planned(shop, sub, "growth_month")
    with pytest.raises(stripe.InvalidRequestError, match="managed by the subscription schedule"):
        shop.client.subscriptions.update(sub.id, {"cancel_at_period_end": True})
    with pytest.raises(stripe.InvalidRequestError, match="already attached"):
        shop.client.subscription_schedules.create({"from_subscription": sub.id})


def test_an_upgrade_before_a_planned_downgrade(shop: Shop):
    sub = shop.buy("pro_month")
    schedule = planned(shop, sub, "growth_month")
    shop.client.subscription_schedules.release(schedule.id)
    shop.local.advance(31 * DAY // 2)
    shop.change(sub, "network_month", **AT_ONCE)
    assert amounts(shop.invoice(sub)) == [-249_500, 745_000]


@pytest.mark.parametrize(
    "phases", [[], [{"start_date": 1}], [{"items": [{"price": "none"}]}], [{"items": [{}], "end_date": 5}]]
)
def test_phases_must_make_sense(shop: Shop, phases):
    sub = shop.buy("pro_month")
    made = shop.client.subscription_schedules.create({"from_subscription": sub.id})
    with pytest.raises(stripe.InvalidRequestError):
        shop.client.subscription_schedules.update(made.id, {"phases": phases or ""})
