"""One breakdown of the partner's customers over a range: from store, or measured exactly where it is not stored."""

from datetime import date, timedelta
from typing import Final

from billing.entitlements import Locked
from insights.answers_customers import BreakdownAnswer, BreakdownInfo
from insights.breakdowns.base import Breakdown
from insights.breakdowns.catalogue import breakdown_of
from insights.breakdowns.catalogue import catalogue as all_breakdowns
from insights.customers.figures import Body
from insights.customers.live import breakdown_measured
from insights.customers.store import figure_read
from insights.engine.visits import Channel, Slice
from insights.models import MetricRun
from insights.periods import choice, range_checked
from insights.selectors.beside import named_beside, rows_beside, rows_indexed
from insights.selectors.coverage import coverage_by_run
from insights.selectors.gate import clipped_at, customers_lock, feature_lock, history_start, in_schema
from insights.selectors.group_rows import group_rows, named_groups, trailing_rows
from insights.selectors.kind import own_kind
from insights.selectors.standing import proven_require, provenance_of, run_required
from insights.storage.read import Window
from tenants.models import Partner

YOUNG_DAYS: Final = 91
"""At the start of the lake everyone is new; so many days carry a notice."""
RFM: Final = "rfm"
NOBODY: Final[Body] = {"rows": [], "total": [0, 0, 0, 0]}


def breakdown_catalogue(partner: Partner) -> tuple[BreakdownInfo, ...]:
    """Return every breakdown in order; those the plan lacks are locked."""
    return tuple(_info(partner, one) for one in all_breakdowns().values())


def breakdown(
    partner: Partner,
    key: str,
    *,
    start: date | None = None,
    end: date | None = None,
    outlet: str | None = None,
    channel: str | None = None,
) -> BreakdownAnswer | Locked:
    """Answer one breakdown.

    Parameters
    ----------
    partner : Partner
        Whose customers.
    key : str
        Of a breakdown.
    start, end : date, optional
        The range; the 28 days up to `end`, `end` the as-of day, unless given.
    outlet : str, optional
        The bank's number of one outlet; all of them unless given. Who is new, regular or in which group of the year
        is always said of the whole business; the figures are of the outlet.
    channel : str, optional
        `pos` or `online`, likewise.

    Raises
    ------
    UnknownBreakdown, UnknownOutlet
        For names that don't exist.
    BadParameter
        For a range or channel that is none; it names the parameter.
    NotComputedYet
        Before the partner's first run is done; `NotProvenYet` before its right to the INN is proven.
    """
    proven_require(partner)
    with in_schema(partner):
        run = run_required()
        wanted = breakdown_of(key)
        through = choice("channel", channel, Channel) if channel else ""
        asked = range_checked(start, end or run.as_of)
        info = _info(partner, wanted)
        lock = info.locked or (customers_lock(partner, outlet) if outlet else None)
        if lock:
            return lock
        return _answer(partner, run, wanted, info, Slice(outlet or "", through), asked)


def _answer(  # noqa: PLR0917  called above alone
    partner: Partner, run: MetricRun, wanted: Breakdown, info: BreakdownInfo, part: Slice, asked: tuple[date, date]
) -> BreakdownAnswer:
    clipped = clipped_at(history_start(partner, run.as_of), asked[0])
    start = clipped or asked[0]
    first, last = max(start, run.first_day), min(asked[1], run.as_of)
    body = _body(partner, run, wanted, part, (first, last)) if first <= last else NOBODY
    rows, total = group_rows(wanted, body)
    rows, beside = rows_beside(partner, wanted.key, part, (start, last), rows)
    rows, index_days = rows_indexed(partner, wanted.key, part, rows)
    seen = coverage_by_run(partner, run) if part == Slice() else None
    return BreakdownAnswer(
        info=info,
        as_of=run.as_of,
        start=start,
        end=last,
        outlet=part.outlet,
        channel=part.channel,
        rows=rows,
        total=total,
        clipped_from=clipped,
        provenance=provenance_of(run, wanted.description),
        regular_days=body.get("regular_days"),
        young_lake=wanted.looks_back and first < run.first_day + timedelta(days=YOUNG_DAYS),
        peers=beside.businesses or None,
        peers_days=beside.days,
        trailing=trailing_rows(wanted, body),
        named=named_beside(named_groups(wanted, body), beside) if wanted.key == RFM else (),
        scaled=seen.scaled(total.revenue) if seen else None,
        coverage=seen,
        index_days=index_days,
    )


def _body(partner: Partner, run: MetricRun, wanted: Breakdown, part: Slice, window: Window) -> Body:
    """Return the figures, from store or measured."""
    stored = figure_read(wanted.key, part, window, wanted.version)
    if stored and wanted.by_trade and stored["regular_days"] != own_kind(partner).regular_days:
        stored = None  # the partner has said since that it is of another trade
    return stored or breakdown_measured(partner, run, wanted, part, window)


def _info(partner: Partner, one: Breakdown) -> BreakdownInfo:
    return BreakdownInfo(
        key=one.key,
        title=one.title,
        description=one.description,
        columns=one.columns,
        feature=one.feature.key,
        personal=one.personal,
        locked=feature_lock(partner, one.feature),
    )
