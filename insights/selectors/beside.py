"""Others' shares put beside a partner's own groups of customers."""

from dataclasses import replace
from datetime import date

from insights.answers_customers import GroupRow, MonthRate
from insights.breakdowns.catalogue import breakdown_of
from insights.engine.visits import Slice
from insights.peers.references import BREAKDOWNS, RETENTION
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


def rates_beside(partner: Partner, rates: tuple[MonthRate, ...]) -> tuple[MonthRate, ...]:
    """Return the rates of months with what similar businesses keep."""
    told = peer_references(partner, RETENTION)
    return tuple(replace(rate, reference=told.shares.get((rate.month.isoformat(),))) for rate in rates)
