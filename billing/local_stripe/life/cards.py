"""Test cards: what each number does, as in Stripe's own list of test cards."""

from dataclasses import dataclass
from typing import Final

from billing.local_stripe.errors import StripeError, card_refused
from billing.local_stripe.state import Obj


@dataclass(frozen=True, slots=True)
class Behavior:
    """How a card answers: at once when it is added, later when it is charged, and whether it asks the person."""

    code: str = ""
    decline_code: str | None = None
    attaches: bool = True
    secure: str = "never"
    """never, once (when it is set up or paid with the person there), always (each charge)."""


GOOD: Final = Behavior()
CARDS: Final = {
    "4000000000000002": Behavior("card_declined", "generic_decline", attaches=False),
    "4000000000009995": Behavior("card_declined", "insufficient_funds", attaches=False),
    "4000000000009987": Behavior("card_declined", "lost_card", attaches=False),
    "4000000000009979": Behavior("card_declined", "stolen_card", attaches=False),
    "4000000000000069": Behavior("expired_card", None, attaches=False),
    "4000000000000127": Behavior("incorrect_cvc", None, attaches=False),
    "4000000000000119": Behavior("processing_error", None, attaches=False),
    "4000000000000341": Behavior("card_declined", "generic_decline"),
    "4000002500003155": Behavior(secure="once"),
    "4000002760003184": Behavior(secure="always"),
    "4000008260003178": Behavior("card_declined", "insufficient_funds", secure="always"),
}
SENTENCES: Final = {
    "card_declined": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
}
BRANDS: Final = {"4": "visa", "5": "mastercard", "2": "mir", "3": "amex"}
NAMES: Final = {
    "pm_card_visa": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_authenticationRequiredOnSetup": "4000002500003155",
}
"""Stripe's ready-made payment methods for tests."""


def behavior_of(card: Obj) -> Behavior:
    """Return how a payment method's card answers."""
    return CARDS.get(card["_number"], GOOD)


def sentence(code: str, decline_code: str | None = None) -> str:
    """Return what Stripe tells the person."""
    return SENTENCES.get(decline_code or "") or SENTENCES.get(code) or SENTENCES["card_declined"]


def refusal(code: str, decline_code: str | None = None, **more: object) -> StripeError:
    """Return the 402 of a card that does not pay."""
    return card_refused(sentence(code, decline_code), code, decline_code, **more)


def luhn_fits(number: str) -> bool:
    """Tell whether a card number's check digit is right."""
    digits = [int(sign) for sign in reversed(number)]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
