"""Products, prices, rates, cards, endpoints, the portal's settings."""

import pytest
import stripe

from tests.local_stripe.running import DECLINED, FAILS_LATER, GOOD
from tests.local_stripe.shop import GROWTH, Shop


def test_a_price_is_found_by_its_lookup_key(shop: Shop):
    found = shop.client.prices.list({"lookup_keys": ["growth_month", "pro_year"], "expand": ["data.product"]}).data
    assert {price.lookup_key: price.unit_amount for price in found} == {"growth_month": GROWTH, "pro_year": 4_990_000}
    assert found[0].product.name in {"Growth", "Pro"}
    assert {price.id for price in shop.client.prices.list({"product": "plan_pro"}).data} == {
        shop.prices["pro_month"],
        shop.prices["pro_year"],
    }
    assert len(shop.client.prices.list({"recurring": {"interval": "year"}}).data) == 3


def test_a_lookup_key_moves_only_when_asked_to(shop: Shop):
    what = {"product": "plan_pro", "currency": "rub", "unit_amount": 5, "recurring": {"interval": "month"}}
    with pytest.raises(stripe.InvalidRequestError, match="already uses that lookup key"):
        shop.client.prices.create({**what, "lookup_key": "pro_month"})
    made = shop.client.prices.create({**what, "lookup_key": "pro_month", "transfer_lookup_key": True})
    assert shop.client.prices.list({"lookup_keys": ["pro_month"]}).data[0].id == made.id
    assert shop.client.prices.retrieve(shop.prices["pro_month"]).lookup_key is None


def test_a_price_put_away_sells_no_more(shop: Shop):
    shop.client.prices.update(shop.prices["growth_month"], {"active": False})
    assert shop.client.prices.list({"lookup_keys": ["growth_month"], "active": True}).data == []
    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        shop.checkout(shop.customer())


def test_a_price_keeps_its_amount_and_tax(shop: Shop):
    with pytest.raises(stripe.InvalidRequestError, match="unknown parameter"):
        shop.client.prices.update(shop.prices["growth_month"], {"unit_amount": 1})
    with pytest.raises(stripe.InvalidRequestError, match="tax_behavior"):
        shop.client.prices.update(shop.prices["growth_month"], {"tax_behavior": "exclusive"})


def test_names_change_and_say_what_they_were(shop: Shop):
    shop.client.products.update("plan_pro", {"name": "Pro 2", "metadata": {"plan": "pro"}})
    event = shop.local.events("product.updated")[0]
    assert event.data.previous_attributes.to_dict() == {"name": "Pro", "metadata": {"plan": None}}
    assert shop.client.products.update("plan_pro", {"metadata": {"plan": ""}}).metadata.to_dict() == {}
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        shop.client.products.create({"id": "plan_pro", "name": "Again"})


def test_a_rate_is_put_away(shop: Shop):
    shop.client.tax_rates.update(shop.vat, {"active": False})
    assert shop.client.tax_rates.list({"active": True, "inclusive": True}).data == []
    assert shop.client.tax_rates.list({"inclusive": True}).data[0].percentage == 22


def test_a_customer_is_updated(shop: Shop):
    customer = shop.customer()
    changed = shop.client.customers.update(customer, {"name": "Бета", "metadata": {"a": "1"}, "email": ""})
    assert (changed.name, changed.metadata["a"], changed.email) == ("Бета", "1", None)
    assert changed.preferred_locales == ["ru"]
    with pytest.raises(stripe.InvalidRequestError, match="No such PaymentMethod"):
        shop.client.customers.update(customer, {"invoice_settings": {"default_payment_method": "pm_none"}})


def test_cards_belong_to_one_customer(shop: Shop):
    one, other = shop.customer("a@x.example"), shop.customer("b@x.example")
    card = shop.client.payment_methods.attach("pm_card_visa", {"customer": one})
    assert (card.card.brand, card.card.last4, card.customer) == ("visa", "4242", one)
    with pytest.raises(stripe.InvalidRequestError, match="already been attached"):
        shop.client.payment_methods.attach(card.id, {"customer": other})
    made = shop.client.payment_methods.create(
        {"type": "card", "card": {"number": DECLINED, "exp_month": 1, "exp_year": 40}}
    )
    with pytest.raises(stripe.CardError) as refused:
        shop.client.payment_methods.attach(made.id, {"customer": one})
    assert refused.value.error
    assert (refused.value.code, refused.value.error.decline_code) == ("card_declined", "generic_decline")
    assert [one.id for one in shop.client.payment_methods.list({"customer": one, "type": "card"}).data] == [card.id]
    assert shop.client.customers.payment_methods.list(other).data == []


def test_a_card_taken_away_is_nobodys_default(shop: Shop):
    sub = shop.buy()
    shop.local.card_set(str(sub.customer), GOOD)
    card = shop.subscription(str(sub.customer)).default_payment_method
    assert shop.client.customers.retrieve(sub.customer).invoice_settings.default_payment_method == card
    shop.client.payment_methods.detach(card)
    assert shop.client.customers.retrieve(sub.customer).invoice_settings.default_payment_method is None
    assert shop.subscription(str(sub.customer)).default_payment_method is None
    shop.local.card_set(str(sub.customer), FAILS_LATER)


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ({"number": "4242424242424242", "exp_month": 13, "exp_year": 2030}, "invalid_expiry_month"),
        ({"number": "4242424242424242", "exp_month": 12, "exp_year": 2025}, "invalid_expiry_year"),
        ({"number": "4242424242424243", "exp_month": 12, "exp_year": 2030}, "incorrect_number"),
    ],
)
def test_a_wrong_card_is_told(shop: Shop, card, code: str):
    with pytest.raises(stripe.CardError) as refused:
        shop.client.payment_methods.create({"type": "card", "card": card})
    assert refused.value.code == code


def test_an_endpoint_hears_what_it_asked_for(shop: Shop):
    endpoints = shop.client.webhook_endpoints
    made = endpoints.create({"url": "http://127.0.0.1:9/a", "enabled_events": ["customer.created"]})
    assert made.secret.startswith("whsec_")
    assert not hasattr(endpoints.retrieve(made.id), "secret")
    shop.customer()
    shop.client.products.update("plan_pro", {"name": "Pro 2"})
    assert shop.local.events("customer.created")[-1].pending_webhooks == 1
    assert shop.local.events("product.updated")[-1].pending_webhooks == 0
    waiting = shop.client.events.list({"delivery_success": False}).data
    assert [event.type for event in waiting] == ["customer.created"]
    assert endpoints.update(made.id, {"disabled": True}).status == "disabled"
    assert endpoints.delete(made.id).deleted
    with pytest.raises(stripe.InvalidRequestError, match="2026-10-28"):
        endpoints.create({"url": "http://127.0.0.1:9/a", "enabled_events": ["*"], "api_version": "2024-06-20"})


def test_the_portal_opens_with_a_configuration(shop: Shop):
    features = {"payment_method_update": {"enabled": True}, "invoice_history": {"enabled": True}}
    made = shop.client.billing_portal.configurations.create({"features": features, "name": "Ours"})
    assert (made.is_default, made.features.payment_method_update.enabled) == (True, True)
    assert not made.features.subscription_cancel.enabled
    changed = shop.client.billing_portal.configurations.update(
        made.id, {"features": {"subscription_cancel": {"enabled": True, "mode": "at_period_end"}}}
    )
    assert (changed.features.subscription_cancel.enabled, changed.features.invoice_history.enabled) == (True, True)
    session = shop.client.billing_portal.sessions.create(
        {"customer": shop.customer(), "return_url": "http://127.0.0.1/back", "locale": "ru"}
    )
    assert (session.configuration, session.url) == (made.id, f"{shop.local.base}/p/session/{session.id}")
    assert [one.id for one in shop.client.billing_portal.configurations.list({"is_default": True}).data] == [made.id]


def test_a_preview_of_a_new_subscription(shop: Shop):
    items = [{"price": shop.prices["pro_year"], "quantity": 1}]
    details = {"items": items, "default_tax_rates": [shop.vat]}
    asked = shop.client.invoices.create_preview({"customer": shop.customer(), "subscription_details": details})
    assert (asked.total, asked.total_taxes[0].amount) == (4_990_000, 899_836)  # 4 990 000 × 22 / 122 = 899 836,07
    assert shop.client.invoices.list().data == []
    assert shop.client.subscriptions.list({"status": "all"}).data == []


def test_a_recurring_preview_leaves_the_change_out(shop: Shop):
    sub = shop.buy()
    shop.local.advance(days=7)
    items = [{"id": sub["items"].data[0].id, "price": shop.prices["pro_month"]}]
    wish = {"subscription": sub.id, "subscription_details": {"items": items}, "preview_mode": "recurring"}
    assert shop.client.invoices.create_preview(wish).total == 499_000


def test_lines_and_payments_of_an_invoice(shop: Shop):
    sub = shop.buy()
    bill = shop.invoice(sub)
    assert [line.id for line in shop.client.invoices.line_items.list(bill.id).data] == [bill.lines.data[0].id]
    payment = shop.client.invoice_payments.list({"invoice": bill.id}).data[0]
    intent = shop.client.payment_intents.retrieve(payment.payment.payment_intent, {"expand": ["latest_charge"]})
    assert (intent.status, intent.latest_charge.receipt_url) == ("succeeded", bill.hosted_invoice_url)
    assert shop.client.charges.list({"customer": sub.customer}).data[0].paid
    assert shop.client.invoices.update(bill.id, {"metadata": {"seen": "1"}}).metadata["seen"] == "1"
