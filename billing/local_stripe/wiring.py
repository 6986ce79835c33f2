"""Loads every file that adds addresses, alarms or loops. A new one is a line here."""

import importlib
from typing import Final

FILES: Final = (
    "control", "delivery", "fault_control",
    "resources.products", "resources.prices", "resources.tax_rates", "resources.coupons", "resources.promotion_codes",
    "resources.customers", "resources.payment_methods", "resources.webhook_endpoints", "resources.events",
    "resources.payment_intents", "resources.charges", "resources.subscriptions", "resources.subscription_update",
    "resources.subscription_schedules", "resources.invoices", "resources.invoice_preview", "resources.customer_balance",
    "resources.checkout_sessions", "resources.portal_configurations", "resources.portal_sessions",
    "life.invoicing", "life.paying", "life.pending", "life.renewals", "life.phases", "life.checkout",
    "pages.files", "pages.checkout", "pages.invoice", "pages.portal",
)  # fmt: skip


def load() -> None:
    """Import them all."""
    for name in FILES:
        importlib.import_module(f"billing.local_stripe.{name}")
