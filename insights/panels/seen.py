"""Which part of all sales the figures rest on, in one sentence."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.panels.way import Viewer
from insights.answers import MetricAnswer
from insights.coverage import Coverage, Scaled
from ui import numbers


@dataclass(frozen=True)
class Seen:
    """What templates/insights/seen.html shows; a link only for who may follow it."""

    text: str
    url: str = ""
    action: str = ""


def seen_of(answer: MetricAnswer, viewer: Viewer) -> Seen:
    """Say of a metric what the bank does not see, and of a level of revenue what all sales may be."""
    return seen_words(answer.scaled, answer.coverage, viewer)


def seen_words(scaled: Scaled | None, coverage: Coverage | None, viewer: Viewer) -> Seen:
    """Say what a page rests on: scaled where a share is known, else only what is not in it."""
    if known := all_sales(scaled, coverage):
        return known
    text = _("Only payments by this bank's cards are in these figures; cash and other banks' cards are not.")
    if not viewer.owner:
        return Seen(text)
    return Seen(text, reverse("settings-coverage"), _("Share of card sales"))


def all_sales(scaled: Scaled | None, coverage: Coverage | None) -> Seen | None:
    """Say what all sales may be, in one sentence; nothing where no share is known."""
    return Seen(_scaled(scaled, coverage)) if scaled is not None and coverage is not None else None


def seen_short(answer: MetricAnswer) -> str:
    """Say all sales in a tile's few words; nothing where they are not known."""
    if answer.scaled is None:
        return ""
    return _("All sales: about %(value)s") % {"value": numbers.rub0(answer.scaled.value)}


def _scaled(scaled: Scaled, coverage: Coverage) -> str:
    facts = {
        "value": numbers.rub0(scaled.value),
        "share": numbers.pct(coverage.ratio, 0),
        "months": coverage.months,
        "low": numbers.rub0(scaled.lo),
        "high": numbers.rub0(scaled.hi),
    }
    if coverage.own:
        text = _(
            "With cash and other banks' cards sales may be about %(value)s: you said that the bank sees %(share)s "
            "of them."
        )
    elif scaled.lo is None:
        text = ngettext(
            "With cash and other banks' cards sales may be about %(value)s, by your turnover of %(months)d month.",
            "With cash and other banks' cards sales may be about %(value)s, by your turnover of %(months)d months.",
            coverage.months,
        )
    else:
        text = ngettext(
            "With cash and other banks' cards sales may be about %(value)s, most likely from %(low)s to %(high)s "
            "(80 %%), by your turnover of %(months)d month.",
            "With cash and other banks' cards sales may be about %(value)s, most likely from %(low)s to %(high)s "
            "(80 %%), by your turnover of %(months)d months.",
            coverage.months,
        )
    return text % facts
