"""The Billing Portal: the plan, the card, the invoices; a page for a new card and one to confirm a cancellation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from billing.local_stripe.pages.card_fields import card_fields, card_hints
from billing.local_stripe.pages.layout import Tongue, note, page_reply, summary
from billing.local_stripe.pages.markup import Markup, el
from billing.local_stripe.routes import Reply


@dataclass(frozen=True, slots=True)
class PlanView:
    """One subscription as its owner sees it; amounts come with their currency, times are days."""

    ident: str
    name: str
    amount: int
    currency: str
    every: str
    status: str
    next_amount: int | None = None
    next_at: int | None = None
    ends_at: int | None = None
    change: tuple[str, int, str, int] | None = None  # name, amount, how often, when
    paused: bool = False
    resumes_at: int | None = None
    cancellable: bool = True


@dataclass(frozen=True, slots=True)
class CardView:
    """The saved card."""

    brand: str
    last4: str
    month: int
    year: int


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice in the list."""

    number: str
    at: int
    amount: int
    currency: str
    status: str
    url: str | None
    pdf: str | None


@dataclass(frozen=True, slots=True)
class PortalView:
    """What the first page shows."""

    path: str
    who: str
    plans: tuple[PlanView, ...]
    card: CardView | None
    invoices: tuple[InvoiceRow, ...]
    card_allowed: bool
    cancel_allowed: bool
    return_url: str | None
    invoices_shown: bool = True
    notice: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def portal_page(tongue: Tongue, view: PortalView) -> Reply:
    """Return the first page."""
    say = tongue.say
    title = say("portal_title")
    plans = [_plan(tongue, view, plan) for plan in view.plans] or [el("p", say("portal_none"))]
    card = view.card
    if card:
        line = say("card_line", brand=card.brand, last4=card.last4, month=f"{card.month:02}", year=card.year)
    else:
        line = say("card_none")
    link = el("a", say("card_change" if card else "card_add"), href=tongue.link(f"{view.path}/card"), class_="button")
    return page_reply(
        tongue,
        title,
        el("div", el("h1", title), _back(tongue, view.return_url), class_="head"),
        el("p", view.who, class_="hint"),
        summary(tongue, view.errors),
        note(view.notice),
        el("section", el("h2", say("portal_plan"), id="plan"), *plans, aria_labelledby="plan", class_="card"),
        el(
            "section", el("h2", say("portal_card"), id="card"), el("p", line),
            el("p", link) if view.card_allowed else None, aria_labelledby="card", class_="card",
        ),
        _invoices(tongue, view) if view.invoices_shown else None,
    )  # fmt: skip


def card_page(
    tongue: Tongue, path: str, values: Mapping[str, str], errors: Mapping[str, str], back: str | None = None
) -> Reply:
    """Return the page that takes a new card."""
    say = tongue.say
    title = say("card_title")
    form = el(
        "form", card_fields(tongue, values, errors), el("button", say("save_card"), name="do", value="card"),
        method="post", action=tongue.link(f"{path}/card"), novalidate=True,
    )  # fmt: skip
    return page_reply(
        tongue, title, el("h1", title), summary(tongue, errors), el("p", say("card_line_why")),
        el("section", form, card_hints(tongue), aria_label=title, class_="card"),
        el("p", el("a", say("go_back"), href=tongue.link(path))), leads_to=[back],
    )  # fmt: skip


def cancel_page(tongue: Tongue, path: str, plan: PlanView, until: int, back: str | None = None) -> Reply:
    """Return the page that asks once more before a plan is cancelled."""
    say = tongue.say
    title = say("cancel_title")
    form = el(
        "form", el("input", type="hidden", name="subscription", value=plan.ident),
        el("button", say("cancel_yes"), name="do", value="cancel", class_="danger"),
        el("a", say("cancel_no"), href=tongue.link(path), class_="button quiet"),
        method="post", action=tongue.link(f"{path}/cancel"), class_="buttons",
    )  # fmt: skip
    line = say("cancel_line", name=plan.name, date=tongue.date(until))
    return page_reply(tongue, title, el("div", el("h1", title), el("p", line), form, class_="card"), leads_to=[back])


def _plan(tongue: Tongue, view: PortalView, plan: PlanView) -> Markup:
    say = tongue.say
    price = say("plan_price", amount=tongue.money(plan.amount, plan.currency), every=plan.every)
    lines: list[str] = []
    if plan.status in {"past_due", "unpaid"}:
        lines.append(say("plan_past_due"))
    if plan.paused:
        lines.append(
            say("plan_paused", date=tongue.date(plan.resumes_at)) if plan.resumes_at else say("plan_paused_open")
        )
    if plan.ends_at:
        lines.append(say("plan_ends", date=tongue.date(plan.ends_at)))
    elif plan.next_at is not None and plan.next_amount is not None and not plan.paused:
        amount = tongue.money(plan.next_amount, plan.currency)
        lines.append(say("plan_next", amount=amount, date=tongue.date(plan.next_at)))
    if plan.change:
        name, minor, every, at = plan.change
        money = tongue.money(minor, plan.currency)
        lines.append(say("plan_changes", date=tongue.date(at), name=name, amount=money, every=every))
    return el(
        "div", el("h3", plan.name), el("p", price, class_="price"), *(el("p", line) for line in lines),
        _act(tongue, view, plan), class_="plan",
    )  # fmt: skip


def _act(tongue: Tongue, view: PortalView, plan: PlanView) -> Markup | None:
    if not view.cancel_allowed or not plan.cancellable:
        return None
    if plan.ends_at:
        return el(
            "form", el("input", type="hidden", name="subscription", value=plan.ident),
            el("button", tongue.say("cancel_back"), name="do", value="keep"),
            method="post", action=tongue.link(view.path),
        )  # fmt: skip
    separator = "&" if tongue.asked else "?"
    href = f"{tongue.link(f'{view.path}/cancel')}{separator}subscription={plan.ident}"
    return el("p", el("a", tongue.say("cancel_link"), href=href))


def _back(tongue: Tongue, address: str | None) -> Markup | None:
    return el("p", el("a", tongue.say("go_back"), href=address)) if address else None


def _invoices(tongue: Tongue, view: PortalView) -> Markup:
    say = tongue.say
    heading = el("h2", say("portal_invoices"), id="invoices")
    if not view.invoices:
        return el("section", heading, el("p", say("invoices_none")), aria_labelledby="invoices", class_="card")
    names = ("column_number", "column_date", "column_amount", "column_status", "column_files")
    head = el("tr", *(el("th", say(name), scope="col", class_="num" if "amount" in name else None) for name in names))
    rows = [
        el(
            "tr",
            el("th", el("a", row.number, href=row.url) if row.url else row.number, scope="row"),
            el("td", tongue.date(row.at)),
            el("td", tongue.money(row.amount, row.currency), class_="num"),
            el("td", say(f"status_{row.status}")),
            el("td", el("a", say("pdf"), href=row.pdf, aria_label=say("pdf_of", number=row.number)) if row.pdf else ""),
        )
        for row in view.invoices
    ]
    table = el("table", el("caption", say("portal_invoices"), class_="hidden"), el("thead", head), el("tbody", *rows))
    region = el("div", table, class_="scroll", role="region", aria_labelledby="invoices", tabindex="0")
    return el("div", heading, region, class_="card")
