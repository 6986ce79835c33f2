"""The hosted invoice: its lines, VAT, what is paid; a button while it is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from billing.local_stripe.pages.bill import Bill, tax_title
from billing.local_stripe.pages.card_fields import card_fields, card_hints
from billing.local_stripe.pages.layout import Tongue, button_form, note, page_reply, summary
from billing.local_stripe.pages.markup import Markup, el
from billing.local_stripe.routes import Reply

STATUSES = ("paid", "open", "draft", "void", "uncollectible")


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """What the page and the PDF show."""

    path: str
    number: str
    status: str
    seller: str
    buyer: tuple[str, ...]
    created: int
    due: int | None
    paid_at: int | None
    bill: Bill
    credit: int  # taken from the customer's balance
    paid: int
    remaining: int
    pdf: str | None
    last4: str | None
    periods: tuple[str, ...] = ()
    other_card: bool = False
    notice: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def invoice_page(tongue: Tongue, view: InvoiceView) -> Reply:
    """Return the page."""
    say = tongue.say
    title = say("invoice_title", number=view.number or say("invoice_draft"))
    facts = [
        _fact(say("invoice_from"), view.seller),
        _fact(say("invoice_to"), *view.buyer),
        _fact(say("invoice_date"), tongue.date(view.created)),
    ]
    if view.status == "open" and view.due:
        facts.append(_fact(say("invoice_due"), tongue.date(view.due)))
    if view.paid_at:
        facts.append(_fact(say("invoice_paid_on"), tongue.date(view.paid_at)))
    pdf = el("p", el("a", say("invoice_pdf"), href=view.pdf)) if view.pdf else None
    return page_reply(
        tongue,
        title,
        el("div", el("h1", title), el("p", say(f"status_{view.status}"), class_=f"state {view.status}"), class_="head"),
        summary(tongue, view.errors),
        note(view.notice),
        el("section", el("dl", *facts), _lines(tongue, view, title), pdf, class_="card"),
        _pay(tongue, view),
    )


def sums(tongue: Tongue, view: InvoiceView) -> list[tuple[str, str]]:
    """Return the rows under the lines, for the page and the PDF alike."""
    say, bill = tongue.say, view.bill

    def money(amount: int) -> str:
        return tongue.money(amount, bill.currency)

    rows = [(say("subtotal"), money(bill.subtotal))]
    rows += [(say("discount_named", name=name), money(-amount)) for name, amount in bill.discounts]
    rows += [(tax_title(tongue, tax), money(tax.amount)) for tax in bill.taxes]
    rows.append((say("total"), money(bill.total)))
    if view.credit:
        rows.append((say("credit"), money(-view.credit)))
    rows.append((say("amount_paid"), money(view.paid)))
    if view.status == "open":
        rows.append((say("amount_due"), money(view.remaining)))
    return rows


def _fact(name: str, *values: str) -> Markup:
    return el("div", el("dt", name), *(el("dd", value) for value in values))


def _lines(tongue: Tongue, view: InvoiceView, title: str) -> Markup:
    say, bill = tongue.say, view.bill
    head = el(
        "tr", el("th", say("column_what"), scope="col"), el("th", say("column_quantity"), scope="col", class_="num"),
        el("th", say("column_amount"), scope="col", class_="num"),
    )  # fmt: skip
    rows = [
        el(
            "tr",
            el("th", line.title, el("span", line.note, class_="hint") if line.note else None, scope="row"),
            el("td", str(line.quantity), class_="num"),
            el("td", tongue.money(line.amount, bill.currency), class_="num"),
        )
        for line in bill.lines
    ]
    last = len(sums(tongue, view)) - 1
    foot = [
        el(
            "tr", el("th", name, scope="row", colspan=2), el("td", amount, class_="num"),
            class_="total" if place == last else None,
        )
        for place, (name, amount) in enumerate(sums(tongue, view))
    ]  # fmt: skip
    table = el("table", el("caption", say("invoice_lines")), el("thead", head), el("tbody", *rows), el("tfoot", *foot))
    return el("div", table, class_="scroll", role="region", aria_label=title, tabindex="0")


def _pay(tongue: Tongue, view: InvoiceView) -> Markup | None:
    if view.status != "open" or view.remaining <= 0:
        return None
    say, money = tongue.say, tongue.money(view.remaining, view.bill.currency)
    action = tongue.link(view.path)
    saved = None
    if view.last4:
        saved = button_form(action, say("invoice_pay_saved", amount=money, last4=view.last4), do="pay_saved")
    form = el(
        "form", card_fields(tongue, view.values, view.errors),
        el("button", say("pay", amount=money), name="do", value="pay", class_="quiet" if saved else None),
        method="post", action=action, novalidate=True,
    )  # fmt: skip
    other: Markup | None = form
    if saved:
        opened = view.other_card or bool(view.errors)
        other = el("details", el("summary", say("invoice_other_card")), form, open=opened)
    return el(
        "section", el("h2", say("invoice_pay"), id="pay"), saved, other, card_hints(tongue), aria_labelledby="pay",
        class_="card",
    )  # fmt: skip
