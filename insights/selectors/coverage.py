"""How much of all sales the bank sees, by the totals of the till that the partner entered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, Value

from insights.coverage import Coverage, coverage
from insights.engine.visits import Slice
from insights.engine.windows import Grain, period_next
from insights.metrics import metric_of
from insights.models import MetricRun, Setting, Turnover
from insights.periods import Compare
from insights.selectors.answering import Question, answers
from insights.selectors.gate import history_start, in_schema
from insights.selectors.standing import newest_done
from tenants.models import Partner

REVENUE = "revenue"


@dataclass(frozen=True, slots=True)
class MonthTurnover:
    """One month: what the till took in all, what the bank saw of it; None while its figures are not there."""

    month: date
    turnover: int
    card: float | None

    @property
    def share(self) -> float | None:
        """The share that the bank saw."""
        return None if self.card is None else self.card / self.turnover


def coverage_of(partner: Partner) -> Coverage | None:
    """Return the share of all sales that the bank sees: from entered months, else the owner's own estimate."""
    with in_schema(partner):
        run = newest_done()
        return coverage_by_run(partner, run) if run else None


def turnovers(partner: Partner) -> tuple[MonthTurnover, ...]:
    """Return the entered months, the newest first; what the bank saw only as far as the plan shows."""
    with in_schema(partner):
        run = newest_done()
        rows = list(Turnover.objects.order_by("-month"))
        shown = (history_start(partner, run.as_of) if run else None) or date.min
        card = card_revenue(partner, run, [row.month for row in rows if row.month >= shown]) if run else {}
    return tuple(MonthTurnover(row.month, row.roubles, card.get(row.month)) for row in rows)


def months_open(partner: Partner) -> tuple[date, ...]:
    """Return the months that may be entered, the newest first: whole ones of the lake, as far as the plan shows."""
    with in_schema(partner):
        run = newest_done()
    if run is None:
        return ()
    shown = history_start(partner, run.as_of)
    return tuple(reversed(whole_months(max(run.first_day, shown or run.first_day), run.as_of)))


def coverage_by_run(partner: Partner, run: MetricRun) -> Coverage | None:
    """Return the share as `coverage_of`, of a run that was read already, in the partner's schema."""
    entered, own = turnover_entered()
    card = card_revenue(partner, run, entered)
    found = coverage([card[month] for month in card], [entered[month] for month in card])
    if found:
        return found
    return Coverage(own / 100) if own else None


def turnover_entered() -> tuple[dict[date, int], int | None]:
    """Return the open partner's month → turnover, and its own estimate in percent: one query, as every page asks."""
    no_month = Value(None, output_field=DateField())
    own = Setting.objects.annotate(none=no_month).values_list("none", "coverage").order_by()
    rows = list(Turnover.objects.values_list("month", "roubles").order_by().union(own, all=True))
    estimate = next((value for month, value in rows if month is None), None)
    return {month: value for month, value in rows if month is not None}, estimate


def card_revenue(partner: Partner, run: MetricRun, months: Collection[date]) -> dict[date, float]:
    """Return month → net revenue that the bank saw, of those months that are whole; in the partner's schema.

    The plan's history does not matter: it clips what is shown, not what a definition needs.
    """
    if not months:
        return {}
    question = Question(
        grain=Grain.MONTH,
        part=Slice(),
        start=min(months),
        end=period_next(max(months), Grain.MONTH) - timedelta(days=1),
        compare=Compare.NONE,
        first_day=run.first_day,
        as_of=run.as_of,
        run=run.pk,
        shown_from=None,
        clipped_from=None,
    )
    points = answers(partner, [metric_of(REVENUE)], question)[REVENUE].points
    wanted = set(months)
    return {
        point.period: point.value
        for point in points
        if point.period in wanted and not point.partial and point.value is not None
    }


def whole_months(first: date, last: date) -> list[date]:
    """Return the first days of the months that lie wholly inside [first, last]."""
    month = first if first.day == 1 else period_next(first.replace(day=1), Grain.MONTH)
    found = []
    while (after := period_next(month, Grain.MONTH)) - timedelta(days=1) <= last:
        found.append(month)
        month = after
    return found
