"""Breakdowns and cohorts that are not in store: exact, by one bounded read of the partner's own visits."""

from insights import cohorts
from insights.breakdowns.base import Breakdown
from insights.breakdowns.catalogue import fingerprint
from insights.breakdowns.spending import Ledger
from insights.customers.figures import Body, cohorts_figure, figures
from insights.engine.visits import Slice, Visits
from insights.engine.windows import date_of, day_number
from insights.kept import kept
from insights.lake_access import partner_lake
from insights.models import MetricRun
from insights.selectors.kind import own_kind
from insights.storage.read import Window
from tenants.models import Partner


def breakdown_measured(partner: Partner, run: MetricRun, breakdown: Breakdown, part: Slice, window: Window) -> Body:
    """Return one breakdown of one part over a window inside the days of the lake; kept with the run."""
    regular_days = own_kind(partner).regular_days
    return kept(
        "groups", run.pk, fingerprint([breakdown.key]), part.outlet, part.channel, *window, regular_days,
        measure=lambda: _groups(partner, run, breakdown, part, window, regular_days=regular_days),
    )  # fmt: skip


def cohorts_measured(partner: Partner, run: MetricRun) -> Body:
    """Return the cohorts up to a run's as-of day; kept with the run."""
    return kept("cohorts", run.pk, cohorts.VERSION, measure=lambda: _cohorts(partner, run))


def _groups(
    partner: Partner, run: MetricRun, breakdown: Breakdown, part: Slice, window: Window, *, regular_days: int
) -> Body:
    first = breakdown.needs.first(*map(day_number, window))
    with partner_lake(partner, as_of=run.as_of) as lake:
        visits = Visits.of(lake.visits(date_of(max(first, day_number(lake.first_day))), window[1]))
        known = lake.customers()
    ledgers = [Ledger.of_part(visits, part)]
    (figure,) = figures(visits, known, [breakdown], ledgers, [window], regular_days=regular_days)
    return figure.body


def _cohorts(partner: Partner, run: MetricRun) -> Body:
    with partner_lake(partner, as_of=run.as_of) as lake:
        found = cohorts.cohorts(Visits.of(lake.visits()), lake.first_day, lake.as_of)
    return cohorts_figure(found, run.first_day, run.as_of, cohorts.VERSION).body
