"""Checkout's page: what is bought on one side, the card on the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from billing.local_stripe.pages.bill import Bill, bill_table
from billing.local_stripe.pages.card_fields import Attributes, card_fields, card_hints
from billing.local_stripe.pages.layout import Tongue, note, page_reply, summary
from billing.local_stripe.pages.layout import field as box
from billing.local_stripe.pages.markup import Markup, el
from billing.local_stripe.routes import Reply


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """What the page shows."""

    path: str
    bill: Bill
    renews: tuple[int, str] | None  # amount and how often, in words
    email: str
    email_fixed: bool
    promo_allowed: bool
    promo_code: str
    success_url: str
    cancel_url: str | None
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def checkout_page(tongue: Tongue, view: CheckoutView) -> Reply:
    """Return the page, with what was typed and what is wrong with it."""
    say, money = tongue.say, tongue.money(view.bill.total, view.bill.currency)
    title = say("checkout_title")
    back = el("p", el("a", say("back"), href=view.cancel_url)) if view.cancel_url else None
    left = el(
        "section", el("h2", say("you_buy"), id="buy"), bill_table(tongue, view.bill, say("you_buy"), say("due_now")),
        _renewal(tongue, view), _promo(tongue, view), back, aria_labelledby="buy", class_="card",
    )  # fmt: skip
    mail: Attributes = {"type": "email", "autocomplete": "email", "maxlength": 200, "required": not view.email_fixed}
    label = say("pay", amount=money) if view.bill.total else say("subscribe_free")
    form = el(
        "form",
        box(
            tongue, "email", value=view.values.get("email", view.email), error=view.errors.get("email"),
            hint="email_hint", readonly=view.email_fixed, **mail,
        ),
        card_fields(tongue, view.values, view.errors),
        el("button", label, name="do", value="pay"),
        method="post", action=tongue.link(view.path), novalidate=True,
    )  # fmt: skip
    right = el(
        "section", el("h2", say("pay_heading"), id="card"), form, card_hints(tongue), aria_labelledby="card",
        class_="card",
    )  # fmt: skip
    shown = el("div", left, right, class_="two")
    return page_reply(
        tongue,
        title,
        el("h1", title),
        summary(tongue, view.errors),
        shown,
        leads_to=[view.success_url, view.cancel_url],
    )


def _renewal(tongue: Tongue, view: CheckoutView) -> Markup | None:
    if view.renews is None:
        return None
    amount, every = view.renews
    return el("p", tongue.say("then", amount=tongue.money(amount, view.bill.currency), every=every))


def _promo(tongue: Tongue, view: CheckoutView) -> Markup | None:
    """Return the promo code's own form, so that Enter in a card's field never sends it."""
    if not view.promo_allowed:
        return None
    say, action = tongue.say, tongue.link(view.path)
    if view.promo_code:
        taken = note(say("promo_taken", code=view.promo_code))
        button = el("button", say("promo_remove"), name="do", value="promo_remove", class_="quiet")
        return el("form", taken, button, method="post", action=action)
    typed = box(
        tongue, "promo", value=view.values.get("promo", ""), error=view.errors.get("promo"),
        autocomplete="off", maxlength=100, spellcheck="false",
    )  # fmt: skip
    button = el("button", say("promo_apply"), name="do", value="promo", class_="quiet")
    return el("form", typed, button, method="post", action=action, class_="inline")
