"""`/i/<id>`: the hosted invoice, its payment with 3-D Secure, its PDF."""

from dataclasses import replace

from billing.local_stripe.events import save
from billing.local_stripe.life.charging import AWAY, Present, judged
from billing.local_stripe.life.paying import collect
from billing.local_stripe.pages.asking import go_on, tongue_of, typed
from billing.local_stripe.pages.card_form import card_form
from billing.local_stripe.pages.card_saving import card_dict, error_at, refusal_at
from billing.local_stripe.pages.forms import form
from billing.local_stripe.pages.invoice_pdf import invoice_pdf
from billing.local_stripe.pages.invoice_view import invoice_page
from billing.local_stripe.pages.layout import Tongue, over_reply
from billing.local_stripe.pages.reading import invoice_card, invoice_view
from billing.local_stripe.pages.secure_view import secure_page
from billing.local_stripe.resources.payment_methods import attach, card_made
from billing.local_stripe.routes import Call, Reply, page
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


@page("GET", "/i/{id}")
def show(call: Call) -> Reply:
    """Show an invoice."""
    tongue, invoice = tongue_of(call), _invoice(call)
    if invoice is None:
        return over_reply(tongue, "missing", status=404)
    view = invoice_view(call.world, tongue, invoice)
    given = typed(call)
    if given.get("done") == "paid" and view.status == "paid":
        view = replace(view, notice=tongue.say("invoice_thanks"))
    return invoice_page(tongue, replace(view, errors=error_at(given.get("error", ""))))


@form("/i/{id}")
def pay(call: Call) -> Reply:
    """Pay an open invoice with the saved card or with a new one."""
    tongue, invoice, world = tongue_of(call), _invoice(call), call.world
    if invoice is None:
        return over_reply(tongue, "missing", status=404)
    if invoice["status"] != "open":
        return go_on(tongue, call.path)
    method = invoice_card(world, invoice)
    if method is None or typed(call).get("do") != "pay_saved":
        given = card_form(typed(call), now=world.now)
        if given.errors:
            view = invoice_view(world, tongue, invoice)
            return invoice_page(tongue, replace(view, errors=given.errors, values=typed(call)))
        method = world.state.put(card_made(world, card_dict(given), {"name": given.name}))
    if judged(method, AWAY).status == "action":
        world.state.put({**invoice, "_paying": method["id"]})
        return go_on(tongue, f"{call.path}/confirm")
    return _take(world, tongue, invoice, method, Present(here=True))


@page("GET", "/i/{id}/confirm")
def confirm_page(call: Call) -> Reply:
    """Ask for 3-D Secure."""
    tongue, invoice = tongue_of(call), _invoice(call)
    method = _paying(call.world, invoice)
    if invoice is None or method is None:
        return go_on(tongue, call.path.removesuffix("/confirm"))
    return secure_page(
        tongue,
        call.path,
        last4=method["card"]["last4"],
        amount=invoice["amount_remaining"],
        currency=invoice["currency"],
    )


@form("/i/{id}/confirm")
def confirm(call: Call) -> Reply:
    """Take the payer's word, and the money."""
    tongue, invoice = tongue_of(call), _invoice(call)
    method = _paying(call.world, invoice)
    if invoice is None or method is None:
        return go_on(tongue, call.path.removesuffix("/confirm"))
    passes = typed(call).get("do") == "confirm"
    return _take(call.world, tongue, {**invoice, "_paying": None}, method, Present(here=True, passes=passes))


@page("GET", "/i/{id}/pdf", locked=False)
def pdf(call: Call) -> Reply:
    """Return the invoice as a file."""
    tongue = tongue_of(call)
    with call.world.transaction():
        invoice = _invoice(call)
        view = invoice_view(call.world, tongue, invoice) if invoice else None
    if view is None:
        return over_reply(tongue, "missing", status=404)
    headers = (
        ("Content-Type", "application/pdf"),
        ("Content-Disposition", f'inline; filename="{view.number}.pdf"'),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Reply(invoice_pdf(tongue, view), 200, headers)


@page("GET", "/receipts/{charge}")
def receipt(call: Call) -> Reply:
    """Lead from a charge to the invoice it has paid: that page is its receipt."""
    tongue = tongue_of(call)
    charge = call.world.state.get("charge", call.parts["charge"])
    return go_on(tongue, f"/i/{charge['_invoice']}") if charge else over_reply(tongue, "missing", status=404)


def _invoice(call: Call) -> Obj | None:
    """Return the invoice of the address; a draft has no page yet."""
    found = call.world.state.get("invoice", call.parts["id"])
    return found if found and found["status"] != "draft" else None


def _paying(world: World, invoice: Obj | None) -> Obj | None:
    if invoice is None or invoice["status"] != "open":
        return None
    return world.state.get("payment_method", invoice.get("_paying"))


def _take(world: World, tongue: Tongue, invoice: Obj, method: Obj, present: Present) -> Reply:
    outcome, path = collect(world, invoice, present, method), f"/i/{invoice['id']}"
    if outcome.status != "paid":
        (error,) = refusal_at(outcome.code, outcome.decline_code).values()
        return go_on(tongue, path, error=error)
    if method["customer"] is None:
        _keep_card(world, invoice, method)
    return go_on(tongue, path, done="paid")


def _keep_card(world: World, invoice: Obj, method: Obj) -> None:
    """Give the card that has paid to the customer, and to the subscription where it keeps the card that paid."""
    known = world.state.need("payment_method", method["id"])
    attach(world, known, invoice["customer"])
    sub = world.state.get("subscription", invoice["_subscription"])
    settings = (sub or {}).get("payment_settings") or {}
    if sub and settings.get("save_default_payment_method") == "on_subscription":
        save(world, sub, {**sub, "default_payment_method": method["id"]}, "customer.subscription.updated")
