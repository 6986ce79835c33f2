"""All that the page of plan and payment shows, ready to be drawn."""

from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator
from django.utils import timezone

from billing.models import Invoice
from billing.panels.acts import Act, act_for, day_of
from billing.panels.kopecks import money
from billing.panels.lines import line_words
from billing.panels.offer import Card, PaySwitch, cards, pay_switch
from billing.panels.way import Viewer, whom_to_ask
from billing.panels.words import Words, facts_of, words_of
from billing.plans import PLANS, Plan
from billing.standing import Reason, Standing, standing
from ui import dates

INVOICES_A_PAGE: Final = 8
STATES: Final = {Invoice.Status.PAID: "good", Invoice.Status.OPEN: "warning"}


@dataclass(frozen=True, slots=True)
class PlanCard:
    """One plan with what can be done with it."""

    card: Card
    act: Act


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One line of the table of invoices."""

    number: str
    day: str
    text: str
    period: str
    total: str
    vat: str
    state: str
    kind: str
    page_url: str
    pdf_url: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What an owner can do besides choosing a plan."""

    cancel: bool
    pause: bool
    resume: bool
    resume_cost: str
    undo: bool
    settle: bool
    portal: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The page."""

    title: str
    words: Words
    facts: tuple[tuple[str, str], ...]
    pay: PaySwitch
    interval: str
    cards: tuple[PlanCard, ...]
    wanted: PlanCard | None
    choices: Choices | None
    to_pay: InvoiceRow | None
    ask: str


def plan_page(viewer: Viewer, *, pay: str = "", wanted: str = "") -> PlanPage:
    """Lay out the page; `pay` is month or year, the paid one unless given, `wanted` the plan that a link named."""
    stand = standing(viewer.partner)
    yearly = pay == "year" if pay else bool(stand.paid and stand.paid.yearly)
    shown = {
        card.key: PlanCard(card, _act(PLANS[card.key], stand, viewer, yearly=yearly)) for card in cards(yearly=yearly)
    }
    chosen = shown.get(wanted)
    return PlanPage(
        title=str(stand.plan.title),
        words=words_of(stand),
        facts=facts_of(stand),
        pay=pay_switch(yearly=yearly, hidden={"plan": wanted} if chosen else {}, action="#prices"),
        interval="year" if yearly else "month",
        cards=tuple(shown.values()),
        wanted=chosen if chosen and (chosen.act.url or not chosen.act.current) else None,
        choices=_choices(stand) if viewer.owner else None,
        to_pay=_to_pay(viewer) if viewer.owner else None,
        ask="" if viewer.owner else whom_to_ask(viewer.partner),
    )


def invoice_page(viewer: Viewer, number: str) -> tuple["Page[Invoice]", tuple[InvoiceRow, ...]]:
    """Return a page of invoices, the newest first; a number that is none is the first."""
    page = Paginator(Invoice.objects.filter(partner=viewer.partner), INVOICES_A_PAGE).get_page(number)
    return page, tuple(_row(one) for one in page)


def _act(plan: Plan, stand: Standing, viewer: Viewer, *, yearly: bool) -> Act:
    act = act_for(plan, stand, yearly=yearly)
    return act if viewer.owner else Act(current=act.current)


def _choices(stand: Standing) -> Choices:
    paid, paused = stand.paid, stand.reason is Reason.PAUSED
    return Choices(
        cancel=paid is not None and paid.cancel_at is None,
        pause=paid is not None and not paid.yearly and not stand.pending,
        resume=paused or (paid is not None and paid.cancel_at is not None),
        resume_cost=money(paid.resume_cost) if paid and paid.resume_cost else "",
        undo=paid is not None and paid.next_plan is not None and paid.cancel_at is None,
        settle=paid is not None and paid.failed,
        portal=stand.customer,
    )


def _to_pay(viewer: Viewer) -> InvoiceRow | None:
    """Return the oldest invoice that waits for its payer: a card refused it, or a bank asks for confirmation."""
    rows = Invoice.objects.filter(partner=viewer.partner, status=Invoice.Status.OPEN, due__gt=0).exclude(page_url="")
    found = rows.order_by("created_at").first()
    return _row(found) if found else None


def _row(one: Invoice) -> InvoiceRow:
    return InvoiceRow(
        number=one.number,
        day=day_of(one.created_at),
        text=line_words(one.text),
        period=_period(one),
        total=money(one.total),
        vat=money(one.vat),
        state=one.get_status_display(),
        kind=STATES.get(Invoice.Status(one.status), ""),
        page_url=one.page_url,
        pdf_url=one.pdf_url,
    )


def _period(one: Invoice) -> str:
    if one.period_start is None or one.period_end is None:
        return ""
    return dates.period(timezone.localdate(one.period_start), timezone.localdate(one.period_end))
