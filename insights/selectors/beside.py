"""Others' shares put beside a partner's own groups of customers."""

from dataclasses import replace
from datetime import date

from insights.answers_customers import GroupRow, MonthRate, NamedGroup, Season
from insights.answers_peers import PeerShares
from insights.breakdowns.catalogue import breakdown_of
from insights.disclosure import switched_off
from insights.engine.visits import Slice
from insights.models import PeerFigure
from insights.peers import solvency
from insights.peers.references import BREAKDOWNS, RETENTION
from insights.selectors.gate import in_schema
from insights.selectors.peers import peer_references
from lake.peers.calendar import SHORT, TRAILING
from tenants.models import Partner


def rows_beside(
    partner: Partner, key: str, part: Slice, window: tuple[date, date], rows: tuple[GroupRow, ...]
) -> tuple[tuple[GroupRow, ...], PeerShares]:
    """Return the rows with others' shares, and what those are.

    Beside one outlet stand whole businesses, all their outlets together; beside one channel their payments through it.
    """
    days = (window[1] - window[0]).days + 1
    # How many are new grows with the period: beside a much shorter or longer one others' share would mislead.
    alike = SHORT <= days * 2 <= TRAILING * 4 or not breakdown_of(key).of_period
    if key not in BREAKDOWNS or not alike:
        return rows, PeerShares()
    told = peer_references(partner, key, days=days, channel=part.channel)
    beside = (row if row.hidden else replace(row, reference=told.shares.get(row.group)) for row in rows)
    return tuple(beside), told


def named_beside(named: tuple[NamedGroup, ...], told: PeerShares) -> tuple[NamedGroup, ...]:
    """Return the named groups of RFM with others' shares of customers."""
    return tuple(replace(one, figures=replace(one.figures, reference=told.shares.get((one.key,)))) for one in named)


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


def seasons_beside(seasons: tuple[Season, ...], told: PeerShares) -> tuple[Season, ...]:
    """Return the months of the year with similar businesses' index; weeks stay alone."""
    return tuple(
        one if isinstance(one.label, date) else replace(one, reference=told.shares.get((str(one.label),)))
        for one in seasons
    )


def rates_beside(partner: Partner, rates: tuple[MonthRate, ...]) -> tuple[tuple[MonthRate, ...], PeerShares]:
    """Return the rates of months with what similar businesses keep, and what that is."""
    told = peer_references(partner, RETENTION)
    return tuple(replace(rate, reference=told.shares.get((rate.month.isoformat(),))) for rate in rates), told
