"""Invoices: read, list, finalize, pay, void."""

from billing.local_stripe.errors import StripeError, invalid
from billing.local_stripe.events import save
from billing.local_stripe.life.cards import refusal
from billing.local_stripe.life.invoicing import finalized, uncollectible, voided
from billing.local_stripe.life.paying import collect, method_of, settle_out_of_band
from billing.local_stripe.listing import list_of, page_of
from billing.local_stripe.params import CREATED, PAGE, boolean, metadata, one_of, taken, text
from billing.local_stripe.resources.payment_intents import intent_of
from billing.local_stripe.resources.plain import retrieve_of, with_fields
from billing.local_stripe.routes import Call, api, public
from billing.local_stripe.state import Obj

STATUS = one_of("draft", "open", "paid", "uncollectible", "void")


@api("GET", "invoices")
def listed(call: Call) -> Obj:
    """Return a page of invoices."""
    shape = {"customer": text, "subscription": text, "status": STATUS, "collection_method": text}
    given = taken(call.params, {**PAGE, "created": CREATED, **shape})
    given["_subscription"] = given.pop("subscription", None)
    return page_of(call, "invoice", given)


@api("GET", "invoices/{id}/lines")
def lines(call: Call) -> Obj:
    """Return an invoice's lines."""
    given = taken(call.params, PAGE)
    found = call.world.state.need("invoice", call.parts["id"])["lines"]["data"]
    idents = [line["id"] for line in found]
    start = idents.index(given["starting_after"]) + 1 if given.get("starting_after") in idents else 0
    end = start + (given.get("limit") or 10)
    return list_of(call.path, found[start:end], has_more=end < len(found))


def _in(call: Call, *statuses: str) -> Obj:
    invoice = call.world.state.need("invoice", call.parts["id"])
    if invoice["status"] not in statuses:
        raise invalid(f"This invoice is {invoice['status']}; only {' or '.join(statuses)} ones can be acted on so.")
    return invoice


@api("POST", "invoices/{id}/pay")
def pay(call: Call) -> Obj:
    """Try to have an open invoice paid now; a refusal is a 402 and the attempt counts."""
    shape = {"payment_method": text, "off_session": boolean, "paid_out_of_band": boolean, "forgive": boolean}
    given = taken(call.params, shape)
    world, invoice = call.world, call.world.state.need("invoice", call.parts["id"])
    if invoice["status"] == "paid":
        raise invalid("Invoice is already paid", code="invoice_already_paid")
    if invoice["status"] == "draft":
        invoice = finalized(world, invoice)
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(f"Invoice is {invoice['status']} and cannot be paid.", code="invoice_not_editable")
    if given.get("paid_out_of_band"):
        settle_out_of_band(world, invoice)
        return world.state.need("invoice", invoice["id"])
    method = None
    if given.get("payment_method"):
        method = world.state.need("payment_method", given["payment_method"], "payment_method")
    sub = world.state.get("subscription", invoice["_subscription"])
    if invoice["amount_due"] and method is None and method_of(world, invoice, sub) is None:
        raise StripeError(
            400,
            "There is no `default_payment_method` set on this Customer or Invoice. Please set either field to the "
            "payment method you want to use.",
        )
    outcome = collect(world, invoice, method=method)
    if outcome.status != "paid":
        code = "invoice_payment_intent_requires_action" if outcome.status == "action" else outcome.code
        raise refusal(code, outcome.decline_code, payment_intent=public(intent_of(world, invoice["id"])))
    return world.state.need("invoice", invoice["id"])


@api("POST", "invoices/{id}/finalize")
def finalize(call: Call) -> Obj:
    """Finalize a draft; its payment is tried as if its hour were over."""
    given = taken(call.params, {"auto_advance": boolean})
    invoice = finalized(call.world, _in(call, "draft"))
    if given.get("auto_advance", True) or invoice["amount_due"] == 0:
        collect(call.world, invoice)
    return call.world.state.need("invoice", invoice["id"])


@api("POST", "invoices/{id}/void")
def void(call: Call) -> Obj:
    """Void an open invoice."""
    taken(call.params, {})
    return voided(call.world, _in(call, "open", "uncollectible"))


@api("POST", "invoices/{id}/mark_uncollectible")
def give_up(call: Call) -> Obj:
    """Give an open invoice up."""
    taken(call.params, {})
    return uncollectible(call.world, _in(call, "open"))


@api("POST", "invoices/{id}")
def update(call: Call) -> Obj:
    """Change what may change of an invoice."""
    shape = {"auto_advance": boolean, "default_payment_method": text, "description": text, "footer": text}
    given = taken(call.params, {**shape, "metadata": metadata})
    before = call.world.state.need("invoice", call.parts["id"])
    return save(call.world, before, with_fields(before, given), "invoice.updated")


retrieve_of("invoice", "invoices")
