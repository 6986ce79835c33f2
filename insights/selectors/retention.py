"""Retention of the whole partner: cohorts by month, and how many of last month's customers came again."""

from datetime import date

from billing.entitlements import Locked
from billing.features import RETENTION
from insights import cohorts
from insights.answers_customers import BreakdownInfo, Cohort, MonthRate, RetentionAnswer
from insights.customers.figures import Body
from insights.customers.live import cohorts_measured
from insights.customers.store import figure_read
from insights.engine.visits import Slice
from insights.selectors.beside import rates_beside
from insights.selectors.gate import clipped_at, feature_lock, history_start, in_schema
from insights.selectors.standing import proven_require, provenance_of, run_required
from tenants.models import Partner


def retention_info(partner: Partner) -> BreakdownInfo:
    """Return what retention is, for one partner."""
    return BreakdownInfo(
        key=cohorts.KEY,
        title=cohorts.TITLE,
        description=cohorts.DESCRIPTION,
        columns=("month",),
        feature=RETENTION.key,
        personal=False,
        locked=feature_lock(partner, RETENTION),
    )


def retention(partner: Partner) -> RetentionAnswer | Locked:
    """Answer retention: months before the plan's history are left out, what was bought in them still counts.

    Raises
    ------
    NotComputedYet
        Before the partner's first run is done; `NotProvenYet` before its right to the INN is proven.
    """
    proven_require(partner)
    with in_schema(partner):
        run = run_required()
        info = retention_info(partner)
        if info.locked:
            return info.locked
        body = figure_read(cohorts.KEY, Slice(), (run.first_day, run.as_of), cohorts.VERSION)
        body = body or cohorts_measured(partner, run)
    clipped = clipped_at(history_start(partner, run.as_of), run.first_day)
    first = _first_shown(body, clipped)
    rates, beside = rates_beside(partner, _rates(body, first))
    return RetentionAnswer(
        info=info,
        as_of=run.as_of,
        first_day=run.first_day,
        cohorts=_cohorts(body, first),
        rates=rates,
        finished=body["finished"],
        clipped_from=clipped,
        provenance=provenance_of(run, cohorts.DESCRIPTION),
        peers=beside.businesses or None,
        peers_days=beside.days,
    )


def _months(body: Body) -> list[date]:
    return [date.fromisoformat(f"{month}-01") for month in body["months"]]


def _first_shown(body: Body, shown_from: date | None) -> int:
    """Return the place of the first month to show: wholly in the plan's history, and somebody had bought by then."""
    begun = next((place for place, came in enumerate(body["came"]) if came), len(body["came"]))
    inside = (place for place, month in enumerate(_months(body)) if not shown_from or month >= shown_from)
    return max(begun, next(inside, len(body["came"])))


def _cohorts(body: Body, first: int) -> tuple[Cohort, ...]:
    rows = list(zip(_months(body), body["bought"], strict=True))[first:]
    return tuple(
        Cohort(month, size, tuple(count / size if size else None for count in later)) for month, (size, *later) in rows
    )


def _rates(body: Body, first: int) -> tuple[MonthRate, ...]:
    months = _months(body)
    last = len(months) - 1
    found = []
    for place in range(first, len(months)):
        before = body["came"][place - 1] if place else 0
        rate = body["stayed"][place] / before if before else None
        found.append(MonthRate(months[place], rate, partial=place == last and not body["finished"]))
    return tuple(found)
