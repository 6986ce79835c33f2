"""3-D Secure: the payer's bank asks for a word."""

from billing.local_stripe.pages.layout import Tongue, page_reply
from billing.local_stripe.pages.markup import el
from billing.local_stripe.routes import Reply


def secure_page(
    tongue: Tongue, action: str, *, last4: str, amount: int | None, currency: str = "rub", back: str | None = None
) -> Reply:
    """Return the page; without an amount a card is only being saved. ``back``: where a confirmed payer ends."""
    say = tongue.say
    if amount is None:
        line = say("secure_line_save", last4=last4)
    else:
        line = say("secure_line", last4=last4, amount=tongue.money(amount, currency))
    form = el(
        "form",
        el("button", say("secure_yes"), name="do", value="confirm"),
        el("button", say("secure_no"), name="do", value="refuse", class_="quiet"),
        method="post",
        action=tongue.link(action),
        class_="buttons",
    )
    title = say("secure_title")
    return page_reply(tongue, title, el("div", el("h1", title), el("p", line), form, class_="card"), leads_to=[back])
