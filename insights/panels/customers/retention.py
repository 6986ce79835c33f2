"""Who stays: a row for the customers of each first month, and month by month how many came again."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.answers import Freshness
from insights.answers_customers import Cohort, RetentionAnswer
from insights.panels.customers.beside import untold_note
from insights.panels.customers.block import Block
from insights.panels.customers.groups import whole
from insights.panels.customers.heat import Cell, Heat, Row, levels_between
from insights.panels.customers.how import how_of_retention
from insights.panels.customers.states import second_month
from insights.panels.empty import Empty
from insights.panels.notices import YOUNG_DAYS
from ui import charts, dates, numbers

SMALL = 20
"""One customer of so few moves the share by five points."""


def cohort_block(answer: RetentionAnswer, fresh: Freshness) -> Block:
    """Show the cohorts, or when the first of them can be followed."""
    title = _("Who comes again, by month of the first purchase")
    how = how_of_retention(answer)
    if not any(known_rates(one, finished=answer.finished) for one in answer.cohorts if one.size):
        return Block("cohorts", title, empty=too_young(title, fresh), how=how)
    notes = [_("The month that still runs is left blank, as are the months to come.")]
    if any(one.size and one.month < settled(answer) for one in answer.cohorts):
        notes.append(_("In the first 91 days of the data everyone counts as new: these rows hold older customers too."))
    if any(0 < one.size < SMALL for one in answer.cohorts):
        notes.append(_("Where few customers began, one more or less moves the share a lot."))
    return Block(
        "cohorts",
        cohort_title(answer),
        _("Each row follows the customers whose first purchase fell in that month."),
        template="insights/customers/heat.html",
        facts=cohort_table(answer, title),
        notes=notes,
        how=how,
    )


def cohort_title(answer: RetentionAnswer) -> str:
    """Say how many new customers come again a month later; at the start of the data old ones count as new."""
    later = [one for one in answer.cohorts if one.month >= settled(answer)]
    known = [(one.size, rates[0]) for one in later if (rates := known_rates(one, finished=answer.finished))]
    customers = sum(size for size, _rate in known)
    if not customers:
        return _("Who comes again, by month of the first purchase")
    share = sum(size * rate for size, rate in known) / customers
    return _("A month after the first purchase, %(share)s of new customers buy again") % {"share": whole(share)}


def settled(answer: RetentionAnswer) -> date:
    """Return the day from which on a first purchase in the data is a first purchase."""
    return answer.first_day + timedelta(days=YOUNG_DAYS)


def known_rates(cohort: Cohort, *, finished: bool) -> list[float]:
    """Return the shares of the months that are over."""
    rates = cohort.rates if finished else cohort.rates[:-1]
    return [rate for rate in rates if rate is not None]


def cohort_table(answer: RetentionAnswer, caption: str) -> Heat:
    """Lay out the cohorts, the oldest first; months that are not over stay blank."""
    cohorts = [one for one in answer.cohorts if one.size]
    known = [known_rates(one, finished=answer.finished) for one in cohorts]
    levels = iter(levels_between([rate for rates in known for rate in rates]))
    most = max((len(rates) for rates in known), default=0)
    rows = [
        Row(
            dates.month_short(one.month),
            [
                *(Cell(numbers.pct(rate, 0), next(levels)) for rate in rates),
                *(Cell() for _blank in range(most - len(rates))),
            ],
            first=(numbers.num(one.size),),
        )
        for one, rates in zip(cohorts, known, strict=True)
    ]
    return Heat(
        caption=caption,
        corner=_("First purchase"),
        first=(_("Customers"),),
        columns=[numbers.num(k) for k in range(1, most + 1)],
        above=_("Months since the first purchase"),
        rows=rows,
        few=_("fewer came again"),
        many=_("more came again"),
    )


def rate_block(answer: RetentionAnswer, fresh: Freshness) -> Block:
    """Show month by month how many of the month before bought again."""
    measure = _("Bought again, of the customers of the month before")
    how = how_of_retention(answer)
    shown = answer.rates[1:] if answer.rates and answer.rates[0].rate is None else answer.rates
    if not any(one.rate is not None and not one.partial for one in shown):
        return Block("rates", measure, empty=too_young(measure, fresh), how=how)
    title = rate_title(answer)
    points = tuple(
        charts.Point(
            label=dates.month_short(one.month),
            title=dates.month(one.month),
            value=one.rate,
            previous=one.reference / 100 if one.reference is not None else None,
            previous_title=_("Similar businesses") if one.reference is not None else "",
            partial=one.partial,
        )
        for one in shown
    )
    trend = charts.Trend(title, measure, "share", points, previous_name=_("Similar businesses"), columns=False)
    key = f"retention|{answer.provenance.data_version}|{answer.as_of}|{answer.clipped_from}|{points}"
    drawn = charts.cached_chart(key, lambda: charts.trend_chart(trend, name="retention-rate"))
    compared = any(one.reference is not None for one in shown)
    return Block(
        "rates",
        title,
        _("Of the customers of the month before, the share that bought in this one."),
        template="insights/customers/chart.html",
        facts=drawn,
        notes=retention_notes(answer, compared=compared),
        how=how,
    )


def retention_notes(answer: RetentionAnswer, *, compared: bool) -> list[str]:
    """Say which months of how many similar businesses stand beside the own ones, or why none."""
    if not compared or not answer.peers or not answer.peers_days:
        return [untold_note("")]
    text = ngettext(
        "Beside it: the mean of %(count)s similar business, %(days)s.",
        "Beside it: the mean of %(count)s similar businesses, %(days)s.",
        answer.peers,
    )
    return [text % {"count": numbers.num(answer.peers), "days": dates.period(*answer.peers_days)}]


def rate_title(answer: RetentionAnswer) -> str:
    """Say what the last whole month was like."""
    known = [one for one in answer.rates if one.rate is not None and not one.partial]
    last = known[-1]
    facts = {
        "month": dates.capital(dates.month(last.month)),
        "share": whole(last.rate),
        "reference": numbers.pct((last.reference or 0) / 100, 0),
    }
    if last.reference is None:
        return _("%(month)s: %(share)s of the customers of the month before bought again") % facts
    text = _(
        "%(month)s: %(share)s of the customers of the month before bought again; at similar businesses %(reference)s"
    )
    return text % facts


def too_young(heading: str, fresh: Freshness) -> Empty:
    """Say when the first month can be followed."""
    on: date = second_month(fresh.first_day)
    text = _(
        "To see who comes again, the month after the first purchases must be over. The data begin on %(first)s; the "
        "first row appears after %(day)s."
    ) % {"first": dates.day(fresh.first_day), "day": dates.day(on)}
    return Empty(heading, _("Too early to tell who stays"), text, "clock")
