"""Checkout's end: the card is charged and the subscription made, or the person is told why not.

The page calls these functions inside a transaction; so does `/_local/checkout/{id}/pay` for tests.
"""

from dataclasses import dataclass
from typing import Any, Literal

from billing.local_stripe.alarms import alarm
from billing.local_stripe.errors import StripeError, invalid
from billing.local_stripe.events import emit
from billing.local_stripe.life.charging import Present, judged
from billing.local_stripe.life.discounting import coupon_of
from billing.local_stripe.life.selling import figures, order_of_session
from billing.local_stripe.life.subscribing import subscribed
from billing.local_stripe.params import boolean, integer, taken, text
from billing.local_stripe.resources.coupons import usable
from billing.local_stripe.resources.customers import customer_made
from billing.local_stripe.resources.payment_methods import card_made
from billing.local_stripe.resources.promotion_codes import code_usable
from billing.local_stripe.routes import Call, local
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


@dataclass(frozen=True, slots=True)
class Result:
    """What the page shows next."""

    status: Literal["paid", "declined", "authentication_required", "authentication_failed"]
    message: str = ""
    redirect: str = ""
    code: str = ""
    decline_code: str | None = None


def open_session(world: World, ident: str) -> Obj:
    """Return a session that may still be paid; refuse one that is done or expired."""
    session = world.state.need("checkout.session", ident)
    if session["status"] != "open":
        raise invalid(f"This Checkout Session is {session['status']}.", code="checkout_session_not_open")
    return session


def checkout_pay(world: World, ident: str, card: dict[str, Any], passes: bool | None = None) -> Result:
    """Pay a session with a card: number, exp_month, exp_year, cvc, name.

    `passes` is the answer to 3-D Secure; None when the person was not asked yet: a card that wants it then
    answers `authentication_required` and nothing is charged.
    """
    session = open_session(world, ident)
    present = Present(here=True, passes=passes)
    billing = {"name": card.get("name"), "email": session["customer_email"]}
    try:
        method = card_made(world, card, billing)
    except StripeError as error:
        return Result("declined", str(error), code=str(error.error.get("code") or ""))
    outcome = judged(method, present)
    if outcome.status == "action":
        return Result("authentication_required")
    if outcome.status == "declined":
        failed = outcome.code == "payment_intent_authentication_failure"
        status: Literal["authentication_failed", "declined"] = "authentication_failed" if failed else "declined"
        return Result(status, outcome.message, code=outcome.code, decline_code=outcome.decline_code)
    customer = session["customer"] or customer_made(world, {"email": session["customer_email"]})["id"]
    method = world.state.put({**method, "customer": customer, "_authenticated": bool(passes)})
    emit(world, "payment_method.attached", method)
    order = order_of_session(session, customer, method["id"], world.now)
    sub = subscribed(world, order, present)
    done = _completed(world, session, sub, customer)
    return Result("paid", "", done["success_url"].replace("{CHECKOUT_SESSION_ID}", ident))


def _completed(world: World, session: Obj, sub: Obj, customer: str) -> Obj:
    known = world.state.need("customer", customer)
    invoice = world.state.need("invoice", sub["latest_invoice"])
    after = {
        **session,
        "status": "complete",
        "payment_status": "paid" if invoice["total"] else "no_payment_required",
        "subscription": sub["id"],
        "invoice": invoice["id"],
        "customer": customer,
        "customer_details": {
            "address": known["address"],
            "business_name": None,
            "email": known["email"],
            "individual_name": None,
            "name": known["name"],
            "phone": known["phone"],
            "tax_exempt": "none",
            "tax_ids": [],
        },
        "url": None,
    }
    world.state.put(after)
    emit(world, "checkout.session.completed", after)
    return after


def checkout_code(world: World, ident: str, code: str) -> Obj:
    """Take a typed promotion code into a session; an empty one takes it out again."""
    session = open_session(world, ident)
    if not session["allow_promotion_codes"]:
        raise invalid("This Checkout Session takes no promotion codes.")
    discounts: list[dict[str, Any]] = []
    if code:
        found = code_usable(world, code, session["customer"])
        usable(world, coupon_of(world, {"promotion_code": found["id"]})[0])
        discounts = [{"coupon": None, "promotion_code": found["id"]}]
    after = {**session, "discounts": discounts}
    return world.state.put({**after, **figures(world, after)})


def checkout_expire(world: World, ident: str) -> Obj:
    """Close a session that was not paid."""
    session = open_session(world, ident)
    after = world.state.put({**session, "status": "expired", "url": None})
    emit(world, "checkout.session.expired", after)
    return after


@alarm("checkout.expire")
def _expire_due(world: World, ident: str) -> None:
    session = world.state.get("checkout.session", ident)
    if session and session["status"] == "open" and session["expires_at"] <= world.now:
        checkout_expire(world, ident)


@local("POST", "checkout/{id}/pay")
def _pay_call(call: Call) -> dict[str, Any]:
    """Fill in Checkout's page for a test."""
    shape = {
        "number": text,
        "exp_month": integer,
        "exp_year": integer,
        "cvc": text,
        "authenticate": boolean,
        "code": text,
    }
    given = taken(call.params, shape, need=("number",))
    passes = given.pop("authenticate", None)
    if given.get("code"):
        checkout_code(call.world, call.parts["id"], given.pop("code"))
    result = checkout_pay(call.world, call.parts["id"], given, passes)
    return {"status": result.status, "message": result.message, "redirect": result.redirect}
