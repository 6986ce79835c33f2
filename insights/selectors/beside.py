"""Others' shares put beside a partner's own groups of customers."""

from dataclasses import replace
from datetime import date

from insights.answers_customers import GroupRow, MonthRate
from insights.breakdowns.catalogue import breakdown_of
from insights.disclosure import switched_off
from insights.engine.visits import Slice
from insights.models import PeerFigure
from insights.peers import solvency
from insights.peers.references import BREAKDOWNS, RETENTION, WEEKDAY
from insights.selectors.gate import in_schema
from insights.selectors.peers import peer_references
from lake.peers.calendar import SHORT, TRAILING
from tenants.models import Partner


def rows_beside(
    partner: Partner, key: str, part: Slice, window: tuple[date, date], rows: tuple[GroupRow, ...]
) -> tuple[tuple[GroupRow, ...], int | None]:
    """Return the rows with others' shares, and how many businesses stand behind those; of the whole partner only."""
    days = (window[1] - window[0]).days + 1
    # How many are new grows with the period: beside a much shorter or longer one others' share would mislead.
    alike = SHORT <= days * 2 <= TRAILING * 4 or not breakdown_of(key).of_period
    if key not in BREAKDOWNS or part != Slice() or not alike:
        return rows, None
    told = peer_references(partner, key, days=days)
    beside = (row if row.hidden else replace(row, reference=told.shares.get(row.group)) for row in rows)
    return tuple(beside), told.businesses or None


def rows_indexed(
    partner: Partner, key: str, part: Slice, rows: tuple[GroupRow, ...]
) -> tuple[tuple[GroupRow, ...], tuple[date, date] | None]:
    """Return the rows of solvency with their index, the best-off first, and the days it rests on.

    The index is of the whole partner's customers of fixed days, so that no choice of outlet or period tells more.
    """
    if key != solvency.KEY or part != Slice() or switched_off(key):
        return rows, None
    with in_schema(partner):
        row = PeerFigure.objects.filter(key=solvency.KEY, lens=solvency.LENS).first()
    if row is None or row.start is None or row.end is None:
        return rows, None
    index = {tuple(name): int(value) for name, value in row.body["index"]}
    told = [one if one.hidden else replace(one, index=index.get(one.group)) for one in rows]
    told.sort(key=lambda one: (one.index is None, -(one.index or 0)))
    return tuple(told), (row.start, row.end)


def weekdays_beside(partner: Partner, part: Slice) -> tuple[int, ...]:
    """Return others' share of purchases on each weekday from Monday; none unless all may be told, of the whole only."""
    if part != Slice():
        return ()
    told = peer_references(partner, WEEKDAY).shares
    days = tuple((str(day),) for day in range(7))
    return tuple(told[day] for day in days) if all(day in told for day in days) else ()


def rates_beside(partner: Partner, rates: tuple[MonthRate, ...]) -> tuple[MonthRate, ...]:
    """Return the rates of months with what similar businesses keep."""
    told = peer_references(partner, RETENTION)
    return tuple(replace(rate, reference=told.shares.get((rate.month.isoformat(),))) for rate in rates)
