"""Shares of the weekdays, beside those of similar businesses where they may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from insights.answers_customers import SeasonalityAnswer
from insights.answers_peers import PeerShares
from insights.panels.customers.beside import behind, beside_notes, untold_note
from insights.panels.customers.block import Block
from insights.panels.customers.how import how_of_range
from ui import dates, numbers

LEAST: Final = 100
"""With fewer purchases the busiest hour or day is named by chance."""
MONDAY: Final = date(2024, 1, 1)


@dataclass(frozen=True)
class Weight:
    """One bar: `width` and `mark` are percent of the drawn bar; `reference` is written beside."""

    name: str
    text: str
    width: float
    mark: float | None = None
    reference: str = ""


@dataclass(frozen=True)
class Weights:
    """What templates/insights/customers/weights.html shows."""

    caption: str
    head: str
    measure: str
    rows: Sequence[Weight]
    has_reference: bool = False


def weekdays_block(answer: SeasonalityAnswer, *, outlet: str = "") -> Block | None:
    """Show the weekdays' shares beside those of similar businesses; nothing without purchases."""
    total = sum(cell.transactions for cell in answer.hours)
    if not total:
        return None
    shares = [sum(cell.transactions for cell in answer.hours if cell.weekday == day) / total for day in range(7)]
    references = [one / 100 for one in answer.references] if len(answer.references) == 7 else []
    longest = max(*shares, *references) if references else max(shares)
    rows = [
        Weight(
            weekday(day, full=True, start=True),
            numbers.pct(shares[day], 0),
            round(100 * shares[day] / longest, 2),
            round(100 * references[day] / longest, 2) if references else None,
            numbers.pct(references[day], 0) if references else "",
        )
        for day in range(7)
    ]
    caption = _("Purchases by weekday")
    subtitle = measured(answer.by_weekday.businesses if references else 0)
    facts = Weights(caption, _("Weekday"), _("Share of purchases"), rows, bool(references))
    strongest = max(range(7), key=lambda day: shares[day])
    title = _("%(weekday)s: the strongest day, %(share)s of purchases") % {
        "weekday": weekday(strongest, full=True, start=True),
        "share": numbers.pct(shares[strongest], 0),
    }
    return Block(
        "weekdays", title if total >= LEAST else caption, subtitle, width="w6",
        template="insights/customers/weights.html", facts=facts, notes=told_notes(answer, answer.by_weekday),
        how=how_of_range(answer, outlet=outlet, peers=answer.by_weekday.businesses or None),
    )  # fmt: skip


def measured(businesses: int) -> str:
    """Say what a bar is, and its mark where there is one."""
    return " ".join([_("Share of purchases."), *([behind(businesses)] if businesses else ())])


def told_notes(answer: SeasonalityAnswer, told: PeerShares) -> list[str]:
    """Say what stands beside the own shares, or why nothing does."""
    notes = beside_notes(told.days, outlet=answer.outlet, channel=answer.channel)
    return notes or [untold_note(answer.channel)]


def weekday(at: int, *, full: bool = False, start: bool = False) -> str:
    """Name a weekday, 0 is Monday; `start` writes it as a sentence begins."""
    on = MONDAY + timedelta(days=at)
    words = dates.weekday(on) if full else dates.weekday_short(on)
    return dates.capital(words) if start else words
