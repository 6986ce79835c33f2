"""A Checkout Session read into its page."""

from typing import Any

from billing.local_stripe.life.selling import bill
from billing.local_stripe.money.totals import totals
from billing.local_stripe.pages.bill import every
from billing.local_stripe.pages.checkout_view import CheckoutView
from billing.local_stripe.pages.layout import Tongue
from billing.local_stripe.pages.reading import invoice_bill
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def checkout_view(world: World, tongue: Tongue, session: Obj, path: str) -> CheckoutView:
    """Return what the page of an open session shows."""
    now = _invoice(world, session)
    code = next((one["promotion_code"] for one in session["discounts"] if one["promotion_code"]), None)
    return CheckoutView(
        path=path,
        bill=invoice_bill(world, tongue, now),
        renews=_renewal(world, tongue, session),
        email=session["customer_email"] or session.get("_email") or "",
        email_fixed=bool(session["customer"] or session["customer_email"]),
        promo_allowed=bool(session["allow_promotion_codes"]),
        promo_code=str(world.state.need("promotion_code", code)["code"]) if code else "",
        success_url=session["success_url"],
        cancel_url=session["cancel_url"],
    )


def _invoice(world: World, session: Obj) -> Obj:
    """Return the first invoice's sums as an invoice would hold them."""
    lines = bill(world, session)
    return {"currency": lines[0]["currency"], "lines": {"data": lines}, **totals(world, lines, 0)}


def _renewal(world: World, tongue: Tongue, session: Obj) -> tuple[int, str] | None:
    """Return what each later period costs, and how often; nothing where a discount ends some months on."""
    durations = {_duration(world, one) for one in session["discounts"]}
    if "repeating" in durations:
        return None
    data = {**session["_data"], "trial_end": None, "trial_period_days": None}
    later = {**session, "_data": data, "discounts": session["discounts"] if durations == {"forever"} else []}
    invoice = _invoice(world, later)
    price = world.state.need("price", session["_items"][0]["price"])
    recurring = price["recurring"]
    return invoice["total"], every(tongue, recurring["interval"], recurring["interval_count"])


def _duration(world: World, discount: dict[str, Any]) -> str:
    code = world.state.get("promotion_code", discount["promotion_code"])
    coupon = world.state.need("coupon", code["promotion"]["coupon"] if code else discount["coupon"])
    return str(coupon["duration"])
