"""Others' shares put beside a partner's own groups of customers."""

from dataclasses import replace
from datetime import date

from insights.answers_customers import GroupRow, MonthRate
from insights.engine.visits import Slice
from insights.peers.references import BREAKDOWNS, RETENTION
from insights.selectors.peers import peer_references
from tenants.models import Partner


def rows_beside(
    partner: Partner, key: str, part: Slice, window: tuple[date, date], rows: tuple[GroupRow, ...]
) -> tuple[tuple[GroupRow, ...], int | None]:
    """Return the rows with others' shares, and how many businesses stand behind those; of the whole partner only."""
    if key not in BREAKDOWNS or part != Slice():
        return rows, None
    told = peer_references(partner, key, days=(window[1] - window[0]).days + 1)
    beside = (row if row.hidden else replace(row, reference=told.shares.get(row.group)) for row in rows)
    return tuple(beside), told.businesses or None


def rates_beside(partner: Partner, rates: tuple[MonthRate, ...]) -> tuple[MonthRate, ...]:
    """Return the rates of months with what similar businesses keep."""
    told = peer_references(partner, RETENTION)
    return tuple(replace(rate, reference=told.shares.get((rate.month.isoformat(),))) for rate in rates)
