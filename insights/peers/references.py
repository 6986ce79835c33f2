"""What stands beside a partner's own groups of customers: the same groups' shares at similar businesses.

Each business counts the same, whatever its size: the mean of their shares, in whole percents; of the months of the
year the median of their indices. Who is new or regular is decided by the definitions of the breakdowns themselves.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Final, TypeAlias

import numpy as np

from insights.breakdowns import rfm
from insights.engine.windows import Ints
from insights.peers.counted import Counted, Name, crowd_counted, scored_counted
from insights.rhythm.seasons import Earned, months_index
from lake.disclosure import Contribution, Holding, Rules, judge_quantiles, percent, told_cells
from lake.peers.calendar import Calendar, Span
from lake.peers.channels import PARTS
from lake.peers.crowd import Background
from lake.peers.facts import Facts
from lake.peers.times import HOURS, WEEKDAYS, Cells

Groups: TypeAlias = Mapping[Holding, list[int]]

OF_SPANS: Final = ("gender", "age", "demographic_segment", "new_returning", "regular_customers")
"""Breakdowns of which others' shares are told over several spans of days."""
RFM: Final = "rfm"
BREAKDOWNS: Final = (*OF_SPANS, RFM)
"""Breakdowns of which others' shares are told."""
WEEKDAY, HOUR, MONTH, RETENTION = "weekday", "hour", "month", "retention"
PREFIX: Final = "share:"
"""What the keys of these figures begin with, so that they are no comparison's."""
BANDS: Final = ((0, 5), (6, 9), (10, 13), (14, 17), (18, 20), (21, 23))
"""Hours told together of few businesses."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Others' shares of one kind over some days, in whole percents; only groups that may be told.

    Parameters
    ----------
    figure : str
        Which: all lengths of the days and all parts of the payments of it are one figure to the ledger.
    key : str
        Under which it is stored: the figure, with the length of its days where there are several, and the channel.
    channel : str
        Which payments; empty for all.
    span : (date, date)
        The days.
    shares : dict
        Group → whole percents; month of the year → index.
    used : frozenset of str
        The holdings behind it.
    """

    figure: str
    key: str
    channel: str
    span: Span
    shares: Mapping[Name, int] = field(default_factory=dict)
    used: frozenset[Holding] = frozenset()


def key_of(figure: str, *, days: int | None = None, channel: str = "") -> str:
    """Return the key under which a reference is stored."""
    return figure + (f":{days}" if days else "") + (f"@{channel}" if channel else "")


def scored_span(calendar: Calendar) -> Span:
    """Return the days of recency, frequency and money: a year, or as much of it as the lake has."""
    return max(calendar.first_day, calendar.end - timedelta(days=rfm.DAYS - 1)), calendar.end


class References:
    """Shares of every company's customers, counted once for all viewers."""

    def __init__(self, facts: Facts, background: Background, rules: Rules) -> None:
        self.facts, self.background, self.rules = facts, background, rules
        self._counts: dict[tuple[str, int, int, str], Counted] = {}

    def of(self, groups: Groups, regular_days: int, *, without: Collection[str] = ()) -> Iterator[Reference]:
        """Yield what may be told of some holdings' companies.

        Parameters
        ----------
        groups : mapping of str to list of int
            Holding → its companies.
        regular_days : int
            A regular customer buys on so many days of 91.
        without : collection of str
            Keys that are not asked for.
        """
        for part in PARTS:
            for number, crowd in enumerate(self.background.crowds):
                for figure in OF_SPANS:
                    key = key_of(figure, days=(crowd.span[1] - crowd.span[0]).days + 1, channel=part)
                    if key not in without:
                        counted = self._counted(number, figure, regular_days, part)
                        yield from self._customers(figure, key, part, crowd.span, counted, groups)
            if (key := key_of(RFM, channel=part)) not in without:
                yield from self._customers(RFM, key, part, self.background.scored.span, self._scored(part), groups)
            if key_of(WEEKDAY, channel=part) not in without:
                yield from self._times(WEEKDAY, part, [(day, day) for day in range(WEEKDAYS)], groups)
            if key_of(HOUR, channel=part) not in without:
                # By how many they are, so that of the same businesses the hours are never told both ways.
                alone = len(groups) >= self.rules.quartile_holdings
                bands = [(hour, hour) for hour in range(HOURS)] if alone else BANDS
                yield from self._times(HOUR, part, bands, groups)
            if key_of(MONTH, channel=part) not in without:
                yield from self._months(part, groups)
        if RETENTION not in without:
            yield from self._retention(groups)

    def _counted(self, number: int, key: str, regular_days: int, part: str) -> Counted:
        """Return the groups of a breakdown, and each company's customers in each."""
        asked = (key, number, regular_days if key == "regular_customers" else 0, part)
        if asked not in self._counts:
            crowd = self.background.crowds[number]
            self._counts[asked] = crowd_counted(crowd, key, part, regular_days, len(self.facts.inns))
        return self._counts[asked]

    def _scored(self, part: str) -> Counted:
        asked = (RFM, 0, 0, part)
        if asked not in self._counts:
            self._counts[asked] = scored_counted(self.background.scored, part, len(self.facts.inns))
        return self._counts[asked]

    def _customers(  # noqa: PLR0917  called above alone
        self, figure: str, key: str, part: str, span: Span, counted: Counted, groups: Groups
    ) -> Iterator[Reference]:
        # Of several columns totals count too, and they are told or not by the people that there really are.
        crossed = len(counted.names[0]) > 1
        companies = _companies(groups)
        people = (
            counted.people(companies)
            if crossed
            else self._people(counted.table, counted.table, companies, counted.people)
        )
        yield from self._judged(Reference(figure, key, part, span), counted.names, counted.table, people, groups)

    def _times(self, figure: str, part: str, bands: Sequence[tuple[int, int]], groups: Groups) -> Iterator[Reference]:
        """Tell of weekdays or hours, one by one or in bands, each from one to another."""
        cells: Cells = getattr(self.background.times, figure)[part]
        masks = [sum(1 << at for at in range(low, high + 1)) for low, high in bands]
        # The hour with most customers is the least that a band can have.
        fewest, most, purchases = (
            np.stack([fold(counts[:, low : high + 1], axis=1) for low, high in bands], axis=1)
            for counts, fold in ((cells.customers, np.max), (cells.customers, np.sum), (cells.purchases, np.sum))
        )
        exactly = partial(self.background.times.met.people, name=figure, part=part, masks=masks)
        yield from self._judged(
            Reference(figure, key_of(figure, channel=part), part, self.facts.calendar.trailing()),
            tuple((str(low) if low == high else f"{low}-{high}",) for low, high in bands),
            purchases,
            self._people(fewest, most, _companies(groups), exactly),
            groups,
        )

    def _people(self, fewest: Ints, most: Ints, companies: list[int], exactly: Callable[[list[int]], Ints]) -> Ints:
        """Return each cell's customers: who is one of several businesses counts once, where that may matter."""
        least = self.rules.peer_customers
        people = fewest[companies].max(axis=0, initial=0)
        unsure = (people < least) & (most[companies].sum(axis=0) >= least)
        return exactly(companies) if unsure.any() else people

    def _judged(
        self, empty: Reference, names: tuple[Name, ...], counts: Ints, people: Ints, groups: Groups
    ) -> Iterator[Reference]:
        """Tell the mean of the holdings' shares of what is counted; `people` are the customers of each cell."""
        table = np.array([counts[group].sum(axis=0) for group in groups.values()]).reshape(len(groups), len(names))
        there = table.sum(axis=1) > 0
        if there.sum() < self.rules.growth_holdings or not self._covered(empty.span):
            return
        table = table[there]
        behind = (table > 0).sum(axis=0)
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
            yield replace(empty, shares=shares, used=used)

    def _covered(self, span: Span) -> bool:
        calendar = self.facts.calendar
        return calendar.covers(span) and calendar.covers(calendar.trailing())

    def _months(self, part: str, groups: Groups) -> Iterator[Reference]:
        """Tell the median of the holdings' indices of those who sold in the first and the last of the months."""
        found = self.background.earnings
        if not found.months:
            return
        indices = {}
        for name, group in groups.items():
            net, bought = (of[part][group].sum(axis=0) for of in (found.net, found.purchases))
            if bought[0] and bought[-1]:
                earned = [Earned(month, float(sum_)) for month, sum_ in zip(found.months, net, strict=True)]
                if index := months_index(earned):
                    indices[name] = index
        shares: dict[Name, int] = {}
        for month in range(1, 13):
            given = [Contribution(name, index[month] / 100) for name, index in indices.items()]
            told = judge_quantiles(given, rules=self.rules)
            if told.median is not None:
                shares[str(month),] = round(told.median * 100)
        if shares:
            span = found.months[0], date.fromordinal(_next(found.months[-1]).toordinal() - 1)
            yield Reference(MONTH, key_of(MONTH, channel=part), part, span, shares, frozenset(indices))

    def _retention(self, groups: Groups) -> Iterator[Reference]:
        rhythm, shares = self.background.rhythm, dict[Name, int]()
        # The same businesses in every month, so that two months can't be set against each other.
        lasting = {name: group for name, group in groups.items() if rhythm.came[group].sum(axis=0).all()}
        if not rhythm.months or len(lasting) < self.rules.growth_holdings:
            return
        came, kept = (
            np.array([one[group].sum(axis=0) for group in lasting.values()]) for one in (rhythm.came, rhythm.kept)
        )
        people = rhythm.came[_companies(lasting)].max(axis=0)
        for at, month in enumerate(rhythm.months):
            if people[at] >= self.rules.peer_customers:
                shares[month.isoformat(),] = percent(float((kept[:, at] / came[:, at]).mean()))
        if shares:
            before = rhythm.months[0] - timedelta(days=1)
            yield Reference(
                RETENTION, RETENTION, "", (before.replace(day=1), self.facts.calendar.end), shares, frozenset(lasting)
            )


def _companies(groups: Groups) -> list[int]:
    return [company for group in groups.values() for company in group]


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
