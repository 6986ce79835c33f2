"""From a partner's visits to every breakdown that is stored: one pass over the visits for each window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias

import pyarrow as pa

from insights.breakdowns.base import ALL, Breakdown, Groups, Row, rows_by_part
from insights.breakdowns.people import People
from insights.breakdowns.spending import Ledger, Spending
from insights.cohorts import KEY, Cohorts
from insights.engine.visits import Slice, Visits
from insights.engine.windows import date_of, day_number

Body: TypeAlias = dict[str, Any]
"""What is stored of one figure: whole numbers, sums in kopecks."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One breakdown or cohort table of one part over the days [start, end]."""

    key: str
    part: Slice
    start: date
    end: date
    body: Body
    version: int


def figures(
    visits: Visits,
    known: pa.Table,
    breakdowns: Sequence[Breakdown],
    ledgers: Sequence[Ledger],
    windows: Sequence[tuple[date, date]],
    *,
    regular_days: int,
) -> Iterator[Figure]:
    """Compute breakdowns.

    Parameters
    ----------
    visits : Visits
        All of the partner's, as far back as the breakdowns need.
    known : pyarrow.Table
        What the bank knows of these customers, a row for each code.
    breakdowns : sequence of Breakdown
        Which.
    ledgers : sequence of Ledger
        For which parts.
    windows : sequence of (date, date)
        Over which days.
    regular_days : int
        Of the partner's trade.
    """
    everyone = People.of(visits, known, 0, 0, regular_days)
    for last, same_end in groupby(sorted(windows, key=lambda window: window[1]), key=lambda window: window[1]):
        end = day_number(last)
        settled = {one.key: one.groups(everyone.at(end, end)) for one in breakdowns if not one.of_period}
        behind = _trailing(breakdowns, settled, ledgers, end)
        for first, _ in same_end:
            start = day_number(first)
            people = everyone.at(start, end)
            groups = {one.key: settled.get(one.key) or one.groups(people) for one in breakdowns}
            for ledger in ledgers:
                yield from _of_window(breakdowns, groups, ledger.spending(start, end), behind, people)


def cohorts_figure(found: Cohorts, first_day: date, as_of: date, version: int) -> Figure:
    """Return the cohorts of the whole partner in the form in which they are stored."""
    count = len(found.months)
    body = {
        "months": [f"{month:%Y-%m}" for month in found.months],
        "bought": [found.bought[cohort, : count - cohort].tolist() for cohort in range(count)],
        "came": found.came.tolist(),
        "stayed": found.stayed.tolist(),
        "finished": found.finished,
    }
    return Figure(KEY, Slice(), first_day, as_of, body, version)


def _trailing(
    breakdowns: Sequence[Breakdown], groups: dict[str, Groups], ledgers: Sequence[Ledger], end: int
) -> dict[str, dict[Slice, Body]]:
    """Return key → part → rows and total over the days up to the end, of the breakdowns that give them."""
    found: dict[str, dict[Slice, Body]] = {}
    for one in breakdowns:
        if one.trailing:
            found[one.key] = {}
            for ledger in ledgers:
                spending = ledger.spending(end - one.trailing + 1, end)
                rows, totals = rows_by_part(groups[one.key], spending), rows_by_part(ALL, spending)
                for part, own, total in zip(spending.parts, rows, totals, strict=True):
                    found[one.key][part] = {"rows": _plain(own), "total": _total(total)}
    return found


def _of_window(
    breakdowns: Sequence[Breakdown],
    groups: dict[str, Groups],
    spending: Spending,
    behind: dict[str, dict[Slice, Body]],
    people: People,
) -> Iterator[Figure]:
    totals = rows_by_part(ALL, spending)
    first, last = date_of(people.start), date_of(people.end)
    for one in breakdowns:
        for part, rows, total in zip(spending.parts, rows_by_part(groups[one.key], spending), totals, strict=True):
            body: Body = {"rows": _plain(rows), "total": _total(total)}
            if one.key in behind:
                body["trailing"] = behind[one.key][part]
            if one.by_trade:
                body["regular_days"] = people.regular_days
            yield Figure(one.key, part, first, last, body, one.version)


def _total(rows: Sequence[Row]) -> list[Any]:
    """Return the sums of everybody; nobody is all zeros."""
    return _plain(rows)[0] if rows else [0, 0, 0, 0]


def _plain(rows: Sequence[Row]) -> list[list[Any]]:
    """Return rows as lists: the group's names, customers, purchases, gross, net."""
    return [[*row.group, row.customers, row.purchases, row.gross, row.net] for row in rows]
