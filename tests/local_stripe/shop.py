"""A shop with four plans, VAT inside the price, and a customer: what the tests buy from."""

from dataclasses import dataclass, field
from typing import Any

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

    def checkout(self, customer: str, price: str = "growth_month", **more: Any) -> Any:
        """Open Checkout."""
        data = {"default_tax_rates": [self.vat], "metadata": {"partner": "alpha"}, **more.pop("subscription_data", {})}
        return self.client.checkout.sessions.create(
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

    def buy(self, price: str = "growth_month", number: str = GOOD, **more: Any) -> Any:
        """Buy a plan as a new customer and return the subscription."""
        customer = more.pop("customer", None) or self.customer()
        session = self.checkout(customer, price, **more)
        assert session.url
        assert self.local.card_pay(session.url, number)["status"] == "paid"
        return self.subscription(customer)

    def subscription(self, customer: str) -> Any:
        """Return a customer's newest subscription."""
        found = self.client.subscriptions.list({"customer": customer, "status": "all"}).data
        return found[0]

    def change(self, sub: Any, price: str, **more: Any) -> Any:
        """Change a subscription's price."""
        items = [{"id": sub["items"].data[0].id, "price": self.prices[price]}]
        return self.client.subscriptions.update(sub.id, {"items": items, **more})

    def preview(self, sub: Any, price: str, **more: Any) -> Any:
        """Ask what a change costs."""
        items = [{"id": sub["items"].data[0].id, "price": self.prices[price]}]
        details = {"items": items, **more}
        asked = {"customer": sub.customer, "subscription": sub.id, "subscription_details": details}
        return self.client.invoices.create_preview(asked)

    def invoice(self, sub: Any) -> Any:
        """Return a subscription's newest invoice."""
        return self.client.invoices.list({"subscription": sub.id}).data[0]


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
