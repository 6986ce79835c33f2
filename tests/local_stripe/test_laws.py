"""Laws of money and time that hold for every amount and moment."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.local_stripe.life.change import Wish, planned
from billing.local_stripe.life.items import items_of, segment_of
from billing.local_stripe.money.lines import line_of
from billing.local_stripe.money.periods import period_of, shifted
from billing.local_stripe.money.rounding import nearest, percent, share, spread
from billing.local_stripe.money.taxes import tax_of
from billing.local_stripe.money.totals import totals
from tests.local_stripe.shop import Shop
from tests.local_stripe.test_proration import at

KOPECKS = st.integers(0, 10**9)
MOMENT = st.integers(at(2020, 1, 1), at(2040, 1, 1))


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**8), st.integers(1, 10**8))
def test_a_share_is_the_nearest_kopeck_and_its_own_mirror(amount: int, part: int, whole: int):
    exact = Fraction(amount * part, whole)
    assert abs(share(amount, part, whole) - exact) <= Fraction(1, 2)
    assert share(-amount, part, whole) == -share(amount, part, whole)
    assert share(amount, whole, whole) == amount


@given(st.integers(-1000, 1000))
def test_a_half_goes_away_from_zero(number: int):
    assert nearest(Fraction(2 * number + (1 if number >= 0 else -1), 2)) == number + (1 if number >= 0 else -1)


@given(KOPECKS, st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any))
def test_what_is_spread_adds_up(total: int, weights: list[int]):
    parts, whole = spread(total, weights), sum(weights)
    assert sum(parts) == total
    shares = [Fraction(total * weight, whole) for weight in weights]
    assert all(abs(part - exact) < len(parts) for part, exact in zip(parts, shares, strict=True))


@given(KOPECKS, st.sampled_from([5.0, 10.0, 18.0, 20.0, 22.0, 12.5]))
def test_vat_inside_and_net_make_the_price(price: int, rate: float):
    tax = tax_of(price, {"inclusive": True, "percentage": rate})
    assert abs(tax - Fraction(price) * Fraction(str(rate)) / (100 + Fraction(str(rate)))) <= Fraction(1, 2)
    # Put on top again, the VAT of the net is within a kopeck of it.
    assert abs(percent(price - tax, rate) - tax) <= 1


@given(MOMENT, st.sampled_from(["day", "week", "month", "year"]), st.integers(1, 3), st.integers(0, 40))
def test_periods_follow_each_other_without_gap_and_do_not_drift(anchor: int, interval: str, every: int, number: int):
    start = shifted(anchor, interval, number * every)
    end = shifted(anchor, interval, (number + 1) * every)
    assert start < end
    for moment in (start, (start + end) // 2, end - 1):
        assert period_of(anchor, interval, every, moment) == (start, end)
    if interval in ("month", "year"):
        asked, found = datetime.fromtimestamp(anchor, UTC), datetime.fromtimestamp(end, UTC)
        assert found.day == asked.day or (found.day < asked.day and (found.month, found.day) in LAST_DAYS)
        assert found.time() == asked.time()


LAST_DAYS = {(2, 28), (2, 29), (4, 30), (6, 30), (9, 30), (11, 30)}
NAMES = ["growth_month", "pro_month", "network_month", "growth_year", "pro_year", "network_year"]


def moved(world, sub, price: str, moment: int):
    """Return a subscription after a change at once, and the change's lines."""
    wish = Wish([{"id": items_of(sub)[0]["id"], "price": price}], "always_invoice", moment)
    plan = planned(world, sub, wish)
    drafts = [*plan.prorations, *plan.whole]
    for item in items_of(plan.sub):
        if item["id"] in plan.segments:
            new = [segment_of(draft, None, "il") for draft in drafts if draft.amount >= 0]
            item["_segments"] = plan.segments[item["id"]] + new
    return plan.sub, [line_of(draft, "in") for draft in drafts]


@pytest.mark.parametrize("off", [None, {"percent_off": 15}, {"amount_off": 33_333, "currency": "rub"}])
def test_changes_and_their_invoices(shop: Shop, off):
    """There and back in one second is nothing; an invoice's figures are the sums of its lines."""
    given_off = [{"coupon": shop.client.coupons.create({**off, "duration": "forever"}).id}] if off else []
    sub_id = shop.buy("growth_month", discounts=given_off).id
    shop.local.advance(days=3)
    world = shop.local.world

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 31 * 86_400 - 1), st.lists(st.sampled_from(NAMES[:3]), min_size=1, max_size=4))
    def law(second: int, way: list[str]) -> None:
        with world.transaction():
            sub = world.state.need("subscription", sub_id)
            moment = items_of(sub)[0]["current_period_start"] + second
            spent = tax = 0
            for name in [*way, "growth_month"]:
                sub, lines = moved(world, sub, shop.prices[name], moment)
                figures = totals(world, lines, 0)
                net = sum(line["amount"] - sum(one["amount"] for one in line["discount_amounts"]) for line in lines)
                vat = sum(one["amount"] for line in lines for one in line["taxes"])
                assert figures["total"] == net
                assert sum(one["amount"] for one in figures["total_taxes"]) == vat
                assert figures["total_excluding_tax"] == net - vat
                assert figures["subtotal"] == sum(line["amount"] for line in lines)
                spent, tax = spent + net, tax + vat
            # A percentage of a share may differ by a kopeck from the share of a percentage, once: at the start.
            slack = 1 if off and "percent_off" in off else 0
            assert abs(spent) <= slack
            assert abs(tax) <= slack

    law()
