"""The thresholds, and the words for what they refuse."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Final, TypeAlias

Holding: TypeAlias = str
"""A group of companies, or a company that belongs to none: it counts as one."""


class Reason(StrEnum):
    """Why a figure is not told: for machines; people get a sentence without any threshold."""

    TOO_FEW = "too_few"
    TOO_FEW_CUSTOMERS = "too_few_customers"
    DOMINATED = "dominated"
    OVERLAP = "overlap"
    NO_PEERS = "no_peers"
    TOO_YOUNG = "too_young"
    NOTHING_THEN = "nothing_then"
    PICKED = "picked"
    OWN_TOO_SMALL = "own_too_small"
    OPTED_OUT = "opted_out"
    SWITCHED_OFF = "switched_off"


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds.

    Parameters
    ----------
    growth_holdings : int
        Holdings other than the viewer's behind a mean, a median or a growth rate.
    quartile_holdings, percentile_holdings : int
        Those behind quartiles, and behind the viewer's place among them.
    rest_share : float
        What all but the two largest must hold together, as a share of the largest (the p % rule).
    largest_share : float
        What the largest may hold of the whole.
    sum_rest_share, sum_largest_share : float
        The same where the viewer knows the sum nearly exactly, by its own share of it.
    own_customers : int
        Customers of the viewer's own in a cell about people.
    peer_customers : int
        Customers of others in a cell about people.
    cluster_competitors : int
        Holdings in a cluster that figures about shared customers are told against.
    shared_customers : int
        Customers shared with it.
    own_group : int
        Customers of the viewer's own that such a figure is about.
    settle_days : int
        Days that must pass after a week before it is told.
    provisional_weeks : int
        How many of the newest weeks may still move.
    overlap_holdings : int
        Two sets that share members are the same, or differ by at least so many.
    chosen_holdings : int
        Holdings other than the viewer's in a group that the viewer describes itself.
    """

    growth_holdings: int = 5
    quartile_holdings: int = 10
    percentile_holdings: int = 20
    rest_share: float = 0.15
    largest_share: float = 0.40
    sum_rest_share: float = 3.0
    sum_largest_share: float = 0.25
    own_customers: int = 20
    peer_customers: int = 50
    cluster_competitors: int = 5
    shared_customers: int = 30
    own_group: int = 50
    settle_days: int = 7
    provisional_weeks: int = 3
    overlap_holdings: int = 5
    chosen_holdings: int = 10


MILDER_WHEN_LARGER: Final = frozenset({"largest_share", "sum_largest_share"})


def stricter(overrides: Mapping[str, str]) -> Rules:
    """Return the rules with some thresholds made stricter.

    Raises
    ------
    ValueError
        For an unknown name, what is no number, and a threshold that would be milder than ours.
    """
    rules = Rules()
    known = {one.name: type(getattr(rules, one.name)) for one in fields(rules)}
    for name, text in overrides.items():
        if name not in known:
            raise ValueError(f"{name} is none of {', '.join(known)}.")
        try:
            value = known[name](text)
        except ValueError as error:
            raise ValueError(f"{name} must be a number, not {text!r}.") from error
        ours = getattr(rules, name)
        if value > ours if name in MILDER_WHEN_LARGER else value < ours:
            raise ValueError(f"{name} may only be made stricter than {ours}, not {text}.")
        rules = replace(rules, **{name: value})
    return rules
