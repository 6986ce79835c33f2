"""`/c/pay/<id>`: Checkout, with promotion codes and 3-D Secure."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from billing.local_stripe.errors import StripeError
from billing.local_stripe.life.checkout import Result, checkout_code, checkout_pay
from billing.local_stripe.pages.asking import go_on, tongue_of, typed
from billing.local_stripe.pages.card_form import card_form
from billing.local_stripe.pages.card_saving import card_dict, error_at, refusal_at
from billing.local_stripe.pages.checkout_reading import checkout_view
from billing.local_stripe.pages.checkout_view import checkout_page
from billing.local_stripe.pages.forms import form
from billing.local_stripe.pages.layout import Tongue, over_reply
from billing.local_stripe.pages.secure_view import secure_page
from billing.local_stripe.routes import Call, Reply, page, redirect_reply
from billing.local_stripe.state import Obj

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class Checkout:
    """One request at an open session."""

    def __init__(self, call: Call, session: Obj, tongue: Tongue) -> None:
        self.call = call
        self.world = call.world
        self.session = session
        self.tongue = tongue
        self.path = f"/c/pay/{session['id']}"
        self.typed = typed(call)

    def shown(self, errors: dict[str, str]) -> Reply:
        """Return the page with what was typed and what is wrong with it."""
        view = checkout_view(self.world, self.tongue, self.session, self.path)
        return checkout_page(self.tongue, replace(view, values=self.typed, errors=errors))


Opened = Callable[[Checkout], Reply]


def _at(method: str, tail: str) -> Callable[[Opened], Opened]:
    """Add a page below a session's address, for sessions that are open."""

    def added(handler: Opened) -> Opened:
        way = f"/c/pay/{{id}}{tail}"
        add = form(way) if method == "POST" else page(method, way)

        @add
        def opened(call: Call) -> Reply:
            session = call.world.state.get("checkout.session", call.parts["id"])
            tongue = tongue_of(call, (session or {}).get("locale"))
            if session is None:
                return over_reply(tongue, "missing", status=404)
            if session["status"] == "complete":
                return over_reply(tongue, "done", _paid_address(session))
            if session["status"] != "open":
                return over_reply(tongue, "expired", session["cancel_url"])
            return handler(Checkout(call, session, tongue))

        return handler

    return added


@_at("GET", "")
def show(here: Checkout) -> Reply:
    """Show what is bought, and ask for a card."""
    return here.shown(error_at(here.typed.pop("error", "")))


@_at("POST", "")
def act(here: Checkout) -> Reply:
    """Take a promotion code or a card."""
    if here.typed.get("do") in {"promo", "promo_remove"} and here.session["allow_promotion_codes"]:
        return _promo(here)
    given = card_form(here.typed, now=here.world.now)
    mail = here.session["customer_email"] or here.session.get("_email") or here.typed.get("email", "").strip()
    errors = {**_mail_errors(mail), **given.errors}
    if errors:
        return here.shown(errors)
    if not here.session["customer"]:
        here.session = here.world.state.put({**here.session, "customer_email": mail})
    card = {**card_dict(given), "name": given.name}
    result = checkout_pay(here.world, here.session["id"], card)
    if result.status == "authentication_required":
        here.world.state.put({**here.session, "_card": card})
        return go_on(here.tongue, f"{here.path}/confirm")
    return redirect_reply(result.redirect) if result.status == "paid" else here.shown(_errors(result))


@_at("GET", "/confirm")
def confirm_ask(here: Checkout) -> Reply:
    """Ask for 3-D Secure."""
    waiting = here.session.get("_card")
    if not waiting:
        return go_on(here.tongue, here.path)
    return secure_page(
        here.tongue,
        here.call.path,
        last4=waiting["number"][-4:],
        amount=here.session["amount_total"] or None,
        currency=here.session["currency"],
        back=here.session["success_url"],
    )


@_at("POST", "/confirm")
def confirm(here: Checkout) -> Reply:
    """Take the payer's word, and the money."""
    waiting: dict[str, Any] | None = here.session.get("_card")
    if not waiting:
        return go_on(here.tongue, here.path)
    here.session = here.world.state.put({**here.session, "_card": None})
    result = checkout_pay(here.world, here.session["id"], waiting, passes=here.typed.get("do") == "confirm")
    if result.status == "paid":
        return redirect_reply(result.redirect)
    (error,) = _errors(result).values()
    return go_on(here.tongue, here.path, error=error)


def _promo(here: Checkout) -> Reply:
    code = here.typed.get("promo", "").strip().upper() if here.typed["do"] == "promo" else ""
    if here.typed["do"] == "promo" and not code:
        return here.shown({"promo": "promo_missing"})
    try:
        checkout_code(here.world, here.session["id"], code)
    except StripeError:
        return here.shown({"promo": "promo_wrong"})
    return go_on(here.tongue, here.path)


def _errors(result: Result) -> dict[str, str]:
    return refusal_at(result.code, result.decline_code)


def _mail_errors(mail: str) -> dict[str, str]:
    if not mail:
        return {"email": "email_missing"}
    return {} if MAIL.fullmatch(mail) else {"email": "email_wrong"}


def _paid_address(session: Obj) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])
