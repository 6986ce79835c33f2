"""Whether a group that a reader describes itself may be one: told by one word, and never twice for nearly one group."""

from collections.abc import Iterable
from dataclasses import dataclass

from lake.disclosure.dominance import apart_enough
from lake.disclosure.rules import Holding, Rules


@dataclass(frozen=True, slots=True)
class Tried:
    """A group that was asked about: who was in it, what was said, and whether that was found from this very group."""

    members: frozenset[Holding]
    fits: bool
    judged: bool = True


def enough_chosen(holdings: int, rules: Rules = Rules()) -> bool:
    """Say whether a group of one's own choice may be frozen with so many holdings."""
    return holdings >= rules.chosen_holdings


def clear_of(members: frozenset[Holding], beside: Iterable[frozenset[Holding]], rules: Rules = Rules()) -> bool:
    """Say whether a group is one of those that its reader sees, which tells nothing new, or far from each of them."""
    every = set(beside)
    return members in every or all(apart_enough(members, other, rules) for other in every)


def try_choice(
    members: frozenset[Holding],
    beside: Iterable[frozenset[Holding]] = (),
    earlier: Iterable[Tried] = (),
    rules: Rules = Rules(),
) -> Tried:
    """Say whether a group fits: of enough holdings, and not nearly one that its reader sees already.

    A group that differs by a few holdings from one judged before gets that one's answer, so that two questions
    never tell where a single business is. What fits has so many holdings to spare that its near ones may be frozen.

    Parameters
    ----------
    members : frozenset of str
        Holdings of the group.
    beside : iterable of frozenset of str
        The groups that the reader is told figures of.
    earlier : iterable of Tried
        What the reader was told before, while the same groups are frozen.
    rules : Rules
        Thresholds.
    """
    near = [one for one in earlier if one.judged and len(members ^ one.members) < rules.overlap_holdings]
    if near:
        return Tried(members, all(one.fits for one in near), judged=False)
    enough = len(members) >= rules.chosen_holdings + rules.overlap_holdings
    return Tried(members, enough and clear_of(members, beside, rules))
