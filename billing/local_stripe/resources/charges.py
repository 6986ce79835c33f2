"""Charges: one for each attempt that reached the card's bank."""

from typing import Any

from billing.local_stripe.ids import new_id
from billing.local_stripe.params import text
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

SHOWN_OF_CARD = ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
DECLINED = "The bank did not return any further details with this decline."


def charge_made(world: World, intent: Obj, method: Obj, invoice: Obj, failure: dict[str, Any] | None) -> Obj:
    """Make the charge of one attempt."""
    card = method["card"]
    shown = {
        name: card[name] for name in ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    }
    ident = new_id("ch")
    paid = failure is None
    charge: Obj = {
        "id": ident,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if paid else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "LOCAL STRIPE",
        "captured": paid,
        "created": world.now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": failure["code"] if failure else None,
        "failure_message": failure["message"] if failure else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": {},
        "on_behalf_of": None,
        "outcome": _outcome(failure),
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"card": {**shown, "network": card["brand"]}, "type": "card"},
        "radar_options": {},
        "receipt_email": invoice["customer_email"],
        "receipt_number": None,
        "receipt_url": f"{world.base}/i/{invoice['id']}" if paid else None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded" if paid else "failed",
        "transfer_data": None,
        "transfer_group": None,
        "_invoice": invoice["id"],
    }
    world.state.put(charge)
    return charge


def _outcome(failure: dict[str, Any] | None) -> dict[str, Any]:
    reason = (failure.get("decline_code") or failure["code"]) if failure else None
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if failure else "approved_by_network",
        "reason": reason,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": "The bank did not return any further details with this decline."
        if failure
        else "Payment complete.",
        "type": "issuer_declined" if failure else "authorized",
    }


retrieve_of("charge", "charges")
list_of_kind("charge", "charges", {"customer": text, "payment_intent": text})
