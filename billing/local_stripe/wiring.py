"""Loads every file that adds addresses, alarms or loops. A new one is a line here."""

import importlib
from typing import Final

FILES: Final = (
    "control", "delivery", "fault_control",
    "resources.products", "resources.prices", "resources.tax_rates", "resources.coupons", "resources.promotion_codes",
    "resources.customers", "resources.payment_methods", "resources.webhook_endpoints", "resources.events",
)  # fmt: skip


def load() -> None:
    """Import them all."""
    for name in FILES:
        importlib.import_module(f"billing.local_stripe.{name}")
