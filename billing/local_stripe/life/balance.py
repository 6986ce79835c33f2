"""The customer's balance: below zero is credit."""

from typing import Any

from billing.local_stripe.events import emit
from billing.local_stripe.ids import new_id
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def balance_set(world: World, customer: Obj, balance: int, invoice: Obj, *, number: bool = False) -> None:
    """Move a customer's balance because of an invoice, with its entry in the list of balance transactions."""
    after = {**customer, "balance": balance, "currency": invoice["currency"]}
    if number:
        after["next_invoice_sequence"] += 1
    world.state.put(after)
    if balance == customer["balance"]:
        return
    entry: dict[str, Any] = {
        "id": new_id("cbtxn"),
        "object": "customer_balance_transaction",
        "amount": balance - customer["balance"],
        "checkout_session": None,
        "created": world.now,
        "credit_note": None,
        "currency": invoice["currency"],
        "customer": customer["id"],
        "customer_account": None,
        "description": None,
        "ending_balance": balance,
        "invoice": invoice["id"],
        "livemode": False,
        "metadata": {},
        "type": "applied_to_invoice" if number else "unapplied_from_invoice",
    }
    world.state.put(entry)
    emit(world, "customer.updated", after, {"balance": customer["balance"]})
