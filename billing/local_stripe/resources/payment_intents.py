"""PaymentIntents, and the invoice payments that join them to an invoice."""

from billing.local_stripe.events import emit
from billing.local_stripe.expand import included
from billing.local_stripe.ids import new_id
from billing.local_stripe.listing import list_of, page_of
from billing.local_stripe.params import CREATED, PAGE, hash_of, one_of, taken, text
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

DESCRIPTIONS = {"subscription_create": "Subscription creation", "subscription_cycle": "Subscription update"}


def intent_made(world: World, invoice: Obj) -> Obj:
    """Make the PaymentIntent of an invoice that is to be paid, and the invoice payment that names it."""
    ident = new_id("pi")
    intent: Obj = {
        "id": ident,
        "object": "payment_intent",
        "amount": invoice["amount_due"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic",
        "client_secret": f"{ident}_secret_{new_id('', 25).lstrip('_')}",
        "confirmation_method": "automatic",
        "created": world.now,
        "currency": invoice["currency"],
        "customer": invoice["customer"],
        "customer_account": None,
        "description": "Subscription update"
        if invoice["billing_reason"] != "subscription_create"
        else "Subscription creation",
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": "off_session",
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }
    world.state.put(intent)
    world.state.put(
        {
            "id": new_id("inpay"),
            "object": "invoice_payment",
            "amount_paid": None,
            "amount_requested": invoice["amount_due"],
            "created": world.now,
            "currency": invoice["currency"],
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"payment_intent": ident, "type": "payment_intent"},
            "status": "open",
            "status_transitions": {"canceled_at": None, "paid_at": None},
        }
    )
    emit(world, "payment_intent.created", intent)
    return intent


def intent_of(world: World, invoice: str) -> Obj | None:
    """Return the PaymentIntent of an invoice, None when nothing is to be paid."""
    payment = world.state.first("invoice_payment", invoice=invoice)
    return world.state.get("payment_intent", payment["payment"]["payment_intent"]) if payment else None


@included("invoice", "payments")
def _payments(world: World, invoice: Obj) -> Obj:
    return list_of(f"/v1/invoices/{invoice['id']}/payments", world.state.find("invoice_payment", invoice=invoice["id"]))


@included("invoice", "confirmation_secret")
def _secret(world: World, invoice: Obj) -> dict[str, str] | None:
    intent = intent_of(world, invoice["id"])
    return {"client_secret": intent["client_secret"], "type": "payment_intent"} if intent else None


@api("GET", "invoice_payments")
def listed(call: Call) -> Obj:
    """Return a page of the payments of an invoice."""
    payment = hash_of({"payment_intent": text, "type": one_of("payment_intent")})
    shape = {
        **PAGE,
        "created": CREATED,
        "invoice": text,
        "status": one_of("open", "paid", "canceled"),
        "payment": payment,
    }
    given = taken(call.params, shape)
    intent = (given.pop("payment", None) or {}).get("payment_intent")
    return page_of(call, "invoice_payment", given, lambda one: intent in (None, one["payment"]["payment_intent"]))


retrieve_of("invoice_payment", "invoice_payments")
retrieve_of("payment_intent", "payment_intents")
list_of_kind("payment_intent", "payment_intents", {"customer": text})
