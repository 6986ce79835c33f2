"""What an upgrade costs, to the kopeck, before it is chosen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.gateway.interface import Preview, PreviewLine
from billing.panels.acts import day_of
from billing.panels.kopecks import money
from billing.panels.lines import line_words, plan_in
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
        lines=tuple(Line(_said(line, day_of(preview.next_at)), money(line.amount)) for line in preview.lines),
        due=money(preview.due_now),
        vat=money(preview.vat),
        next=_("%(sum)s on %(day)s, VAT included") % facts,
        at=preview.at.isoformat(),
        card=card,
        anew=anew,
    )


def _said(line: PreviewLine, until: str) -> str:
    plan = plan_in(line.text)
    if plan is None:
        return line.text
    facts = {"what": line_words(line.text), "until": until}
    if line.amount < 0:
        return _("%(what)s: the days not used, given back") % facts
    return _("%(what)s: until %(until)s") % facts
