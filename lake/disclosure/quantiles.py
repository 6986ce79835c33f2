"""Medians and quartiles that are nobody's own figure, and the viewer's place among others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import floor

from lake.disclosure.dominance import enough_for_growth
from lake.disclosure.rounding import percent, to_five, two_digits
from lake.disclosure.rules import Holding, Reason, Rules


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one holding other than the viewer's brings to a figure.

    Parameters
    ----------
    holding : str
        Whose; its companies are summed already.
    value : float
        The figure of the whole holding.
    weight : float
        How much it counts among the shares that a contributor is shown, e.g. its revenue; equal when not given.
    customers : int or None
        People behind it, where the figure is about people.
    """

    holding: Holding
    value: float
    weight: float = 1.0
    customers: int | None = None


@dataclass(frozen=True, slots=True)
class Quantiles:
    """What may be told of how others are spread, rounded; a part that may not is None.

    Parameters
    ----------
    reason : Reason or None
        Why not even the median is told.
    used : frozenset of str
        The holdings behind it, empty when nothing is told.
    shares : dict
        What each of them brought to it, of 1.
    """

    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    reason: Reason | None = None
    used: frozenset[Holding] = frozenset()
    shares: dict[Holding, float] = field(default_factory=dict)


def median(values: Sequence[float]) -> float:
    """Return a median that is nobody's own figure: the mean of the 3 middle values, of 4 when they are even.

    Raises
    ------
    ValueError
        For fewer than five values.
    """
    return quantile(values, 0.5)


def quantile(values: Sequence[float], level: float) -> float:
    """Return the mean of the 3 values nearest the quantile's linear position, of 4 when two are equally near.

    Raises
    ------
    ValueError
        For fewer than five values.
    """
    if len(values) < Rules().growth_holdings:
        raise ValueError("Too few values for a median that names none of them.")
    ordered, position = sorted(values), (len(values) - 1) * level
    below, part = floor(position), position - floor(position)
    first = below - (part <= 0.5)
    last = below + 1 + (part >= 0.5)
    near = ordered[max(0, first) : last + 1]
    return sum(near) / len(near)


def judge_quantiles(
    contributions: Iterable[Contribution], *, rules: Rules = Rules(), money: bool = False, whole_percent: bool = True
) -> Quantiles:
    """Tell median and quartiles of other holdings' figures, as far as enough of them stand behind.

    Parameters
    ----------
    contributions : iterable of Contribution
        One for each holding, the viewer's left out.
    rules : Rules
        Thresholds.
    money, whole_percent : bool
        Two significant digits for money (and for whatever is no ratio); whole percents for ratios.

    Raises
    ------
    ValueError
        For a holding that comes twice: it would count as two.
    """
    given = _each_once(contributions)
    if not given:
        return Quantiles(reason=Reason.NO_PEERS)
    if not enough_for_growth(len(given), rules, viewer_inside=False):
        return Quantiles(reason=Reason.TOO_FEW)
    people = [one.customers for one in given if one.customers is not None]
    if people and sum(people) < rules.peer_customers:
        return Quantiles(reason=Reason.TOO_FEW_CUSTOMERS)
    values = [one.value for one in given]

    def told(level: float) -> float:
        found = quantile(values, level)
        return percent(found) / 100 if whole_percent and not money else two_digits(found)

    quartiles = len(given) >= rules.quartile_holdings
    whole = sum(one.weight for one in given)
    return Quantiles(
        median=told(0.5),
        q1=told(0.25) if quartiles else None,
        q3=told(0.75) if quartiles else None,
        used=frozenset(one.holding for one in given),
        shares={one.holding: one.weight / whole if whole > 0 else 1 / len(given) for one in given},
    )


def judge_percentile(own: float, contributions: Iterable[Contribution], rules: Rules = Rules()) -> int | None:
    """Tell the viewer's place among others by its mid-rank, in steps of five, where enough others are there."""
    given = _each_once(contributions)
    if len(given) < rules.percentile_holdings:
        return None
    below = sum((one.value < own) + (one.value == own) / 2 for one in given)
    return to_five(below / len(given))


def _each_once(contributions: Iterable[Contribution]) -> tuple[Contribution, ...]:
    given = tuple(contributions)
    if len({one.holding for one in given}) < len(given):
        raise ValueError("Sum a holding's companies before its figure is judged.")
    return given
