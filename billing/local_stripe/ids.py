"""Names of objects: Stripe's prefix and letters nobody guesses."""

import secrets
import string
from typing import Final

LETTERS: Final = string.ascii_letters + string.digits

KIND_OF_PREFIX: Final = {
    "cus": "customer", "prod": "product", "price": "price", "txr": "tax_rate", "promo": "promotion_code",
    "pm": "payment_method", "cs": "checkout.session", "bpc": "billing_portal.configuration",
    "bps": "billing_portal.session", "sub": "subscription", "si": "subscription_item",
    "sched": "subscription_schedule", "in": "invoice", "ii": "invoiceitem", "inpay": "invoice_payment",
    "pi": "payment_intent", "ch": "charge", "evt": "event", "we": "webhook_endpoint", "seti": "setup_intent",
    "di": "discount", "txn": "balance_transaction", "cbtxn": "customer_balance_transaction",
}  # fmt: skip


def new_id(prefix: str, length: int = 24) -> str:
    """Return a new name: `new_id("cus")` → `cus_…`."""
    return f"{prefix}_{''.join(LETTERS[byte % len(LETTERS)] for byte in secrets.token_bytes(length))}"


def kind_of(ident: str) -> str | None:
    """Return the kind of object that a name belongs to."""
    if ident.startswith("sub_sched_"):
        return "subscription_schedule"
    return KIND_OF_PREFIX.get(ident.split("_", 1)[0])
