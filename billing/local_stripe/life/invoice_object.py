"""What an invoice holds when it is drafted. A preview is the same object, never kept."""

from billing.local_stripe.listing import list_of
from billing.local_stripe.money.totals import totals
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def invoice_object(
    world: World, sub: Obj, lines: list[Obj], *, reason: str, period: tuple[int, int], ident: str, balance: int
) -> Obj:
    """Return a draft invoice."""
    customer = world.state.need("customer", sub["customer"])
    details = {"metadata": sub["metadata"], "subscription": sub["id"]}
    return {
        "id": ident,
        "object": "invoice",
        "account_country": "RU",
        "account_name": "Local Stripe",
        "account_tax_ids": None,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_paid_off_stripe": 0,
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "automatically_finalizes_at": None,
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "created": world.now,
        "currency": sub["currency"],
        "custom_fields": None,
        "customer": customer["id"],
        "customer_account": None,
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "customer_shipping": None,
        "customer_tax_exempt": customer["tax_exempt"],
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": sub["default_tax_rates"],
        "description": None,
        "discounts": sub["discounts"],
        "due_date": None,
        "effective_at": None,
        "ending_balance": None,
        "footer": None,
        "from_invoice": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "issuer": {"type": "self"},
        "last_finalization_error": None,
        "latest_revision": None,
        "lines": list_of(f"/v1/invoices/{ident}/lines", lines),
        "livemode": False,
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "on_behalf_of": None,
        "parent": {"quote_details": None, "subscription_details": details, "type": "subscription_details"},
        "payment_settings": {"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
        "period_end": period[1],
        "period_start": period[0],
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "statement_descriptor": None,
        "status": "draft",
        "status_transitions": dict.fromkeys(("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")),
        "test_clock": None,
        "webhooks_delivered_at": None,
        **totals(world, lines, balance),
        "_subscription": sub["id"],
    }
