"""Coupons: percent and amount, once, for some months, for ever; against figures worked out by hand."""

import pytest
import stripe

from tests.local_stripe.running import DAY
from tests.local_stripe.shop import Shop
from tests.local_stripe.test_proration import AT_ONCE, HALF_OF_31_DAYS, amounts


def coupon(shop: Shop, **what) -> list[dict[str, str]]:
    return [{"coupon": shop.client.coupons.create(what).id}]


def totals(shop: Shop, sub) -> list[int]:
    return [invoice.total for invoice in shop.client.invoices.list({"subscription": sub.id}).data][::-1]


def test_ten_percent_for_ever(shop: Shop):
    sub = shop.buy(discounts=coupon(shop, percent_off=10, duration="forever"))
    shop.local.advance(HALF_OF_31_DAYS)
    asked = shop.preview(sub, "pro_month", **AT_ONCE)
    shop.change(sub, "pro_month", **AT_ONCE)
    invoice = shop.invoice(sub)
    # −99 500 with −9 950 of discount back, 249 500 with 24 950 off: 150 000 − 15 000.
    assert amounts(invoice) == amounts(asked) == [-99_500, 249_500]
    assert [line.discount_amounts[0].amount for line in invoice.lines.data] == [-9_950, 24_950]
    assert invoice.total_discount_amounts[0].amount == 15_000
    assert (invoice.subtotal, invoice.total, asked.total) == (150_000, 135_000, 135_000)
    # −89 550 × 22/122 = −16 148,36; 224 550 × 22/122 = 40 492,62.
    assert invoice.total_taxes[0].amount == 40_493 - 16_148
    shop.local.advance(31 * DAY)
    assert shop.invoice(sub).total == 449_100


def test_an_amount_off_for_two_months(shop: Shop):
    off = coupon(shop, amount_off=50_000, currency="rub", duration="repeating", duration_in_months=2)
    sub = shop.buy(discounts=off)
    shop.local.advance(HALF_OF_31_DAYS)
    shop.change(sub, "pro_month", **AT_ONCE)
    # The first month's 50 000 is taken back by half and given again by half: only the prices differ.
    assert shop.invoice(sub).total == 150_000
    assert shop.client.invoices.create_preview({"subscription": sub.id}).total == 449_000
    shop.local.advance(20 * DAY)
    # The two months end as March begins.
    assert shop.client.invoices.create_preview({"subscription": sub.id}).total == 499_000
    shop.local.advance(40 * DAY)
    assert totals(shop, sub) == [149_000, 150_000, 449_000, 499_000]
    assert shop.subscription(str(sub.customer)).discounts == []
    assert len(shop.local.events("customer.discount.deleted")) == 1


def test_once_is_for_one_invoice(shop: Shop):
    sub = shop.buy(discounts=coupon(shop, percent_off=25, duration="once"))
    assert sub.discounts == []
    shop.local.advance(HALF_OF_31_DAYS)
    shop.change(sub, "pro_month", **AT_ONCE)
    # Paid 149 250, of which 74 625 come back; the rest of Pro at its full price.
    assert totals(shop, sub) == [149_250, 249_500 - 74_625]
    shop.local.advance(20 * DAY)
    assert shop.invoice(sub).total == 499_000


def test_a_coupon_given_later_lowers_the_next_invoice(shop: Shop):
    sub = shop.buy()
    shop.client.subscriptions.update(sub.id, {"discounts": coupon(shop, percent_off=50, duration="once")})
    found = shop.client.subscriptions.retrieve(sub.id, {"expand": ["discounts.source.coupon"]})
    assert found.discounts[0].source.coupon.percent_off == 50
    assert shop.client.invoices.create_preview({"subscription": sub.id}).total == 99_500
    shop.local.advance(32 * DAY)
    assert shop.invoice(sub).total == 99_500
    shop.client.subscriptions.update(sub.id, {"discounts": ""})
    shop.local.advance(28 * DAY)
    assert shop.invoice(sub).total == 199_000


def test_an_amount_never_takes_more_than_there_is(shop: Shop):
    sub = shop.buy(discounts=coupon(shop, amount_off=999_999_00, currency="rub", duration="once"))
    invoice = shop.invoice(sub)
    assert (invoice.total, invoice.status, sub.status) == (0, "paid", "active")


def test_a_coupon_is_used_no_more_often_than_allowed(shop: Shop):
    once = coupon(shop, percent_off=10, duration="once", max_redemptions=1)
    late = shop.customer()
    open_page = shop.checkout(late, discounts=once)
    shop.buy(discounts=once)
    answer = shop.local.card_pay(str(open_page.url))
    assert "could not be done" in answer["message"]
    assert shop.client.subscriptions.list({"customer": late, "status": "all"}).data == []
    assert shop.client.payment_methods.list({"customer": late}).data == []
    with pytest.raises(stripe.InvalidRequestError, match="cannot be applied"):
        shop.buy(discounts=once)


def test_a_deleted_coupon_still_explains_its_discounts(shop: Shop):
    given = coupon(shop, percent_off=10, duration="forever", name="Friends")
    sub = shop.buy(discounts=given)
    shop.client.coupons.delete(given[0]["coupon"])
    found = shop.client.subscriptions.retrieve(sub.id, {"expand": ["discounts.source.coupon"]})
    assert found.discounts[0].source.coupon.name == "Friends"
    shop.local.advance(32 * DAY)
    assert shop.invoice(sub).total == 179_100


@pytest.mark.parametrize("wrong", [{}, {"percent_off": 10, "amount_off": 5}, {"amount_off": 5}, {"percent_off": 101}])
def test_a_coupon_must_make_sense(shop: Shop, wrong: dict[str, int]):
    with pytest.raises(stripe.InvalidRequestError):
        shop.client.coupons.create({"duration": "once", **wrong})


def test_a_coupon_for_one_product_lowers_that_alone(shop: Shop):
    given = shop.client.coupons.create(
        {"percent_off": 50, "duration": "forever", "applies_to": {"products": ["plan_pro"]}}
    )
    found = shop.client.coupons.retrieve(given.id, {"expand": ["applies_to"]})
    assert found.applies_to.products == ["plan_pro"]
    sub = shop.buy("growth_month", discounts=[{"coupon": given.id}])
    assert shop.invoice(sub).total == 199_000
    shop.local.advance(HALF_OF_31_DAYS)
    shop.change(sub, "pro_month", **AT_ONCE)
    assert shop.invoice(sub).total == 124_750 - 99_500


def test_a_code_reads_the_same_once(shop: Shop):
    given = coupon(shop, percent_off=10, duration="once")[0]["coupon"]
    promotion = {"type": "coupon", "coupon": given}
    shop.client.promotion_codes.create({"promotion": promotion, "code": "HELLO"})
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        shop.client.promotion_codes.create({"promotion": promotion, "code": "hello"})
    assert len(shop.client.promotion_codes.list({"code": "HELLO", "active": True}).data) == 1
