"""Customers by what they are worth: bars, groups of people, quarters of the first purchase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from insights.panels.customers.names import group_name
from segments.answers import LtvAnswer, Outlook, ValueRow
from segments.panels.horizons import Horizon
from ui import numbers
from ui.charts.bars import Bar, Bars, bars_chart

COLUMNS = ("gender", "age", "marital_status")


@dataclass(frozen=True)
class Line:
    """One group; `width` is percent of the longest bar."""

    name: str
    customers: int
    historic: float
    predicted: float | None
    width: float


@dataclass(frozen=True)
class Table:
    """What templates/segments/value_table.html shows.

    `ahead` names the predicted column, empty without one, `so_far` the historic one.
    """

    caption: str
    head: str
    ahead: str
    so_far: str
    lines: Sequence[Line]
    total: Line | None


def bars_of(outlook: Outlook, margin: int | None) -> Bars:
    """Draw how many customers are expected to bring how much."""
    caption = _("Customers by what each is expected to bring")
    if margin is not None:
        caption = _("Customers by the profit that each is expected to bring")
    whole = sum(bar.customers for bar in outlook.bars)
    bars = tuple(
        Bar(_between(bar.low, bar.high), bar.customers, bar.customers / whole if whole else None)
        for bar in outlook.bars
    )
    return bars_chart(caption, _("Customers"), "count", bars)


def bars_title(outlook: Outlook) -> str:
    """Say what the most customers are expected to bring."""
    largest = max(outlook.bars, key=lambda bar: bar.customers)
    share = largest.customers / max(1, sum(bar.customers for bar in outlook.bars))
    facts = {"share": numbers.pct(share, 0), "low": _money(largest.low), "high": _money(largest.high)}
    if largest.high is None:
        return _("%(share)s of the customers will bring %(low)s or more each") % facts
    if not largest.low:
        return _("%(share)s of the customers will bring less than %(high)s each") % facts
    return _("%(share)s of the customers will bring from %(low)s to %(high)s each") % facts


def groups_table(answer: LtvAnswer, horizon: Horizon) -> Table:
    """List groups of people, those worth most first; hidden ones are left out."""
    shown = [row for row in answer.segments if not row.hidden]
    shown.sort(key=lambda row: _worth(row, horizon), reverse=True)
    named = ((group_name(COLUMNS, row.group), row) for row in shown)
    return _table(_("Value by gender, age and marital status"), _("Group"), answer, horizon, named)


def cohorts_table(answer: LtvAnswer, horizon: Horizon) -> Table:
    """List the quarters of the first purchase, the newest first."""
    named = ((_quarter(day), row) for day, row in reversed(answer.cohorts))
    return _table(_("Value by the quarter of the first purchase"), _("First purchase"), answer, horizon, named)


def _table(
    caption: str, head: str, answer: LtvAnswer, horizon: Horizon, named: Iterable[tuple[str, ValueRow]]
) -> Table:
    rows = list(named)
    longest = max((_worth(row, horizon) for _name, row in rows), default=0.0)
    lines = [
        Line(
            name,
            row.customers or 0,
            row.historic or 0.0,
            row.predicted[horizon.place] if row.predicted else None,
            round(100 * max(0.0, _worth(row, horizon)) / longest, 2) if longest > 0 else 0.0,
        )
        for name, row in rows
    ]
    outlook = answer.outlooks[horizon.place] if answer.outlooks else None
    total = None
    if answer.historic_mean is not None:
        total = Line(_("All"), answer.customers, answer.historic_mean, outlook.mean if outlook else None, 0.0)
    return Table(caption, head, *_columns(answer, horizon), lines, total)


def _columns(answer: LtvAnswer, horizon: Horizon) -> tuple[str, str]:
    if not answer.outlooks:
        return "", _("So far")
    facts = {"months": horizon.words}
    if answer.margin is None:
        return _("Expected in %(months)s") % facts, _("So far")
    return _("Expected profit in %(months)s") % facts, _("Revenue so far")


def _worth(row: ValueRow, horizon: Horizon) -> float:
    return row.predicted[horizon.place] if row.predicted else row.historic or 0.0


def _between(low: float, high: float | None) -> str:
    if high is None:
        return _("%(low)s and more") % {"low": _money(low)}
    if not low:
        return _("less than %(high)s") % {"high": _money(high)}
    return _("%(low)s–%(high)s") % {"low": _money(low).removesuffix(f"{numbers.NBSP}₽"), "high": _money(high)}


def _money(roubles: float | None) -> str:
    # A small margin makes bounds of less than a rouble: rounded, they would be the same.
    return numbers.value(roubles, "RUB")


def _quarter(day: date) -> str:
    return _("Q%(quarter)s %(year)s") % {"quarter": (day.month + 2) // 3, "year": day.year}
