"""The viewer's customers and a cluster of others: shared, spent there, lost to them; and how both move by day.

Only against a cluster as a whole: a figure about one competitor does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from lake.disclosure import (
    Contribution,
    Holding,
    Judged,
    Reason,
    Rules,
    dominance_passes,
    judge_cluster,
    judge_share,
)
from lake.peers.calendar import LONG, TRAILING
from lake.peers.compared import Compared, by_holding, of_span
from lake.peers.facts import BEFORE, NOW, Facts
from lake.peers.people import Flags

Series: TypeAlias = npt.NDArray[np.float64]
WEEK = 7


@dataclass(frozen=True, slots=True)
class _Shared:
    """The viewer's customers of the trailing window, those who bought from the cluster too, and where."""

    mine: Flags
    both: Flags
    by_holding: Mapping[Holding, int]

    @classmethod
    def of(cls, facts: Facts, viewer: int, others: tuple[int, ...]) -> "_Shared":
        people = facts.people[NOW]
        mine = people.of_companies([viewer])
        met = {holding: people.count_of(group, mine) for holding, group in by_holding(facts, others).items()}
        return cls(mine, mine & people.of_companies(others), met)

    def judged(self, value: float, rules: Rules) -> Judged:
        """Judge a figure that rests on shared customers."""
        return judge_cluster(
            competitors=len(self.by_holding),
            shared_customers=int(self.both.sum()),
            own_customers=int(self.mine.sum()),
            share=value,
            parts=list(self.by_holding.values()),
            rules=rules,
        )


def segment_share(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Tell the viewer's part of the revenue of the whole group, itself included."""
    found = of_span(facts.calendar.trailing())
    if not facts.calendar.covers(facts.calendar.trailing()):
        return found.withheld(Reason.TOO_YOUNG)
    net = facts.sums[NOW].net
    amounts = {holding: int(net[group].sum()) for holding, group in by_holding(facts, others).items()}
    given = [Contribution(holding, amount) for holding, amount in amounts.items()]
    return _told(found, judge_share(int(net[viewer]), given, rules), amounts, sums=True)


def shared_customers(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Tell the share of the viewer's customers who bought from the cluster in the same days."""
    found = of_span(facts.calendar.trailing())
    if not facts.calendar.covers(facts.calendar.trailing()):
        return found.withheld(Reason.TOO_YOUNG)
    shared = _Shared.of(facts, viewer, others)
    share = _part(int(shared.both.sum()), int(shared.mine.sum()))
    return _told(found, shared.judged(share, rules), shared.by_holding)


def copurchase_lift(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Tell how many times likelier the viewer's customers buy from the cluster than customers of its city."""
    found = of_span(facts.calendar.trailing())
    if not facts.calendar.covers(facts.calendar.trailing()):
        return found.withheld(Reason.TOO_YOUNG)
    people, city = facts.people[NOW], facts.homes[viewer].city
    there = people.of_companies(others)
    around = facts.in_city.get(city) if city else np.flatnonzero(people.anywhere())
    shared = _Shared.of(facts, viewer, others)
    usual = _part(int(there[around].sum()), len(around)) if around is not None else 0.0
    lift = _part(int(shared.both.sum()), int(shared.mine.sum())) / usual if usual else 0.0
    return _told(found, shared.judged(lift, rules), shared.by_holding)


def peer_correlation(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Tell how the daily revenue of the viewer and of the cluster move together, weekdays and trend removed."""
    span = facts.calendar.trailing(LONG)
    found = of_span(span)
    if not facts.calendar.covers(span):
        return found.withheld(Reason.TOO_YOUNG)
    groups = by_holding(facts, others)
    amounts = {holding: int(facts.daily[group].sum()) for holding, group in groups.items()}
    own = _residual(facts.daily[viewer].astype(np.float64))
    theirs = _residual(facts.daily[list(others)].sum(axis=0).astype(np.float64))
    size = float(np.sqrt((own**2).sum() * (theirs**2).sum()))
    told = _Shared.of(facts, viewer, others).judged(float((own * theirs).sum()) / size if size else 0.0, rules)
    if told.reason is None and not size:
        return found.withheld(Reason.OWN_TOO_SMALL)
    if told.reason is None and not dominance_passes(list(amounts.values()), rules, viewer_inside=False):
        return found.withheld(Reason.DOMINATED)
    return _told(found, told, amounts)


def share_of_wallet(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Tell what part of what its customers spend in the group stays with the viewer."""
    found = of_span(facts.calendar.trailing())
    if not facts.calendar.covers(facts.calendar.trailing()):
        return found.withheld(Reason.TOO_YOUNG)
    people, shared = facts.people[NOW], _Shared.of(facts, viewer, others)
    amounts = {}
    for holding, group in by_holding(facts, others).items():
        rows = people.rows(group)
        amounts[holding] = int(people.gross[rows][shared.mine[people.customer[rows]]].sum())
    own = int(people.gross[people.rows([viewer])].sum())
    told = shared.judged(_part(own, own + sum(amounts.values())), rules)
    if told.reason is None:
        given = [Contribution(holding, amount) for holding, amount in amounts.items() if amount]
        told = judge_share(own, given, rules)
    return _told(found, told, amounts, sums=True)


def defection(facts: Facts, viewer: int, others: tuple[int, ...], rules: Rules) -> Compared:
    """Tell where lost customers are: with the cluster, elsewhere with the bank's card, or nowhere."""
    found = of_span(facts.calendar.trailing())
    if not facts.calendar.covers(facts.calendar.trailing(back=TRAILING)):
        return found.withheld(Reason.TOO_YOUNG)
    people = facts.people[NOW]
    lost = facts.people[BEFORE].of_companies([viewer]) & ~people.of_companies([viewer])
    rivals, anywhere = people.of_companies(others), people.anywhere()
    counts = [int(part.sum()) for part in (lost & rivals, lost & anywhere & ~rivals, lost & ~anywhere)]
    met = {holding: people.count_of(group, lost) for holding, group in by_holding(facts, others).items()}
    told = judge_cluster(
        competitors=len(met),
        shared_customers=counts[0],
        own_customers=int(lost.sum()),
        share=_part(counts[0], int(lost.sum())),
        parts=list(met.values()),
        rules=rules,
    )
    if told.reason is not None:
        return found.withheld(told.reason)
    parts = tuple(zip(("rivals", "elsewhere", "nothing"), whole_percents(counts), strict=True))
    return replace(_told(found, told, met), you=None, parts=parts)


def whole_percents(counts: list[int]) -> list[float]:
    """Return each count's share of their sum in whole percents that add up to 1: the largest remainders go up."""
    whole = sum(counts)
    floors = [count * 100 // whole for count in counts]
    ranked = sorted(range(len(counts)), key=lambda at: (-(counts[at] * 100 % whole), at))
    up = set(ranked[: 100 - sum(floors)])
    return [(percent + (at in up)) / 100 for at, percent in enumerate(floors)]


def _told(found: Compared, judged: Judged, amounts: Mapping[Holding, int], *, sums: bool = False) -> Compared:
    if judged.reason is not None or judged.value is None:
        return found.withheld(judged.reason or Reason.TOO_FEW)
    whole = sum(amounts.values())
    shares = {holding: amount / whole if whole > 0 else 1 / len(amounts) for holding, amount in amounts.items()}
    return replace(found, you=judged.value, used=frozenset(amounts), shares=shares, own=False, sums=sums)


def _part(of: float, whole: float) -> float:
    return of / whole if whole else 0.0


def _residual(days: Series) -> Series:
    """Return a series less its weekday means and linear trend, fitted together."""
    at = np.arange(len(days))
    design = np.column_stack([at % WEEK == weekday for weekday in range(WEEK)] + [at])
    fitted = np.linalg.lstsq(design.astype(np.float64), days, rcond=None)[0]
    residual = days - design @ fitted
    # What is left of a perfectly regular series is the noise of the arithmetic.
    return np.zeros_like(residual) if np.abs(residual).max(initial=0) < 1e-6 else residual
