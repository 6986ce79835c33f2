"""The four fields of a card, and the list of cards to try."""

from collections.abc import Mapping

from billing.local_stripe.pages.layout import Tongue, field
from billing.local_stripe.pages.markup import Markup, el, join

Attributes = Mapping[str, str | bool | int | None]
HINTS = (
    ("4242 4242 4242 4242", "hint_ok"),
    ("4000 0025 0000 3155", "hint_3ds"),
    ("4000 0000 0000 0002", "hint_declined"),
    ("4000 0000 0000 9995", "hint_funds"),
    ("4000 0000 0000 0069", "hint_expired"),
    ("4000 0000 0000 0127", "hint_cvc"),
    ("4000 0000 0000 0341", "hint_later"),
)


def card_fields(tongue: Tongue, values: Mapping[str, str], errors: Mapping[str, str]) -> Markup:
    """Return number, expiry, code and name; the code is never sent back to the page."""
    number: Attributes = {"inputmode": "numeric", "autocomplete": "cc-number", "maxlength": 24, "spellcheck": "false"}
    exp: Attributes = {"inputmode": "numeric", "autocomplete": "cc-exp", "maxlength": 9}
    cvc: Attributes = {"inputmode": "numeric", "autocomplete": "cc-csc", "maxlength": 4}
    name: Attributes = {"autocomplete": "cc-name", "maxlength": 100, "spellcheck": "false"}

    def one(key: str, hint: str | None, kept: bool, attributes: Attributes) -> Markup:
        value = values.get(key, "") if kept else ""
        return field(tongue, key, value=value, error=errors.get(key), hint=hint, required=True, **attributes)

    return join(
        one("number", None, True, number),
        el("div", one("exp", "exp_hint", True, exp), one("cvc", "cvc_hint", False, cvc), class_="pair"),
        one("name", None, True, name),
    )


def card_hints(tongue: Tongue) -> Markup:
    """Return the test cards, folded away."""
    say = tongue.say
    rows = [el("tr", el("td", el("code", number), class_="num"), el("td", say(what))) for number, what in HINTS]
    head = el("tr", el("th", say("hint_number"), scope="col"), el("th", say("hint_what"), scope="col"))
    table = el("table", el("caption", say("hints_line")), el("thead", head), el("tbody", *rows))
    return el("details", el("summary", say("hints")), table)
