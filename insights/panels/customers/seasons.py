"""The course of a year: an index of the months, or of the weeks while there are less than two years."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from insights.answers_customers import SeasonalityAnswer
from insights.panels.customers.block import Block
from insights.panels.customers.how import how_of_range
from insights.panels.customers.weekdays import Weight, Weights, told_notes
from insights.panels.how import How
from ui import charts, dates, numbers

MEAN: Final = 100


def seasons_block(answer: SeasonalityAnswer, *, outlet: str = "") -> Block | None:
    """Show the index of the months, or, with less than two years of data, of the weeks and that it is weaker."""
    if len(answer.seasons) < 2:
        return None
    how = how_of_range(answer, outlet=outlet, peers=answer.by_month.businesses or None)
    if answer.by_week:
        return _weeks(answer, how)
    told = [season.reference for season in answer.seasons if season.reference is not None]
    longest = max(*(season.index for season in answer.seasons), *told, 1)
    rows = [
        Weight(
            month(int(season.label)),  # type: ignore[arg-type]
            numbers.num(season.index),
            round(100 * max(0.0, season.index) / longest, 2),
            round(100 * max(0, (season.reference or 0) if told else MEAN) / longest, 2),
            "" if season.reference is None else numbers.num(season.reference),
        )
        for season in answer.seasons
    ]
    best = max(answer.seasons, key=lambda season: season.index)
    title = _("%(month)s: the strongest month, %(index)s where 100 is the mean") % {
        "month": month(int(best.label)),  # type: ignore[arg-type]
        "index": numbers.num(best.index),
    }
    facts = Weights(_("Revenue by month of the year"), _("Month"), _("Index"), rows, bool(told))
    return Block(
        "seasons",
        title,
        _("Revenue a day in each month of the year; 100 is the mean of all months. The mark is similar businesses.")
        if told
        else _("Revenue a day in each month of the year; the mark is the mean of all months, 100."),
        width="w6",
        template="insights/customers/weights.html",
        facts=facts,
        notes=told_notes(answer, answer.by_month),
        how=how,
    )


def _weeks(answer: SeasonalityAnswer, how: How) -> Block:
    weeks = [(season.label, season.index) for season in answer.seasons if isinstance(season.label, date)]
    best, index = max(weeks, key=lambda pair: pair[1])
    title = _("The strongest week: %(week)s, %(index)s where 100 is the mean") % {
        "week": dates.period(best, best + timedelta(days=6)),
        "index": numbers.num(index),
    }
    measure = _("Index of the week")
    points = tuple(
        charts.Point(dates.day_short(on), dates.period(on, on + timedelta(days=6)), value, MEAN, _("Mean"))
        for on, value in weeks
    )
    trend = charts.Trend(title, measure, "count", points, previous_name=_("Mean"), columns=False)
    key = f"seasons|{answer.provenance.data_version}|{answer.as_of}|{answer.outlet}|{answer.channel}|{points}"
    drawn = charts.cached_chart(key, lambda: charts.trend_chart(trend, name="seasons"))
    note = _("There are less than two years of data, so this is one year's course, not yet a season that repeats.")
    return Block(
        "seasons", title, _("Revenue by week; 100 is the mean of all weeks."), template="insights/customers/chart.html",
        facts=drawn, notes=(note,), how=how,
    )  # fmt: skip


def month(number: int) -> str:
    """Name a month of the year as a sentence begins."""
    return dates.capital(dates.month_name(date(2024, number, 1)))
