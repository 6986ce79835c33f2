"""When customers buy: the hours of the week over a period, and the seasons of all that the plan shows."""

from datetime import date

from billing.entitlements import Locked
from billing.features import SEASONALITY
from insights.answers_customers import BreakdownInfo, HourCell, Season, SeasonalityAnswer
from insights.customers.figures import Body
from insights.customers.store import figure_read
from insights.engine.visits import Channel, Slice
from insights.engine.windows import Grain
from insights.kept import kept
from insights.lake_access import partner_lake
from insights.models import MetricRun
from insights.peers.references import HOUR, MONTH, WEEKDAY
from insights.periods import Compare, choice, range_checked
from insights.rhythm.comers import CELLS, HOURS, Comers
from insights.rhythm.seasonality import DESCRIPTION, KEY, TITLE, VERSION
from insights.rhythm.seasons import MONTHS, YEARS, Earned, months_index, weeks_index
from insights.rhythm.week import Clocked, Week
from insights.selectors.beside import seasons_beside
from insights.selectors.coverage import coverage_by_run
from insights.selectors.gate import clipped_at, customers_lock, feature_lock, history_start, in_schema
from insights.selectors.metrics import metrics_of_run
from insights.selectors.peers import peer_references
from insights.selectors.standing import proven_require, provenance_of, run_required
from insights.storage.read import Window
from tenants.models import Partner

REVENUE = "revenue"


def seasonality_info(partner: Partner) -> BreakdownInfo:
    """Return what seasonality is, for one partner."""
    return BreakdownInfo(
        key=KEY,
        title=TITLE,
        description=DESCRIPTION,
        columns=("weekday", "hour"),
        feature=SEASONALITY.key,
        personal=False,
        locked=feature_lock(partner, SEASONALITY),
    )


def seasonality(
    partner: Partner,
    *,
    start: date | None = None,
    end: date | None = None,
    outlet: str | None = None,
    channel: str | None = None,
) -> SeasonalityAnswer | Locked:
    """Answer seasonality; the seasons don't depend on the range but on all that the plan shows.

    Parameters
    ----------
    partner : Partner
        Whose customers.
    start, end : date, optional
        The range of the hours; the 28 days up to `end`, `end` the as-of day, unless given.
    outlet : str, optional
        The bank's number of one outlet; all of them unless given.
    channel : str, optional
        `pos` or `online`; both unless given.

    Raises
    ------
    UnknownOutlet
        For an outlet that does not exist.
    BadParameter
        For a range or channel that is none; it names the parameter.
    NotComputedYet
        Before the partner's first run is done; `NotProvenYet` before its right to the INN is proven.
    """
    proven_require(partner)
    with in_schema(partner):
        run = run_required()
        info = seasonality_info(partner)
        part = Slice(outlet or "", choice("channel", channel, Channel) if channel else "")
        asked = range_checked(start, end or run.as_of)
        lock = info.locked or (customers_lock(partner, outlet) if outlet else None)
        if lock:
            return lock
        shown_from = history_start(partner, run.as_of)
        clipped = clipped_at(shown_from, asked[0])
        window = max(clipped or asked[0], run.first_day), min(asked[1], run.as_of)
        seasons = _seasons(partner, run, part, max(run.first_day, shown_from or run.first_day))
        week = _week(partner, run, part, window) if window[0] <= window[1] else None
        hours = _cells(week) if week else ()
        beside = {key: peer_references(partner, key, channel=part.channel) for key in (WEEKDAY, HOUR, MONTH)}
        seen = coverage_by_run(partner, run) if part == Slice() else None
        return SeasonalityAnswer(
            info=info,
            as_of=run.as_of,
            start=clipped or asked[0],
            end=window[1],
            outlet=part.outlet,
            channel=part.channel,
            hours=hours,
            seasons=seasons_beside(seasons, beside[MONTH]),
            by_week=bool(seasons) and isinstance(seasons[0].label, date),
            clipped_from=clipped,
            customers=week.everybody if week else 0,
            by_weekday=beside[WEEKDAY],
            by_hour=beside[HOUR],
            by_month=beside[MONTH],
            scaled=seen.scaled(sum(cell.revenue for cell in hours)) if seen else None,
            provenance=provenance_of(run, DESCRIPTION),
        )


def _week(partner: Partner, run: MetricRun, part: Slice, window: Window) -> Week:
    """Return the hours, from store, or measured exactly by one bounded read."""
    body = figure_read(KEY, part, window, VERSION)
    if body is None:

        def measure() -> Body:
            with partner_lake(partner, as_of=run.as_of) as lake:
                asked = (*window, [part.outlet] if part.outlet else None, part.channel or None)
                clocked, comers = Clocked.of(lake.hours(*asked)), Comers.of(lake.clocked(*asked))
            return clocked.week(Slice(), *window, comers.count(Slice(), *window)).body()

        body = kept("hours", run.pk, VERSION, part.outlet, part.channel, *window, measure=measure)
    return Week.of_body(body)


def _cells(week: Week) -> tuple[HourCell, ...]:
    total = int(week.purchases.sum())
    found = []
    for cell in range(CELLS):
        bought, customers = int(week.purchases[cell]), int(week.customers[cell])
        found.append(
            HourCell(
                weekday=cell // HOURS,
                hour=cell % HOURS,
                transactions=bought,
                revenue=int(week.net[cell]) / 100,
                share=bought / total if total else 0.0,
                customers=customers,
                average_ticket=int(week.gross[cell]) / (bought * 100) if bought else None,
                frequency=bought / customers if customers else None,
            )
        )
    return tuple(found)


def _seasons(partner: Partner, run: MetricRun, part: Slice, first: date) -> tuple[Season, ...]:
    """Return the seasons of [first, as of]: months with two years of whole ones, else weeks."""
    months = _earned(partner, run, part, first, Grain.MONTH)
    if len(months) >= YEARS * MONTHS:
        return tuple(Season(month, index) for month, index in months_index(months).items())
    weeks = _earned(partner, run, part, first, Grain.WEEK)
    return tuple(Season(monday, index) for monday, index in weeks_index(weeks).items())


def _earned(partner: Partner, run: MetricRun, part: Slice, first: date, grain: Grain) -> list[Earned]:
    found = metrics_of_run(
        partner, run, [REVENUE], start=first, end=run.as_of, grain=grain, outlet=part.outlet or None,
        channel=part.channel or None, compare=Compare.NONE,
    )[REVENUE]  # fmt: skip
    if isinstance(found, Locked):
        return []
    return [
        Earned(point.period, point.value) for point in found.points if not point.partial and point.value is not None
    ]
