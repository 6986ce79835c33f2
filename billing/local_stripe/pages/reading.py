"""Stripe's objects read into what the pages show."""

from billing.local_stripe.life.paying import method_of
from billing.local_stripe.pages.bill import Bill, Line, Tax
from billing.local_stripe.pages.invoice_view import InvoiceView
from billing.local_stripe.pages.layout import Tongue
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def invoice_view(world: World, tongue: Tongue, invoice: Obj) -> InvoiceView:
    """Return an invoice as its page and its PDF show it."""
    customer = world.state.get("customer", invoice["customer"]) or {}
    card = invoice_card(world, invoice)
    due = invoice["amount_due"]
    return InvoiceView(
        path=f"/i/{invoice['id']}",
        number=invoice["number"] or "",
        status=invoice["status"],
        seller=tongue.say("seller"),
        buyer=_buyer(invoice, customer),
        created=invoice["created"],
        due=invoice.get("due_date"),
        paid_at=invoice["status_transitions"]["paid_at"],
        bill=invoice_bill(world, tongue, invoice),
        credit=max(invoice["total"], 0) - due,
        paid=invoice["amount_paid"],
        remaining=invoice["amount_remaining"],
        pdf=f"/i/{invoice['id']}/pdf?lang={tongue.lang}" if invoice["number"] else None,
        last4=card["card"]["last4"] if card else None,
    )


def invoice_bill(world: World, tongue: Tongue, invoice: Obj) -> Bill:
    """Return the sums of an invoice, a preview included."""
    taxes = [
        _tax(world, one["tax_rate_details"]["tax_rate"], one["amount"], one["tax_behavior"] == "inclusive")
        for one in invoice.get("total_taxes") or []
    ]
    discounts = [
        (_discount_name(world, str(one["discount"])), int(one["amount"]))
        for one in invoice.get("total_discount_amounts") or []
        if one["amount"]
    ]
    return Bill(
        currency=invoice["currency"],
        lines=tuple(_line(world, tongue, line) for line in invoice["lines"]["data"]),
        subtotal=invoice["subtotal"],
        discounts=tuple(discounts),
        taxes=tuple(taxes),
        total=invoice["total"],
    )


def invoice_card(world: World, invoice: Obj) -> Obj | None:
    """Return the card that an invoice is charged to."""
    return method_of(world, invoice, world.state.get("subscription", invoice["_subscription"]))


def product_name(world: World, ident: str) -> str:
    """Return what a product is called."""
    product = world.state.get("product", ident)
    return str(product["name"]) if product else ident


def _line(world: World, tongue: Tongue, line: Obj) -> Line:
    period = tongue.say("period", start=tongue.date(line["period"]["start"]), end=tongue.date(line["period"]["end"]))
    details = (line.get("parent") or {}).get("subscription_item_details")
    price = ((line.get("pricing") or {}).get("price_details") or {}).get("product")
    if not details or not price:
        return Line(line["description"] or "", line["amount"], period, line["quantity"] or 1)
    name = product_name(world, price)
    if details["proration"]:
        # Stripe writes these lines in English; a payer reads them in the page's language.
        name = tongue.say("line_unused" if line["amount"] < 0 else "line_rest", name=name)
    return Line(name, line["amount"], period, line["quantity"] or 1)


def _tax(world: World, ident: str, amount: int, included: bool) -> Tax:
    rate = world.state.need("tax_rate", ident)
    return Tax(rate["display_name"], rate["percentage"], amount, included)


def _discount_name(world: World, ident: str) -> str:
    discount = world.state.get("discount", ident) or {}
    code = world.state.get("promotion_code", discount.get("promotion_code"))
    if code:
        return str(code["code"])
    coupon = (discount.get("source") or {}).get("coupon")
    found = world.state.get("coupon", coupon)
    return str((found or {}).get("name") or coupon or "")


def _buyer(invoice: Obj, customer: Obj) -> tuple[str, ...]:
    name = invoice.get("customer_name") or customer.get("name")
    mail = invoice.get("customer_email") or customer.get("email")
    taxes = [str(one["value"]) for one in invoice.get("customer_tax_ids") or []]
    return tuple(str(value) for value in (name, mail, *taxes) if value) or ("—",)
