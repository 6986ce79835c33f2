"""Who a company is compared with: three ways to choose, each as fine as enough allow, and an own one."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from lake.disclosure import Holding, Rules, Segment, enough_chosen
from lake.peers.facts import NOW, Facts
from lake.peers.homes import Home
from lake.peers.own_choice import Description, companies_of, described


class Lens(StrEnum):
    """How similar businesses are chosen."""

    KIND = "kind"
    SIZE = "size"
    SHARED = "shared"
    CUSTOM = "custom"


WIDE_HOLDINGS: Final = 20
"""From how many on the wider group is wide enough."""
NEIGHBOURS: Final = 25
"""Businesses most alike in size."""
CLUSTER: Final = 20
"""Businesses that share most customers, at most."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A group of others for one viewer through one lens.

    Parameters
    ----------
    lens : Lens
        How chosen.
    wide : bool
        Whether it is the wider group.
    level : str
        The segment, as the judge writes it; for the other lenses the group of kinds, empty for all.
    companies : tuple of int
        Their codes, none of the viewer's holding.
    """

    lens: Lens
    wide: bool
    level: str
    companies: tuple[int, ...]

    def holdings(self, facts: Facts) -> frozenset[Holding]:
        """Return the holdings that stand behind it."""
        return frozenset(facts.holdings[company] for company in self.companies)


def lenses(
    facts: Facts,
    viewer: int,
    wanted: Collection[str],
    *,
    absent: Collection[int] = (),
    rules: Rules = Rules(),
    description: Description | None = None,
) -> tuple[Chosen, ...]:
    """Choose the groups of one viewer; a lens through which there is nobody gives none.

    Parameters
    ----------
    facts : Facts
        Of all companies.
    viewer : int
        The company that looks.
    wanted : collection of str
        Lenses that are asked for.
    absent : collection of int
        Companies that take no part.
    rules : Rules
        Of disclosure: how many must stand behind anything.
    description : Description, optional
        The viewer's own choice; without one that lens gives none.
    """
    left_out, own = set(absent), facts.holdings[viewer]
    others = [
        company
        for company in np.flatnonzero(facts.sums[NOW].purchases > 0).tolist()
        if facts.holdings[company] != own and company not in left_out
    ]
    found: list[Chosen] = []
    if Lens.KIND in wanted:
        found += _by_kind(facts, facts.homes[viewer], others, rules)
    if Lens.SIZE in wanted:
        found += _by_size(facts, viewer, others)
    if Lens.SHARED in wanted:
        found += _by_customers(facts, viewer, others)
    if Lens.CUSTOM in wanted and description is not None:
        found += _by_choice(facts, viewer, description, absent, rules)
    return tuple(found)


def _by_kind(facts: Facts, home: Home, others: list[int], rules: Rules) -> list[Chosen]:
    """Return the finest rung with enough others, and a coarser one that is clearly wider."""
    there = frozenset(others)
    rungs = [Chosen(Lens.KIND, False, str(rung), _inside(facts, rung, there)) for rung in home.ladder()]
    enough = [rung for rung in rungs if len(rung.holdings(facts)) >= rules.growth_holdings]
    if not enough:
        widest = max(rungs, key=lambda rung: len(rung.holdings(facts)), default=None)
        return [widest] if widest and widest.companies else []
    usual, coarser = enough[0], enough[1:]
    own = usual.holdings(facts)
    apart = [rung for rung in coarser if len(rung.holdings(facts) ^ own) >= rules.overlap_holdings]
    wide = next((rung for rung in apart if len(rung.holdings(facts)) >= WIDE_HOLDINGS), apart[-1] if apart else None)
    return [usual, Chosen(Lens.KIND, True, wide.level, wide.companies)] if wide else [usual]


def _inside(facts: Facts, segment: Segment, others: Collection[int]) -> tuple[int, ...]:
    return tuple(company for company in facts.inside.get(segment, ()) if company in others)


def _by_size(facts: Facts, viewer: int, others: list[int]) -> list[Chosen]:
    """Return the nearest in revenue, ticket, frequency and outlets: of the same group of kinds where it has enough."""
    group = facts.homes[viewer].group
    same = [company for company in others if group and facts.homes[company].group == group]
    level, among = (group, same) if _holdings(facts, same) > NEIGHBOURS else ("", others)
    sums = facts.sums[NOW]
    measured = (sums.net > 0) & (sums.customers > 0) & (facts.outlets > 0)
    among = [company for company in among if measured[company]]
    if not measured[viewer] or not among:
        return []
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(
            [sums.net, sums.gross / sums.purchases, sums.purchases / sums.customers, facts.outlets.astype(np.float64)]
        )
    spread = logs[:, among].std(axis=1)
    away = (logs[:, among] - logs[:, [viewer]]) / np.where(spread > 0, spread, 1)[:, None]
    far = (away**2).sum(axis=0)
    near = [among[place] for place in np.lexsort((among, far))]
    return [Chosen(Lens.SIZE, False, level, _first(facts, near, NEIGHBOURS))]


def _by_customers(facts: Facts, viewer: int, others: list[int]) -> list[Chosen]:
    """Return those with most customers in common: of the same group of kinds where enough of it have any."""
    people = facts.people[NOW]
    mine = people.of_companies([viewer])
    seen = mine[people.customer] & (people.company >= 0)
    shared = np.bincount(people.company[seen], minlength=len(facts.inns))
    group = facts.homes[viewer].group
    some = [company for company in others if shared[company]]
    same = [company for company in some if group and facts.homes[company].group == group]
    level, among = (group, same) if _holdings(facts, same) >= CLUSTER // 2 else ("", some)
    ranked = sorted(among, key=lambda company: (-int(shared[company]), company))
    return [Chosen(Lens.SHARED, False, level, _first(facts, ranked, CLUSTER))] if ranked else []


def _by_choice(
    facts: Facts, viewer: int, description: Description, absent: Collection[int], rules: Rules
) -> list[Chosen]:
    """Return those that the viewer's own description fits, where they are enough to be frozen."""
    left_out = {facts.inns[code] for code in absent}
    fitting = described(companies_of(facts), facts.inns[viewer], facts.holdings[viewer], description, left_out)
    if not enough_chosen(len({one.holding for one in fitting}), rules):
        return []
    codes = (facts.code(one.inn) for one in fitting)
    return [Chosen(Lens.CUSTOM, False, "", tuple(sorted(code for code in codes if code is not None)))]


def _holdings(facts: Facts, companies: list[int]) -> int:
    return len({facts.holdings[company] for company in companies})


def _first(facts: Facts, ranked: list[int], count: int) -> tuple[int, ...]:
    """Return companies in order until they are of so many holdings."""
    seen: dict[Holding, None] = {}
    kept = []
    for company in ranked:
        if facts.holdings[company] not in seen and len(seen) == count:
            break
        seen[facts.holdings[company]] = None
        kept.append(company)
    return tuple(sorted(kept))
