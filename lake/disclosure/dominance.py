"""Sums: whether one holding could be read from one."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from lake.disclosure.rules import Holding, Rules


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


def sum_passes(amounts: Sequence[float], rules: Rules = Rules()) -> bool:
    """Say whether a sum may be told to one who is not in it and can work it out nearly exactly."""
    known = replace(rules, rest_share=rules.sum_rest_share, largest_share=rules.sum_largest_share)
    return dominance_passes(amounts, known, viewer_inside=False)


def _undominated(ordered: Sequence[float], rules: Rules) -> bool:
    if len(ordered) < 3 or ordered[-1] < 0:
        return False
    whole, first, second = sum(ordered), ordered[0], ordered[1]
    return whole - first - second >= rules.rest_share * first and first <= rules.largest_share * whole


def apart_enough(one: Collection[Holding], other: Collection[Holding], rules: Rules = Rules()) -> bool:
    """Say whether figures of two sets may both be told: what differs must not be a few holdings."""
    differing = len(set(one) ^ set(other))
    return differing == 0 or differing >= rules.overlap_holdings
