"""The only judge of what may be told about others: how many must stand behind a figure, and how rough it is.

The same for every plan and for staff. The numbers of `Rules` are settings; they are never shown to a partner.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

Holding: TypeAlias = str
"""A group of companies, or a company that belongs to none: it counts as one."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds.

    Parameters
    ----------
    growth_holdings : int
        Holdings other than the viewer's behind a mean, a median or a growth rate.
    rest_share : float
        What all but the two largest must hold together, as a share of the largest (the p % rule).
    largest_share : float
        What the largest may hold of the whole.
    settle_days : int
        Days that must pass after a week before it is told.
    provisional_weeks : int
        How many of the newest weeks may still move.
    overlap_holdings : int
        Two sets that share members are the same, or differ by at least so many.
    """

    growth_holdings: int = 5
    rest_share: float = 0.15
    largest_share: float = 0.40
    settle_days: int = 7
    provisional_weeks: int = 3
    overlap_holdings: int = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """Whose businesses: of one kind or one group of kinds, in one place or anywhere.

    Parameters
    ----------
    scope : str
        `kind` or `group`.
    key : str
        Which.
    level : str
        `district`, `city`, `region`, or empty for anywhere.
    place : str
        Which, empty for anywhere; a district is written with its city, `Москва/Митино`.
    """

    scope: str
    key: str
    level: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.scope}:{self.key}|{self.level}:{self.place}"


SCOPES_AND_LEVELS: Final = (
    ("kind", "district"),
    ("kind", "city"),
    ("kind", "region"),
    ("kind", ""),
    ("group", "region"),
    ("group", ""),
)
"""From fine to coarse; what can't be told of one is told of the next, and its level is shown."""


def ladder(*, kind: str, group: str, district: str = "", city: str = "", region: str = "") -> tuple[Segment, ...]:
    """Return the segments to try for a business, the finest first; levels without a name are left out."""
    places = {"district": f"{city}/{district}" if city and district else "", "city": city, "region": region, "": ""}
    keys = {"kind": kind, "group": group}
    return tuple(
        Segment(scope, keys[scope], level, places[level])
        for scope, level in SCOPES_AND_LEVELS
        if keys[scope] and (places[level] or not level)
    )


def enough_for_growth(holdings: int, rules: Rules = Rules(), *, viewer_inside: bool = True) -> bool:
    """Say whether so many holdings may stand behind a median or a growth rate.

    Parameters
    ----------
    holdings : int
        All of the set.
    rules : Rules
        Thresholds.
    viewer_inside : bool
        Whether any one of them may be the reader, so that one more is needed.
    """
    return holdings >= rules.growth_holdings + viewer_inside


def dominance_passes(amounts: Sequence[float], rules: Rules = Rules(), *, viewer_inside: bool = True) -> bool:
    """Say whether no holding can be estimated from the sum.

    Parameters
    ----------
    amounts : sequence of float
        What each holding brings to the sum, none below zero.
    rules : Rules
        Thresholds.
    viewer_inside : bool
        Whether any one of them may be the reader, who knows the own part: the rule must hold without each of
        the three largest too, as leaving out a smaller one is milder.
    """
    ordered = sorted(amounts, reverse=True)
    sets = [ordered]
    if viewer_inside:
        sets += [ordered[:place] + ordered[place + 1 :] for place in range(min(3, len(ordered)))]
    return all(_undominated(rest, rules) for rest in sets)


def _undominated(ordered: Sequence[float], rules: Rules) -> bool:
    if len(ordered) < 3 or ordered[-1] < 0:
        return False
    whole, first, second = sum(ordered), ordered[0], ordered[1]
    return whole - first - second >= rules.rest_share * first and first <= rules.largest_share * whole


def apart_enough(one: Collection[Holding], other: Collection[Holding], rules: Rules = Rules()) -> bool:
    """Say whether figures of two sets may both be told: what differs must not be a few holdings."""
    differing = len(set(one) ^ set(other))
    return differing == 0 or differing >= rules.overlap_holdings


def median(values: Sequence[float]) -> float:
    """Return a median that is nobody's own figure: the mean of the 3 middle values, of 4 when they are even.

    Raises
    ------
    ValueError
        For fewer than five values.
    """
    if len(values) < Rules().growth_holdings:
        raise ValueError("Too few values for a median that names none of them.")
    ordered, half = sorted(values), len(values) // 2
    middle = ordered[half - 1 : half + 2] if len(values) % 2 else ordered[half - 2 : half + 2]
    return sum(middle) / len(middle)


def percent(share: float) -> int:
    """Round a share to a whole percent."""
    return round(share * 100)


def weeks_told(first_day: date, as_of: date, at_most: int, rules: Rules = Rules()) -> tuple[date, ...]:
    """Return the Mondays of the newest whole weeks that may be told, at most so many, in order."""
    last_end = as_of - timedelta(days=rules.settle_days)
    last = last_end - timedelta(days=(last_end.weekday() + 1) % 7 + 6)
    first = first_day + timedelta(days=-first_day.weekday() % 7)
    count = max(0, min(at_most, (last - first).days // 7 + 1))
    return tuple(last - timedelta(days=7 * back) for back in range(count - 1, -1, -1))
