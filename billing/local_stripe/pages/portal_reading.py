"""A customer's subscriptions, card and invoices read into the portal's pages."""

from billing.local_stripe.errors import StripeError
from billing.local_stripe.pages.bill import every
from billing.local_stripe.pages.inner_call import api_call
from billing.local_stripe.pages.layout import Tongue
from billing.local_stripe.pages.portal_view import CardView, InvoiceRow, PlanView, PortalView
from billing.local_stripe.pages.reading import product_name
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

ENDED = ("canceled", "incomplete_expired", "incomplete")
"""Subscriptions that the portal shows no more, or not yet."""


def portal_view(world: World, tongue: Tongue, session: Obj, path: str) -> PortalView:
    """Return the portal's first page."""
    customer = world.state.need("customer", session["customer"])
    plans = [sub for sub in world.state.find("subscription", customer=customer["id"]) if sub["status"] not in ENDED]
    invoices = [one for one in world.state.find("invoice", customer=customer["id"]) if one["status"] != "draft"]
    return PortalView(
        path=path,
        who=", ".join(str(one) for one in (customer["name"], customer["email"]) if one),
        plans=tuple(plan_view(world, tongue, sub) for sub in plans),
        card=_card(world, customer, plans),
        invoices=tuple(_row(tongue, invoice) for invoice in invoices),
        card_allowed=True,
        cancel_allowed=True,
        return_url=session["return_url"],
    )


def plan_view(world: World, tongue: Tongue, sub: Obj) -> PlanView:
    """Return a subscription as its owner reads it."""
    items = sub["items"]["data"]
    price = items[0]["price"]
    recurring = price["recurring"]
    pause = sub.get("pause_collection")
    ends = sub["cancel_at"]
    if sub["cancel_at_period_end"]:
        ends = max(item["current_period_end"] for item in items)
    upcoming = None if ends or pause else _upcoming(world, sub)
    return PlanView(
        ident=sub["id"],
        name=" + ".join(product_name(world, item["price"]["product"]) for item in items),
        amount=sum((item["price"]["unit_amount"] or 0) * item["quantity"] for item in items),
        currency=price["currency"],
        every=every(tongue, recurring["interval"], recurring["interval_count"]),
        status=sub["status"],
        next_amount=upcoming["amount_due"] if upcoming else None,
        next_at=items[0]["current_period_end"] if upcoming else None,
        ends_at=ends,
        change=_change(world, tongue, sub),
        paused=bool(pause),
        resumes_at=pause["resumes_at"] if pause else None,
    )


def _upcoming(world: World, sub: Obj) -> Obj | None:
    try:
        return api_call(world, "POST", "/v1/invoices/create_preview", subscription=sub["id"])
    except StripeError:
        return None  # nothing more is to be charged


def _change(world: World, tongue: Tongue, sub: Obj) -> tuple[str, int, str, int] | None:
    """Return what a schedule will make of the subscription: name, amount, how often, when."""
    schedule = world.state.get("subscription_schedule", sub.get("schedule"))
    current = (schedule or {}).get("current_phase")
    if schedule is None or not current:
        return None
    later = [phase for phase in schedule["phases"] if phase["start_date"] >= current["end_date"]]
    if not later:
        return None
    item = later[0]["items"][0]
    price = world.state.need("price", item["price"])
    if price["id"] == sub["items"]["data"][0]["price"]["id"]:
        return None
    how_often = every(tongue, price["recurring"]["interval"], price["recurring"]["interval_count"])
    amount = price["unit_amount"] * (item.get("quantity") or 1)
    return product_name(world, price["product"]), amount, how_often, later[0]["start_date"]


def _card(world: World, customer: Obj, plans: list[Obj]) -> CardView | None:
    ident = customer["invoice_settings"]["default_payment_method"]
    ident = ident or next((sub["default_payment_method"] for sub in plans if sub["default_payment_method"]), None)
    method = world.state.get("payment_method", ident)
    if method is None:
        return None
    card = method["card"]
    return CardView(str(card["brand"]).capitalize(), card["last4"], card["exp_month"], card["exp_year"])


def _row(tongue: Tongue, invoice: Obj) -> InvoiceRow:
    pdf = f"/i/{invoice['id']}/pdf?lang={tongue.lang}"
    url = f"/i/{invoice['id']}?lang={tongue.lang}"
    return InvoiceRow(
        invoice["number"], invoice["created"], invoice["total"], invoice["currency"], invoice["status"], url, pdf
    )
