"""One comparison after the judge: what may be told, or why not, and whose rows stand behind it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from lake.disclosure import Contribution, Holding, Reason, Rules, judge_percentile, judge_quantiles
from lake.peers.calendar import Span
from lake.peers.facts import Facts

YEAR, PREVIOUS = "year", "previous"
"""What growth is against: the same weeks 364 days earlier, or the weeks before where there is no year."""
INDEX: Final = 100


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a line, [start, end]: the viewer's own index, and what may be told of the others'."""

    start: date
    end: date
    you: float | None = None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """What one viewer may know through one group.

    Parameters
    ----------
    start, end : date or None
        The days it is of; None where the lake is too young for them.
    you : float or None
        The viewer's own figure, never rounded.
    median, q1, q3 : float or None
        Of the others.
    percentile : int or None
        The viewer's place among them.
    difference : float or None
        Growth: own less median; levels: own / median − 1.
    parts : tuple of (str, float)
        Named shares that add up to 1.
    points : tuple of Point
        A line or a cloud: steps of time with an index each.
    against : str
        Of growth: `year` or `previous`.
    reason : Reason or None
        Why nothing of the others is told.
    used, shares
        The holdings behind it, and what each brought, of 1.
    own : bool
        Whether `you` rests on the viewer's rows alone, so that it is told whatever becomes of the rest.
    sums : bool
        Whether the sum of what the others bring follows from it.
    """

    start: date | None = None
    end: date | None = None
    you: float | None = None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    percentile: int | None = None
    difference: float | None = None
    parts: tuple[tuple[str, float], ...] = ()
    points: tuple[Point, ...] = ()
    against: str = ""
    reason: Reason | None = None
    used: frozenset[Holding] = frozenset()
    shares: Mapping[Holding, float] = field(default_factory=dict)
    own: bool = True
    sums: bool = False

    @property
    def told_points(self) -> tuple[Point, ...]:
        """The points where others are told beside the viewer; none where they may not be."""
        return self.points if self.reason is None else ()

    def withheld(self, reason: Reason) -> "Compared":
        """Return it with the own figure alone, where that tells nothing of the others."""
        you = self.you if self.own else None
        points = tuple(Point(one.start, one.end, one.you) for one in self.points) if self.own else ()
        return Compared(self.start, self.end, you, points=points, against=self.against, reason=reason, own=self.own)


def of_span(span: Span, *, against: str = "") -> Compared:
    """Return a comparison of these days, with nothing in it yet."""
    return Compared(span[0], span[1], against=against)


def by_holding(facts: Facts, companies: Iterable[int]) -> dict[Holding, list[int]]:
    """Put companies of one holding together: they count as one."""
    groups: dict[Holding, list[int]] = defaultdict(list)
    for company in companies:
        groups[facts.holdings[company]].append(company)
    return dict(sorted(groups.items()))


def judged(
    found: Compared, others: Sequence[Contribution], rules: Rules, *, money: bool = False, growth: bool = False
) -> Compared:
    """Put median, quartiles and the viewer's place beside the own figure, as far as the judge tells them."""
    if found.you is None:
        return found.withheld(Reason.TOO_YOUNG)
    told = judge_quantiles(others, rules=rules, money=money)
    if told.reason or told.median is None:
        return found.withheld(told.reason or Reason.TOO_FEW)
    own = found.you
    return replace(
        found,
        median=told.median,
        q1=told.q1,
        q3=told.q3,
        percentile=judge_percentile(own, others, rules),
        difference=own - told.median if growth else own / told.median - 1 if told.median else None,
        used=told.used,
        shares=told.shares,
    )
