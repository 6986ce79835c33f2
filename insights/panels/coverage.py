"""The settings page on coverage: what the bank sees of all sales, and the months that say so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.panels.way import Viewer
from insights.coverage import LEAST_MONTHS, Coverage
from insights.selectors.coverage import MonthTurnover
from ui import dates, numbers


@dataclass(frozen=True)
class MonthRow:
    """One entered month."""

    key: str
    month: str
    turnover: str
    card: str
    share: str
    form: forms.Form


@dataclass(frozen=True)
class CoveragePage:
    """What templates/insights/coverage.html shows; `forms` are those whose mistakes are listed on top."""

    headline: str
    hint: str
    rows: Sequence[MonthRow]
    add: forms.Form
    forms: Sequence[forms.Form]
    may_edit: bool


def coverage_page(
    found: Coverage | None,
    entered: Sequence[MonthTurnover],
    changed: Sequence[forms.Form],
    add: forms.Form,
    viewer: Viewer,
) -> CoveragePage:
    """Lay out the page; ``changed`` holds a form for each entered month."""
    rows = [
        MonthRow(
            key=f"{one.month:%Y-%m}",
            month=dates.month(one.month),
            turnover=numbers.rub0(one.turnover),
            card=numbers.rub0(one.card),
            share=numbers.pct(one.share, 0),
            form=form,
        )
        for one, form in zip(entered, changed, strict=True)
    ]
    return CoveragePage(_headline(found), _hint(found), rows, add, [*changed, add], viewer.owner)


def _headline(found: Coverage | None) -> str:
    if found is None:
        return _("The bank does not know yet which part of your sales it sees.")
    share = numbers.pct(found.ratio, 0)
    if found.own:
        return _("By your own estimate the bank sees %(share)s of your sales.") % {"share": share}
    text = ngettext(
        "By your turnover of %(months)d month the bank sees %(share)s of your sales.",
        "By your turnover of %(months)d months the bank sees %(share)s of your sales.",
        found.months,
    ) % {"months": found.months, "share": share}
    if found.lo is None or found.hi is None:
        return text
    facts = {"low": numbers.pct(found.lo, 0), "high": numbers.pct(found.hi, 0)}
    likely = _("In another month most likely from %(low)s to %(high)s (80 %%).") % facts
    return f"{text} {likely}"


def _hint(found: Coverage | None) -> str:
    months = found.months if found else 0
    if months >= LEAST_MONTHS:
        return ""
    return _("With the turnover of three months there is also a range in which all sales most likely lie.")
