"""A new card for a customer: checked, confirmed by the bank where it asks, then made the default."""

from dataclasses import dataclass
from typing import Any

from billing.local_stripe.errors import StripeError
from billing.local_stripe.life.cards import behavior_of
from billing.local_stripe.pages.card_form import FIELD_OF, CardForm
from billing.local_stripe.resources.payment_methods import card_made, default_card_set
from billing.local_stripe.world import World

SENTENCE_OF = {
    "incorrect_number": "number_wrong",
    "invalid_expiry_month": "exp_wrong",
    "invalid_expiry_year": "exp_wrong",
    "payment_intent_authentication_failure": "authentication_failed",
}
"""Codes of a refusal whose sentence stands in the catalogue under another name."""
REFUSALS = frozenset(
    {
        "authentication_failed",
        "card_declined",
        "exp_wrong",
        "expired_card",
        "incorrect_cvc",
        "not_done",
        "insufficient_funds",
        "number_wrong",
        "processing_error",
    }
)


@dataclass(frozen=True, slots=True)
class Saved:
    """How it went: done, to be confirmed first, or refused at a field."""

    state: str  # saved, confirm, refused
    errors: dict[str, str]


def card_dict(form: CardForm) -> dict[str, Any]:
    """Return a proved form in the API's words."""
    return {"number": form.number, "exp_month": form.exp_month, "exp_year": form.exp_year, "cvc": form.cvc}


def card_save(world: World, customer: str, card: dict[str, Any], *, confirmed: bool = False) -> Saved:
    """Save a card, unless its bank wants to be asked first."""
    try:
        if not confirmed and behavior_of(card_made(world, card)).secure != "never":
            return Saved("confirm", {})
        default_card_set(world, customer, card, authenticated=confirmed)
    except StripeError as error:
        return Saved("refused", card_errors(error))
    return Saved("saved", {})


def card_errors(error: StripeError) -> dict[str, str]:
    """Return a refusal as the field it belongs to and the sentence to show there."""
    said = error.error
    if said["type"] != "card_error":
        raise error
    return refusal_at(str(said.get("code") or ""), said.get("decline_code"))


def refusal_at(code: str, decline_code: str | None) -> dict[str, str]:
    """Return the field and the sentence of a declined card."""
    said = SENTENCE_OF.get(decline_code or code, decline_code or code)
    return error_at(said if said in REFUSALS else "card_declined")


def error_at(sentence: str) -> dict[str, str]:
    """Return a refusal's sentence at its field; nothing for a name that is no refusal."""
    return {FIELD_OF.get(sentence, "number"): sentence} if sentence in REFUSALS else {}
