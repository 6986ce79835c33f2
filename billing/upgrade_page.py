"""What an upgrade costs, to the kopeck, before it is chosen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.gateway.interface import Preview
from billing.kopecks import money
from billing.plan_acts import day_of
from billing.plans import PLANS


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the invoice to be."""

    text: str
    sum: str


@dataclass(frozen=True, slots=True)
class UpgradePage:
    """The page; `at` makes the invoice equal it, `anew` says that an older preview was out of date."""

    key: str
    plan: str
    pay: str
    lines: tuple[Line, ...]
    due: str
    vat: str
    next: str
    at: str
    card: str
    anew: bool


def upgrade_page(preview: Preview, *, card: str, anew: bool) -> UpgradePage:
    """Lay out a preview."""
    facts = {"sum": money(preview.next_amount), "day": day_of(preview.next_at)}
    return UpgradePage(
        key=preview.plan,
        plan=str(PLANS[preview.plan].title),
        pay=preview.interval,
        lines=tuple(Line(line.text, money(line.amount)) for line in preview.lines),
        due=money(preview.due_now),
        vat=money(preview.vat),
        next=_("%(sum)s on %(day)s, VAT included") % facts,
        at=preview.at.isoformat(),
        card=card,
        anew=anew,
    )
