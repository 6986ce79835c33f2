"""The page of customers' worth: what a customer brings, who brings most, how far to trust it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.panels.way import Viewer
from insights.answers import Freshness
from insights.panels.empty import Empty
from insights.panels.how import How, made
from insights.panels.lines import Lines, freshness_words
from insights.panels.notices import Notice, clipped
from segments.answers import LtvAnswer
from segments.forms import MarginForm
from segments.panels.card import Card, card_of
from segments.panels.horizons import Horizon
from segments.panels.margin import MarginCard, margin_card, profit_line
from segments.panels.tables import Table, bars_of, bars_title, cohorts_table, groups_table
from segments.panels.tiles import Tile, headline_of, tiles_of
from ui import dates, numbers
from ui.charts.bars import Bars


@dataclass(frozen=True)
class ValuePage:
    """What templates/segments/value.html shows; `bars` and `card` are None with too little data."""

    lines: Lines
    notices: Sequence[Notice]
    headline: str
    profit: str
    tiles: Sequence[Tile]
    bars: Bars | None
    bars_title: str
    card: Card | None
    margin: MarginCard
    groups: Table
    groups_note: str
    cohorts: Table
    how: How


def value_page(answer: LtvAnswer, horizon: Horizon, fresh: Freshness, viewer: Viewer, form: MarginForm) -> ValuePage:
    """Lay out what customers are worth."""
    outlook = answer.outlooks[horizon.place] if answer.outlooks else None
    period = dates.period(answer.first_day, answer.as_of)
    line = _("All purchases, %(period)s") % {"period": period}
    return ValuePage(
        lines=Lines(period, "", line, freshness_words(fresh)),
        notices=_notices(answer, viewer),
        headline=headline_of(answer, outlook, horizon),
        profit=profit_line(answer.margin) if outlook else "",
        tiles=tiles_of(answer, outlook, horizon),
        bars=bars_of(outlook, answer.margin) if outlook else None,
        bars_title=bars_title(outlook) if outlook else "",
        card=card_of(answer) if outlook else None,
        margin=margin_card(answer, form, viewer),
        groups=groups_table(answer, horizon),
        groups_note=_hidden(answer.segments_hidden),
        cohorts=cohorts_table(answer, horizon),
        how=_how(answer),
    )


def being_computed(text: str) -> Empty:
    """Say that the first fit is under way."""
    return Empty(_("Value of your customers"), _("Being computed"), text, "clock")


def _notices(answer: LtvAnswer, viewer: Viewer) -> list[Notice]:
    found = []
    if answer.status == "too_little" and answer.customers:
        when = (
            _("The forecast of value opens about %(day)s.") % {"day": dates.day(answer.opens_on)}
            if answer.opens_on
            else _("The forecast of value opens by itself as soon as there are.")
        )
        found.append(Notice(" ".join((answer.reason_text, when, _("What customers brought so far is below.")))))
    elif answer.status == "fallback":
        found.append(Notice(" ".join(filter(None, (answer.reason_text, _instead(answer))))))
    if answer.clipped_from:
        found.append(clipped(answer.clipped_from, viewer))
    return found


def _instead(answer: LtvAnswer) -> str:
    if answer.estimate == "likeness":
        return _("Shown instead: what customers with a similar past did in the same time.")
    if answer.estimate == "own_rate":
        return _("Shown instead: each customer goes on as often as so far.")
    return ""


def _hidden(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "%(count)s group is not shown: too few people in it, or a smaller one could be worked out from it.",
        "%(count)s groups are not shown: too few people in them, or a smaller one could be worked out from them.",
        count,
    )
    return text % {"count": numbers.num(count)}


def _how(answer: LtvAnswer) -> How:
    facts = (
        (_("Formula"), str(answer.provenance.formula)),
        (_("Period"), dates.period(answer.first_day, answer.as_of)),
    )
    return How((*facts, *made(answer.provenance)), "/api/v1/ltv/")
