"""What stands beside a partner's own groups of customers: the same groups' shares at similar businesses.

Each business counts the same, whatever its size: the mean of their shares, in whole percents. Who is new or regular
is decided by the definitions of the breakdowns themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Final, TypeAlias

import numpy as np

from insights.breakdowns.catalogue import breakdown_of
from insights.breakdowns.people import People
from insights.engine.visits import Visits
from insights.engine.windows import Ints
from lake.disclosure import Holding, Rules, percent, told_cells
from lake.peers.calendar import TRAILING, Span
from lake.peers.crowd import Background, Crowd
from lake.peers.facts import Facts

Name: TypeAlias = tuple[str, ...]

BREAKDOWNS: Final = ("gender", "age", "demographic_segment", "new_returning", "regular_customers")
"""Breakdowns of which others' shares are told."""
WEEKDAY, RETENTION = "weekday", "retention"
PREFIX: Final = "share:"
"""What the keys of these figures begin with, so that they are no comparison's."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Others' shares of one kind over some days, in whole percents; only groups that may be told."""

    key: str
    span: Span
    shares: dict[Name, int]
    used: frozenset[Holding]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Pairs(People):
    """Customers of all companies at once: each pair of company and customer is one of them.

    Their days with a purchase were counted when the pairs were read, so there are no visits to count.
    """

    bought: Ints

    def days_bought(self, days: int) -> Ints:
        """Return the days with a purchase of the last 91: the only span that a breakdown asks for."""
        if days != TRAILING:
            raise ValueError(f"Pairs know their days of the last {TRAILING}, not of {days}.")
        return self.bought


class References:
    """Shares of every company's customers, counted once for all viewers."""

    def __init__(self, facts: Facts, background: Background, rules: Rules) -> None:
        self.facts, self.background, self.rules = facts, background, rules
        self._counts: dict[tuple[str, int, int], tuple[tuple[Name, ...], Ints]] = {}

    def of(self, groups: Mapping[Holding, list[int]], regular_days: int) -> Iterator[Reference]:
        """Yield what may be told of some holdings' companies; a regular customer buys on so many days of 91."""
        for number, crowd in enumerate(self.background.crowds):
            for key in BREAKDOWNS:
                names, counts = self._counted(number, key, regular_days)
                days = (crowd.span[1] - crowd.span[0]).days + 1
                yield from self._judged(f"{key}:{days}", crowd.span, names, counts, groups)
        span = self.facts.calendar.trailing()
        weekdays = tuple((str(day),) for day in range(7))
        yield from self._judged(WEEKDAY, span, weekdays, self.background.rhythm.weekday, groups)
        yield from self._retention(groups)

    def _counted(self, number: int, key: str, regular_days: int) -> tuple[tuple[Name, ...], Ints]:
        """Return the groups of a breakdown, and each company's customers in each."""
        asked = (key, number, regular_days if key == "regular_customers" else 0)
        if asked not in self._counts:
            crowd = self.background.crowds[number]
            cut = breakdown_of(key).groups(_people(crowd, regular_days))
            count, size = len(self.facts.inns), len(cut.names)
            inside = cut.code >= 0
            cells = crowd.company[inside] * size + cut.code[inside]
            table = np.bincount(cells, minlength=count * size).reshape(count, size)
            self._counts[asked] = cut.names, table
        return self._counts[asked]

    def _judged(
        self, key: str, span: Span, names: tuple[Name, ...], counts: Ints, groups: Mapping[Holding, list[int]]
    ) -> Iterator[Reference]:
        table = np.array([counts[group].sum(axis=0) for group in groups.values()]).reshape(len(groups), len(names))
        there = table.sum(axis=1) > 0
        if there.sum() < self.rules.growth_holdings or not self.facts.calendar.covers(span):
            return
        table = table[there]
        people, behind = table.sum(axis=0), (table > 0).sum(axis=0)
        told = told_cells(
            dict(zip(names, people.tolist(), strict=True)),
            dict(zip(names, behind.tolist(), strict=True)),
            least=self.rules.peer_customers,
            fewest=self.rules.growth_holdings,
        )
        means = (table / table.sum(axis=1, keepdims=True)).mean(axis=0)
        shares = {name: percent(float(mean)) for name, mean in zip(names, means, strict=True) if name in told}
        if shares:
            used = frozenset(name for name, inside in zip(groups, there.tolist(), strict=True) if inside)
            yield Reference(key, span, shares, used)

    def _retention(self, groups: Mapping[Holding, list[int]]) -> Iterator[Reference]:
        rhythm, shares = self.background.rhythm, dict[Name, int]()
        # The same businesses in every month, so that two months can't be set against each other.
        now = [name for name, group in groups.items() if rhythm.months and rhythm.came[group, -1].sum()]
        for at, month in enumerate(rhythm.months):
            came = {name: count for name in now if (count := int(rhythm.came[groups[name], at].sum()))}
            if len(came) < self.rules.growth_holdings or sum(came.values()) < self.rules.peer_customers:
                continue
            rates = [int(rhythm.kept[groups[name], at].sum()) / count for name, count in came.items()]
            shares[month.isoformat(),] = percent(sum(rates) / len(rates))
        if shares:
            yield Reference(RETENTION, (rhythm.months[0], self.facts.calendar.end), shares, frozenset(now))


def _people(crowd: Crowd, regular_days: int) -> People:
    none, nowhere = np.zeros(0, np.int64), np.zeros(0, np.int16)
    nobody = Visits((), (), nowhere, nowhere, *(none,) * 6)
    start, end = ((day - date(1970, 1, 1)).days for day in crowd.span)
    known = People.of(nobody, crowd.known, start, end, regular_days)
    given = {one.name: getattr(known, one.name) for one in fields(People)} | {"first": crowd.first}
    return _Pairs(**given, bought=crowd.days)
