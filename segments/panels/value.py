"""The page of customers' worth: what a customer brings, who brings most, how far to trust it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.panels.way import Viewer
from insights.answers import Freshness
from insights.panels.empty import Empty
from insights.panels.how import How, moment
from insights.panels.lines import Lines, freshness_words
from insights.panels.notices import Notice, clipped
from segments.answers import LtvAnswer, Outlook
from segments.panels.card import Card, card_of
from segments.panels.horizons import Horizon
from segments.panels.tables import Table, bars_of, cohorts_table, groups_table
from ui import dates, numbers
from ui.charts.bars import Bars


@dataclass(frozen=True)
class Tile:
    """What components/kpi.html shows."""

    key: str
    label: str
    text: str
    note: str


@dataclass(frozen=True)
class ValuePage:
    """What templates/segments/value.html shows; `bars` and `card` are None with too little data."""

    lines: Lines
    notices: Sequence[Notice]
    headline: str
    tiles: Sequence[Tile]
    bars: Bars | None
    bars_title: str
    card: Card | None
    groups: Table
    groups_note: str
    cohorts: Table
    how: How


def value_page(answer: LtvAnswer, horizon: Horizon, fresh: Freshness, viewer: Viewer) -> ValuePage:
    """Lay out what customers are worth."""
    outlook = answer.outlooks[horizon.place] if answer.outlooks else None
    period = dates.period(answer.first_day, answer.as_of)
    line = _("All purchases, %(period)s") % {"period": period}
    return ValuePage(
        lines=Lines(period, "", line, freshness_words(fresh)),
        notices=_notices(answer, viewer),
        headline=_headline(answer, outlook, horizon),
        tiles=_tiles(answer, outlook, horizon),
        bars=bars_of(outlook, _("Customers by what each is expected to bring")) if outlook else None,
        bars_title=_bars_title(outlook) if outlook else "",
        card=card_of(answer) if outlook else None,
        groups=groups_table(answer, horizon),
        groups_note=_hidden(answer.segments_hidden),
        cohorts=cohorts_table(answer, horizon),
        how=_how(answer),
    )


def being_computed(text: str) -> Empty:
    """Say that the first fit is under way."""
    return Empty(_("Value of your customers"), _("Being computed"), text, "clock")


def _headline(answer: LtvAnswer, outlook: Outlook | None, horizon: Horizon) -> str:
    if not answer.customers:
        return answer.reason_text
    facts = {"historic": numbers.rub0(answer.historic_mean), "months": horizon.words}
    if outlook is None:
        return _("A customer has brought you %(historic)s on average so far.") % facts
    facts |= {"mean": numbers.rub0(outlook.mean), "median": numbers.rub0(outlook.median)}
    return (
        _(
            "In the next %(months)s a customer is expected to bring %(mean)s on average; half of them less than "
            "%(median)s each."
        )
        % facts
    )


def _tiles(answer: LtvAnswer, outlook: Outlook | None, horizon: Horizon) -> list[Tile]:
    if not answer.customers:
        return []
    so_far = Tile(
        "historic",
        _("Brought so far by a customer"),
        numbers.rub0(answer.historic_mean),
        _("customers: %(count)s") % {"count": numbers.num(answer.customers)},
    )
    again = Tile(
        "again",
        _("Came back on another day"),
        numbers.pct(answer.repeaters / answer.customers if answer.customers else None, 0),
        _("customers: %(count)s") % {"count": numbers.num(answer.repeaters)},
    )
    if outlook is None:
        return [so_far, again]
    mean = Tile(
        "mean",
        _("Expected of a customer in %(months)s") % {"months": horizon.words},
        numbers.rub0(outlook.mean),
        _sure(outlook),
    )
    top = Tile(
        "top",
        _("Share of the best tenth"),
        numbers.pct(outlook.top_share, 0),
        _("of all that is expected: %(total)s") % {"total": numbers.rub0(outlook.total)},
    )
    return [mean, top, so_far, again]


def _sure(outlook: Outlook) -> str:
    if outlook.low is None or outlook.high is None:
        return _("a simpler estimate, without a range")
    facts = {"low": numbers.rub0(outlook.low), "high": numbers.rub0(outlook.high)}
    return _("likely range (80%%): %(low)s to %(high)s") % facts


def _bars_title(outlook: Outlook) -> str:
    largest = max(outlook.bars, key=lambda bar: bar.customers)
    share = largest.customers / max(1, sum(bar.customers for bar in outlook.bars))
    facts = {"share": numbers.pct(share, 0), "low": numbers.rub0(largest.low), "high": numbers.rub0(largest.high)}
    if largest.high is None:
        return _("%(share)s of the customers will bring %(low)s or more each") % facts
    if not largest.low:
        return _("%(share)s of the customers will bring less than %(high)s each") % facts
    return _("%(share)s of the customers will bring from %(low)s to %(high)s each") % facts


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
    made = answer.provenance
    facts = (
        (_("Formula"), str(made.formula)),
        (_("Period"), dates.period(answer.first_day, answer.as_of)),
        (_("Payments read in all"), numbers.num(made.rows)),
        (_("Data version"), numbers.num(made.data_version)),
        (_("Computed"), moment(made.computed_at)),
    )
    return How(facts, "/api/v1/ltv/")
