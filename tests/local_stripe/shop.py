"""A shop with four plans, VAT inside the price, and a customer: what the tests buy from."""

from dataclasses import dataclass, field
from typing import Any

import stripe

from tests.local_stripe.running import GOOD, LocalStripe

GROWTH, PRO, NETWORK = 199_000, 499_000, 1_490_000
"""Kopecks a month; a year costs ten months."""


@dataclass
class Shop:
    """Prices by name: `growth_month`, `pro_year` …"""

    local: LocalStripe
    vat: str
    prices: dict[str, str] = field(default_factory=dict)

    @property
    def client(self) -> Any:
        """Return the SDK's services."""
        return self.local.client.v1

    def customer(self, email: str = "owner@alpha.example") -> str:
        """Make a customer and return its id."""
        return str(self.client.customers.create({"email": email, "name": "Альфа", "preferred_locales": ["ru"]}).id)

    def checkout(self, customer: str, price: str = "growth_month", **more: Any) -> stripe.checkout.Session:
        """Open Checkout."""
        data = {"default_tax_rates": [self.vat], "metadata": {"partner": "alpha"}, **more.pop("subscription_data", {})}
        made: stripe.checkout.Session = self.client.checkout.sessions.create(
            {
                "mode": "subscription",
                "customer": customer,
                "line_items": [{"price": self.prices[price], "quantity": 1}],
                "success_url": "http://127.0.0.1/done?session={CHECKOUT_SESSION_ID}",
                "cancel_url": "http://127.0.0.1/back",
                "subscription_data": data,
                "locale": "ru",
                **more,
            }
        )
        return made

    def buy(self, price: str = "growth_month", number: str = GOOD, **more: Any) -> stripe.Subscription:
        """Buy a plan as a new customer and return the subscription."""
        customer = more.pop("customer", None) or self.customer()
        session = self.checkout(customer, price, **more)
        assert session.url
        assert self.local.card_pay(session.url, number)["status"] == "paid"
        return self.subscription(customer)

    def subscription(self, customer: str) -> stripe.Subscription:
        """Return a customer's newest subscription."""
        found = self.client.subscriptions.list({"customer": customer, "status": "all"}).data
        newest: stripe.Subscription = found[0]
        return newest

    def change(self, sub: stripe.Subscription, price: str, **more: Any) -> stripe.Subscription:
        """Change a subscription's price."""
        items = [{"id": sub["items"].data[0].id, "price": self.prices[price]}]
        changed: stripe.Subscription = self.client.subscriptions.update(sub.id, {"items": items, **more})
        return changed

    def preview(self, sub: stripe.Subscription, price: str, **more: Any) -> stripe.Invoice:
        """Ask what a change costs."""
        items = [{"id": sub["items"].data[0].id, "price": self.prices[price]}]
        details = {"items": items, **more}
        asked = {"customer": sub.customer, "subscription": sub.id, "subscription_details": details}
        shown: stripe.Invoice = self.client.invoices.create_preview(asked)
        return shown

    def invoice(self, sub: stripe.Subscription) -> stripe.Invoice:
        """Return a subscription's newest invoice."""
        newest: stripe.Invoice = self.client.invoices.list({"subscription": sub.id}).data[0]
        return newest


def shop_open(local: LocalStripe, vat: float = 22.0) -> Shop:
    """Make products, prices and the VAT rate."""
    client = local.client.v1
    rate = client.tax_rates.create({"display_name": "НДС", "inclusive": True, "percentage": vat, "country": "RU"})
    shop = Shop(local, rate.id)
    for name, month in {"growth": GROWTH, "pro": PRO, "network": NETWORK}.items():
        product = client.products.create({"name": name.title(), "id": f"plan_{name}"})
        for interval, amount in {"month": month, "year": month * 10}.items():
            price = client.prices.create(
                {
                    "product": product.id,
                    "currency": "rub",
                    "unit_amount": amount,
                    "recurring": {"interval": interval},
                    "tax_behavior": "inclusive",
                    "lookup_key": f"{name}_{interval}",
                }
            )
            shop.prices[f"{name}_{interval}"] = price.id
    return shop
