"""Sums as a payer reads them: what is bought, discounts, VAT, total."""

from dataclasses import dataclass

from billing.local_stripe.pages.layout import Tongue
from billing.local_stripe.pages.markup import Markup, el
from billing.local_stripe.pages.writing import percent


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that costs."""

    title: str
    amount: int
    note: str = ""
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Tax:
    """One tax on the whole."""

    name: str
    rate: float
    amount: int
    included: bool


@dataclass(frozen=True, slots=True)
class Bill:
    """Everything that adds up to the total."""

    currency: str
    lines: tuple[Line, ...]
    subtotal: int
    discounts: tuple[tuple[str, int], ...]
    taxes: tuple[Tax, ...]
    total: int


def every(tongue: Tongue, interval: str, count: int = 1) -> str:
    """Say how often: ``every month``, ``every 3 months``."""
    if count == 1:
        return tongue.say(f"every_{interval}")
    return tongue.say(f"every_{interval}s", count=count)


def bill_table(tongue: Tongue, bill: Bill, caption: str, total: str) -> Markup:
    """Return the sums as a table; ``total`` names the last row."""
    say, rows = tongue.say, []
    for line in bill.lines:
        notes = [line.note, say("quantity", count=line.quantity) if line.quantity != 1 else ""]
        small = [el("span", note, class_="hint") for note in notes if note]
        rows.append(_row(line.title, tongue.money(line.amount, bill.currency), *small))
    extra = [
        *((say("discount_named", name=name), -amount) for name, amount in bill.discounts),
        *((tax_title(tongue, tax), tax.amount) for tax in bill.taxes),
    ]
    if extra:
        rows.append(_row(say("subtotal"), tongue.money(bill.subtotal, bill.currency)))
        rows += [_row(title, tongue.money(amount, bill.currency)) for title, amount in extra]
    rows.append(_row(total, tongue.money(bill.total, bill.currency), class_="total"))
    return el("table", el("caption", caption), el("tbody", *rows), class_="bill")


def tax_title(tongue: Tongue, tax: Tax) -> str:
    """Name a tax with its rate, and whether the prices hold it already."""
    # Tax names are the merchant's own words, in one language; ours is the one every payer knows.
    name = tongue.say("vat") if tax.name.upper() in {"НДС", "VAT"} else tax.name
    return tongue.say(
        "vat_included" if tax.included else "vat_added", name=name, percent=percent(tax.rate, tongue.lang)
    )


def _row(title: str, amount: str, *small: Markup, class_: str | None = None) -> Markup:
    return el("tr", el("th", title, *small, scope="row"), el("td", amount, class_="num"), class_=class_)
