"""Breakdowns and cohorts that are not in store: exact, by one bounded read of the partner's own visits."""

from insights import cohorts
from insights.breakdowns.base import Breakdown
from insights.breakdowns.catalogue import fingerprint
from insights.breakdowns.spending import Ledger
from insights.customers.figures import Body, cohorts_figure, figures
from insights.customers.trade import YEAR, regular_days
from insights.engine.visits import Slice, Visits
from insights.engine.windows import date_of, day_number
from insights.kept import kept
from insights.lake_access import partner_lake
from insights.models import MetricRun
from insights.storage.read import Window
from tenants.models import Partner


def breakdown_measured(partner: Partner, run: MetricRun, breakdown: Breakdown, part: Slice, window: Window) -> Body:
    """Return one breakdown of one part over a window inside the days of the lake; kept with the run."""
    return kept(
        "groups", run.pk, fingerprint([breakdown.key]), part.outlet, part.channel, *window,
        measure=lambda: _groups(partner, run, breakdown, part, window),
    )  # fmt: skip


def cohorts_measured(partner: Partner, run: MetricRun) -> Body:
    """Return the cohorts up to a run's as-of day; kept with the run."""
    return kept("cohorts", run.pk, cohorts.VERSION, measure=lambda: _cohorts(partner, run))


def _groups(partner: Partner, run: MetricRun, breakdown: Breakdown, part: Slice, window: Window) -> Body:
    as_of = day_number(run.as_of)
    first, last = breakdown.needs.first(*map(day_number, window)), window[1]
    if breakdown.by_trade:
        # The trade is the one that earned most by the as-of day, whichever days are asked for.
        first, last = min(first, as_of - YEAR + 1), run.as_of
    with partner_lake(partner, as_of=run.as_of) as lake:
        visits = Visits.of(lake.visits(date_of(max(first, day_number(lake.first_day))), last))
        known, listed = lake.customers(), lake.outlets()
    (figure,) = figures(
        visits,
        known,
        [breakdown],
        [Ledger.of_part(visits, part)],
        [window],
        regular_days=regular_days(listed, visits, as_of) if breakdown.by_trade else 0,
    )
    return figure.body


def _cohorts(partner: Partner, run: MetricRun) -> Body:
    with partner_lake(partner, as_of=run.as_of) as lake:
        found = cohorts.cohorts(Visits.of(lake.visits()), lake.first_day, lake.as_of)
    return cohorts_figure(found, run.first_day, run.as_of, cohorts.VERSION).body
