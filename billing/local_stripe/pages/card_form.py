"""What a payer types about a card, proved field by field before anything is charged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from billing.local_stripe.life.cards import luhn_fits
from billing.local_stripe.pages.writing import MOSCOW

FIELDS = ("number", "exp", "cvc", "name")
FIELD_OF = {
    "expired_card": "exp",
    "exp_wrong": "exp",
    "incorrect_cvc": "cvc",
    "not_done": "main",
}
"""Where the refusal of a charge is shown; any other stands at the number."""
AMEX = ("34", "37")
EXPIRY = re.compile(r"(\d{1,2})\s*[/.\-]?\s*(\d{4}|\d{2})")


@dataclass(frozen=True, slots=True)
class CardForm:
    """A card as it was typed, and what is wrong with it: a field and the name of a sentence."""

    number: str
    exp_month: int
    exp_year: int
    cvc: str
    name: str
    errors: Mapping[str, str]


def card_form(form: Mapping[str, str], *, now: int) -> CardForm:
    """Read the four fields; ``errors`` is empty when the card may be tried."""
    errors: dict[str, str] = {}
    number = re.sub(r"[\s\u00a0-]", "", form.get("number", ""))
    if not number:
        errors["number"] = "number_missing"
    elif not number.isascii() or not number.isdigit() or not 12 <= len(number) <= 19 or not luhn_fits(number):
        errors["number"] = "number_wrong"
    month, year = _expiry(form.get("exp", ""))
    today = datetime.fromtimestamp(now, MOSCOW)
    if not form.get("exp", "").strip():
        errors["exp"] = "exp_missing"
    elif not 1 <= month <= 12 or year > today.year + 50:
        errors["exp"] = "exp_wrong"
    elif (year, month) < (today.year, today.month):
        errors["exp"] = "expired_card"
    cvc = form.get("cvc", "").strip()
    if not cvc:
        errors["cvc"] = "cvc_missing"
    elif not re.fullmatch(r"[0-9]{4}" if number.startswith(AMEX) else r"[0-9]{3}", cvc):
        errors["cvc"] = "cvc_wrong"
    name = " ".join(form.get("name", "").split())
    if not name:
        errors["name"] = "name_missing"
    return CardForm(number, month, year, cvc, name[:200], errors)


def _expiry(text: str) -> tuple[int, int]:
    found = EXPIRY.fullmatch(text.strip())
    if not found:
        return 0, 0
    month, year = int(found[1]), int(found[2])
    return month, year if year > 99 else 2000 + year
