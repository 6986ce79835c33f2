"""A shop with one plan, VAT inside its prices and a promo code: what the tests of the pages buy."""

from dataclasses import dataclass
from typing import Any

from tests.local_stripe.running import LocalStripe

PRICE = 499_000
SUCCESS = "http://127.0.0.1:9/paid?session={CHECKOUT_SESSION_ID}"
CANCEL = "http://127.0.0.1:9/back"


@dataclass
class Shop:
    """What was made, and the doors to its pages."""

    local: LocalStripe
    price: str
    year: str
    vat: str
    customer: str
    success: str = SUCCESS
    cancel: str = CANCEL

    def session(self, **more: Any) -> Any:
        """Open a Checkout for the monthly price."""
        wanted = {
            "mode": "subscription",
            "customer": self.customer,
            "line_items": [{"price": self.price, "quantity": 1}],
            "subscription_data": {"default_tax_rates": [self.vat], "metadata": {"partner": "p1"}},
            "success_url": self.success,
            "cancel_url": self.cancel,
            **more,
        }
        given: Any = {name: value for name, value in wanted.items() if value is not None}
        return self.local.client.v1.checkout.sessions.create(given)

    def session_again(self, session: Any) -> Any:
        """Return the session as it is now."""
        return self.local.client.v1.checkout.sessions.retrieve(session.id)

    def subscription(self) -> Any:
        """Return the customer's only subscription."""
        found = self.local.client.v1.subscriptions.list({"customer": self.customer, "status": "all"}).data
        assert len(found) == 1
        return found[0]

    def invoices(self) -> list[Any]:
        """Return the customer's invoices, the newest first."""
        return self.local.client.v1.invoices.list({"customer": self.customer}).data

    def portal(self, **more: Any) -> Any:
        """Open the portal."""
        wanted: Any = {"customer": self.customer, "return_url": self.cancel, **more}
        return self.local.client.v1.billing_portal.sessions.create(wanted)


def shop_open(local_stripe: LocalStripe) -> Shop:
    """Make the goods, the tax and the customer."""
    make = local_stripe.client.v1
    product = make.products.create({"name": "Pro"})
    month, year = (
        make.prices.create(
            {"product": product.id, "currency": "rub", "unit_amount": amount, "recurring": {"interval": interval}}
        ).id
        for amount, interval in ((PRICE, "month"), (PRICE * 10, "year"))
    )
    vat = make.tax_rates.create({"display_name": "НДС", "percentage": 22, "inclusive": True})
    coupon = make.coupons.create({"percent_off": 20, "duration": "once", "name": "Скидка 20"})
    make.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "START20"})
    features: Any = {"invoice_history": {"enabled": True}, "payment_method_update": {"enabled": True}}
    features["subscription_cancel"] = {"enabled": True}
    make.billing_portal.configurations.create({"features": features})
    customer = make.customers.create({"name": "Пекарня", "email": "owner@bakery.example"})
    return Shop(local_stripe, month, year, vat.id, customer.id)
