"""One attempt to take an invoice's amount from a card: paid, declined, or asking for the person."""

from dataclasses import dataclass
from typing import Any, Literal

from billing.local_stripe.events import emit, save
from billing.local_stripe.life.cards import behavior_of, sentence
from billing.local_stripe.money.periods import shifted
from billing.local_stripe.resources.charges import charge_made
from billing.local_stripe.resources.payment_intents import intent_of
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


@dataclass(frozen=True, slots=True)
class Present:
    """Whether the person is there, and passes when the card's bank asks."""

    here: bool = False
    passes: bool | None = None
    """None: not asked yet."""


FIRST_MONTH = 0
"""1 January 1970: a card is good to the end of its month."""
AWAY = Present()
"""A renewal or a retry: nobody is asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt."""

    status: Literal["paid", "declined", "action"]
    code: str = ""
    decline_code: str | None = None

    @property
    def message(self) -> str:
        """Return what the person is told."""
        return sentence(self.code, self.decline_code) if self.code else ""


def judged(method: Obj | None, present: Present, now: int = 0) -> Outcome:
    """Tell how a card answers at a time, without taking anything."""
    if method is None:
        return Outcome("declined", "resource_missing", "no_payment_method")
    if now >= shifted(FIRST_MONTH, "month", (method["card"]["exp_year"] - 1970) * 12 + method["card"]["exp_month"]):
        return Outcome("declined", "expired_card", "expired_card")
    behavior = behavior_of(method)
    known = behavior.secure == "once" and method["_authenticated"]
    if behavior.secure != "never" and not known:
        if not present.here or present.passes is None:
            return Outcome("action", "authentication_required", "authentication_required")
        if not present.passes:
            return Outcome("declined", "payment_intent_authentication_failure")
    if behavior.code:
        return Outcome("declined", behavior.code, behavior.decline_code)
    return Outcome("paid")


def attempt(world: World, invoice: Obj, method: Obj | None, present: Present = AWAY) -> Outcome:
    """Try to take the amount; keep the charge and the PaymentIntent's new state and raise their events."""
    intent = intent_of(world, invoice["id"])
    outcome = judged(method, present, world.now)
    if intent is None or method is None:
        return outcome
    if outcome.status == "action":
        _asks(world, intent, method)
        return outcome
    failure = None if outcome.status == "paid" else _failure(outcome, method)
    charge = charge_made(world, intent, method, invoice, failure)
    emit(world, "charge.succeeded" if failure is None else "charge.failed", charge)
    after = {**intent, "latest_charge": charge["id"], "next_action": None}
    if failure is None:
        after |= {"status": "succeeded", "amount_received": intent["amount"], "payment_method": method["id"]}
        after |= {"last_payment_error": None}
        if present.here and present.passes:
            world.state.put({**method, "_authenticated": True})
    else:
        shown = {"charge": charge["id"], "payment_method": _public(method), "type": "card_error"}
        after |= {"status": "requires_payment_method", "payment_method": None}
        after |= {"last_payment_error": {**failure, **shown}}
    world.state.put(after)
    emit(world, "payment_intent.succeeded" if failure is None else "payment_intent.payment_failed", after)
    return outcome


def _failure(outcome: Outcome, _method: Obj) -> dict[str, Any]:
    shown: dict[str, Any] = {"code": outcome.code, "message": outcome.message}
    if outcome.decline_code:
        shown["decline_code"] = outcome.decline_code
    return shown


def _public(method: Obj) -> Obj:
    return {key: value for key, value in method.items() if not key.startswith("_")}


def _asks(world: World, intent: Obj, method: Obj) -> None:
    sdk = {"type": "three_d_secure_redirect"}
    after = {**intent, "status": "requires_action", "payment_method": method["id"]}
    after["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": sdk}
    world.state.put(after)
    emit(world, "payment_intent.requires_action", after)


def intent_cancel(world: World, invoice: str) -> None:
    """Give up an invoice's PaymentIntent, as when the invoice is voided."""
    intent = intent_of(world, invoice)
    if intent is None or intent["status"] in ("succeeded", "canceled"):
        return
    reason = {"canceled_at": world.now, "cancellation_reason": "void_invoice", "next_action": None}
    after = world.state.put({**intent, "status": "canceled", **reason})
    emit(world, "payment_intent.canceled", after)
    payment = world.state.first("invoice_payment", invoice=invoice)
    if payment:
        times = {**payment["status_transitions"], "canceled_at": world.now}
        save(world, payment, {**payment, "status": "canceled", "status_transitions": times})
