"""What stands beside a partner's own groups of customers: the same groups' shares at similar businesses.

Each business counts the same, whatever its size: the mean of their shares, in whole percents; of the months of the
year the median of their indices. Who is new or regular is decided by the definitions of the breakdowns themselves.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

import numpy as np

from insights.breakdowns import rfm
from insights.engine.windows import Ints
from insights.peers.counted import Counts, Name, crowd_counted, scored_counted
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
"""Hours told together where too few of them may be told one by one."""
ENOUGH: Final = 80
"""Hours are told one by one when those that may be hold so many percent of the purchases."""


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
    shares: dict[Name, int]
    used: frozenset[Holding]


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
        self._counts: dict[tuple[str, int, int, str], Counts] = {}

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
                        names, counts = self._counted(number, figure, regular_days, part)
                        yield from self._judged(figure, key, part, crowd.span, names, counts, groups)
            if (key := key_of(RFM, channel=part)) not in without:
                names, counts = self._scored(part)
                yield from self._judged(RFM, key, part, self.background.scored.span, names, counts, groups)
            if key_of(WEEKDAY, channel=part) not in without:
                cells = self.background.times.weekday[part]
                yield from self._times(WEEKDAY, part, tuple((str(day),) for day in range(WEEKDAYS)), cells, groups)
            if key_of(HOUR, channel=part) not in without:
                yield from self._hours(part, groups)
            if key_of(MONTH, channel=part) not in without:
                yield from self._months(part, groups)
        if RETENTION not in without:
            yield from self._retention(groups)

    def _counted(self, number: int, key: str, regular_days: int, part: str) -> Counts:
        """Return the groups of a breakdown, and each company's customers in each."""
        asked = (key, number, regular_days if key == "regular_customers" else 0, part)
        if asked not in self._counts:
            crowd = self.background.crowds[number]
            self._counts[asked] = crowd_counted(crowd, key, part, regular_days, len(self.facts.inns))
        return self._counts[asked]

    def _scored(self, part: str) -> Counts:
        asked = (RFM, 0, 0, part)
        if asked not in self._counts:
            self._counts[asked] = scored_counted(self.background.scored, part, len(self.facts.inns))
        return self._counts[asked]

    def _times(
        self, figure: str, part: str, names: tuple[Name, ...], cells: Cells, groups: Groups
    ) -> Iterator[Reference]:
        span, key = self.facts.calendar.trailing(), key_of(figure, channel=part)
        yield from self._judged(figure, key, part, span, names, cells.purchases, groups, people=cells.customers)

    def _hours(self, part: str, groups: Groups) -> Iterator[Reference]:
        """Tell hours one by one, or together where most can't be told so; never both, or one followed from them."""
        cells = self.background.times.hour[part]
        one_by_one = list(self._times(HOUR, part, tuple((str(hour),) for hour in range(HOURS)), cells, groups))
        if any(sum(one.shares.values()) >= ENOUGH for one in one_by_one):
            yield from one_by_one
            return
        bands = [slice(low, high + 1) for low, high in BANDS]
        together = Cells(
            np.stack([cells.purchases[:, band].sum(axis=1) for band in bands], axis=1),
            # A customer of two hours of a band is one of the band: the hour with most of them is the least there are.
            np.stack([cells.customers[:, band].max(axis=1) for band in bands], axis=1),
        )
        yield from self._times(HOUR, part, tuple((f"{low}-{high}",) for low, high in BANDS), together, groups)

    def _judged(  # noqa: PLR0917  called above alone
        self,
        figure: str,
        key: str,
        part: str,
        span: Span,
        names: tuple[Name, ...],
        counts: Ints,
        groups: Groups,
        *,
        people: Ints | None = None,
    ) -> Iterator[Reference]:
        """Tell the mean of the holdings' shares; `people` are the customers where what is counted is something else."""
        table, customers = (
            np.array([one[group].sum(axis=0) for group in groups.values()]).reshape(len(groups), len(names))
            for one in (counts, counts if people is None else people)
        )
        there = table.sum(axis=1) > 0
        if there.sum() < self.rules.growth_holdings or not self._covered(span):
            return
        table, customers = table[there], customers[there]
        behind = (table > 0).sum(axis=0)
        told = told_cells(
            dict(zip(names, customers.sum(axis=0).tolist(), strict=True)),
            dict(zip(names, behind.tolist(), strict=True)),
            least=self.rules.peer_customers,
            fewest=self.rules.growth_holdings,
        )
        means = (table / table.sum(axis=1, keepdims=True)).mean(axis=0)
        shares = {name: percent(float(mean)) for name, mean in zip(names, means, strict=True) if name in told}
        if shares:
            used = frozenset(name for name, inside in zip(groups, there.tolist(), strict=True) if inside)
            yield Reference(figure, key, part, span, shares, used)

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
        now = [name for name, group in groups.items() if rhythm.months and rhythm.came[group, -1].sum()]
        for at, month in enumerate(rhythm.months):
            came = {name: count for name in now if (count := int(rhythm.came[groups[name], at].sum()))}
            if len(came) < self.rules.growth_holdings or sum(came.values()) < self.rules.peer_customers:
                continue
            rates = [int(rhythm.kept[groups[name], at].sum()) / count for name, count in came.items()]
            shares[month.isoformat(),] = percent(sum(rates) / len(rates))
        if shares:
            span = rhythm.months[0], self.facts.calendar.end
            yield Reference(RETENTION, RETENTION, "", span, shares, frozenset(now))


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
