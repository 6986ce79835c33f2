"""`/p/session/<id>`: the Billing Portal."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from billing.local_stripe.pages.asking import go_on, tongue_of, typed
from billing.local_stripe.pages.card_form import card_form
from billing.local_stripe.pages.card_saving import card_dict, card_save, error_at
from billing.local_stripe.pages.forms import form
from billing.local_stripe.pages.inner_call import api_call
from billing.local_stripe.pages.layout import Tongue, over_reply
from billing.local_stripe.pages.portal_reading import ENDED, plan_view, portal_view
from billing.local_stripe.pages.portal_view import cancel_page, card_page, portal_page
from billing.local_stripe.pages.secure_view import secure_page
from billing.local_stripe.routes import Call, Reply, page, redirect_reply
from billing.local_stripe.state import Obj

NOTICES = {"card": "card_saved", "cancelled": "cancelled", "kept": "kept"}
GOOD_FOR = 3600
"""Seconds for which the address works."""


class Portal:
    """One request at a session that works."""

    def __init__(self, call: Call, session: Obj, tongue: Tongue) -> None:
        self.call = call
        self.world = call.world
        self.session = session
        self.tongue = tongue
        self.path = f"/p/session/{session['id']}"
        self.typed = typed(call)

    def may(self, feature: str) -> bool:
        """Tell whether the session's configuration has a feature."""
        configuration = self.world.state.get("billing_portal.configuration", self.session.get("configuration"))
        features: dict[str, Any] = (configuration or {}).get("features") or {}
        return bool(features.get(feature, {"enabled": True})["enabled"])

    def subscription(self) -> Obj | None:
        """Return the subscription that the request names, when it is this customer's and not over."""
        found = self.world.state.get("subscription", self.typed.get("subscription"))
        if found is None or found["customer"] != self.session["customer"] or found["status"] in ENDED:
            return None
        return found

    @property
    def elsewhere(self) -> str | None:
        """Return where the session's flow leads once it is completed."""
        after = (self.session.get("flow") or {}).get("after_completion") or {}
        return str(after["redirect"]["return_url"]) if after.get("type") == "redirect" else None

    def start(self, **query: str) -> Reply:
        """Go back to the first page."""
        return go_on(self.tongue, self.path, **query)


Opened = Callable[[Portal], Reply]


def _at(method: str, tail: str, feature: str = "") -> Callable[[Opened], Opened]:
    """Add a page below the session's address, for sessions that work and whose configuration has the feature."""

    def added(handler: Opened) -> Opened:
        way = f"/p/session/{{id}}{tail}"
        add = form(way) if method == "POST" else page(method, way)

        @add
        def opened(call: Call) -> Reply:
            session = call.world.state.get("billing_portal.session", call.parts["id"])
            tongue = tongue_of(call, (session or {}).get("locale"))
            if session is None:
                return over_reply(tongue, "missing", status=404)
            if session["created"] + GOOD_FOR < call.world.now:
                return over_reply(tongue, "portal_over", session["return_url"])
            here = Portal(call, session, tongue)
            return handler(here) if not feature or here.may(feature) else here.start()

        return handler

    return added


@_at("GET", "")
def show(here: Portal) -> Reply:
    """Show plan, card and invoices; a session made for one act goes straight to it."""
    given, flow = here.typed, here.session.get("flow") or {}
    notice = NOTICES.get(given.get("done", ""))
    if not notice and flow.get("type") == "payment_method_update":
        return go_on(here.tongue, f"{here.path}/card")
    if not notice and flow.get("type") == "subscription_cancel":
        return go_on(here.tongue, f"{here.path}/cancel", subscription=flow["subscription_cancel"]["subscription"])
    view = portal_view(here.world, here.tongue, here.session, here.path)
    view = replace(
        view,
        card_allowed=here.may("payment_method_update"),
        cancel_allowed=here.may("subscription_cancel"),
        invoices_shown=here.may("invoice_history"),
    )
    ends = next((plan.ends_at for plan in view.plans if plan.ends_at), None)
    if notice and (notice != "cancelled" or ends):
        view = replace(view, notice=here.tongue.say(notice, date=here.tongue.date(ends or 0)))
    return portal_page(here.tongue, replace(view, errors=error_at(given.get("error", ""))))


@_at("POST", "", feature="subscription_cancel")
def keep(here: Portal) -> Reply:
    """Take a cancellation back."""
    sub = here.subscription()
    if sub is None or not (sub["cancel_at_period_end"] or sub["cancel_at"]):
        return here.start()
    wish = {"cancel_at_period_end": "false"} if sub["cancel_at_period_end"] else {"cancel_at": ""}
    api_call(here.world, "POST", f"/v1/subscriptions/{sub['id']}", **wish)
    return here.start(done="kept")


@_at("GET", "/cancel", feature="subscription_cancel")
def cancel_ask(here: Portal) -> Reply:
    """Ask once more before a plan is cancelled."""
    sub = here.subscription()
    if sub is None:
        return here.start()
    until = max(item["current_period_end"] for item in sub["items"]["data"])
    plan = plan_view(here.world, here.tongue, sub)
    return cancel_page(here.tongue, here.path, plan, until, here.elsewhere)


@_at("POST", "/cancel", feature="subscription_cancel")
def cancel(here: Portal) -> Reply:
    """Cancel a plan at the end of its period."""
    sub = here.subscription()
    if sub is None:
        return here.start()
    api_call(here.world, "POST", f"/v1/subscriptions/{sub['id']}", cancel_at_period_end="true")
    return _completed(here, "cancelled")


@_at("GET", "/card", feature="payment_method_update")
def card_ask(here: Portal) -> Reply:
    """Ask for a new card."""
    return card_page(here.tongue, here.path, {}, error_at(here.typed.get("error", "")), here.elsewhere)


@_at("POST", "/card", feature="payment_method_update")
def card(here: Portal) -> Reply:
    """Save a new card, asking its bank first where the bank wants it."""
    given = card_form(here.typed, now=here.world.now)
    errors = dict(given.errors)
    if not errors:
        saved = card_save(here.world, here.session["customer"], card_dict(given))
        if saved.state == "saved":
            return _completed(here, "card")
        if saved.state == "confirm":
            here.world.state.put({**here.session, "_card": card_dict(given)})
            return go_on(here.tongue, f"{here.path}/card/confirm")
        errors = saved.errors
    return card_page(here.tongue, here.path, here.typed, errors, here.elsewhere)


@_at("GET", "/card/confirm", feature="payment_method_update")
def confirm_ask(here: Portal) -> Reply:
    """Ask for 3-D Secure."""
    waiting = here.session.get("_card")
    if not waiting:
        return here.start()
    return secure_page(here.tongue, here.call.path, last4=waiting["number"][-4:], amount=None, back=here.elsewhere)


@_at("POST", "/card/confirm", feature="payment_method_update")
def confirm(here: Portal) -> Reply:
    """Take the payer's word and save the card."""
    waiting = here.session.get("_card")
    if not waiting:
        return here.start()
    here.world.state.put({**here.session, "_card": None})
    if here.typed.get("do") != "confirm":
        return go_on(here.tongue, f"{here.path}/card", error="authentication_failed")
    saved = card_save(here.world, here.session["customer"], waiting, confirmed=True)
    if saved.state == "saved":
        return _completed(here, "card")
    (error,) = saved.errors.values()
    return go_on(here.tongue, f"{here.path}/card", error=error)


def _completed(here: Portal, what: str) -> Reply:
    return redirect_reply(here.elsewhere) if here.elsewhere else here.start(done=what)
