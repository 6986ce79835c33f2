"""Who shops where, from when to when: the lives that the payments tell of."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from lake.demo.arrays import Bools, Floats, Ints, stream
from lake.demo.kinds import KIND, KINDS
from lake.demo.partners import Partner
from lake.demo.people import People
from lake.demo.profiles import plant
from lake.demo.scene import Scene

STAYS, LEFT_KIND, LEFT_TO_RIVAL, LEFT_BANK = range(4)
CHURN_A_YEAR = 0.32
CHAIN_CHURN_A_YEAR = 0.05
TO_RIVAL = 0.5
MONTH = 30.4


@dataclass(frozen=True, slots=True)
class Bonds:
    """Customers' ties to partners in columns, each of length n; days count from the world's first.

    `start` is below 0 for who came before the world began; `end` is the last day of the tie;
    `outcome` says how it ended, `rate` is in visits a day, `ticket` a factor on the kind's.
    `leaf` is the planted profile at the chain, −1 elsewhere.
    """

    customer: Ints
    outlet: Ints
    start: Ints
    end: Ints
    rate: Floats
    ticket: Floats
    loyal: Bools
    fading: Bools
    outcome: Ints
    leaf: Ints

    def __len__(self) -> int:
        return len(self.customer)

    def take(self, rows: Ints | Bools) -> Self:
        """Return these rows."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))

    @classmethod
    def join(cls, parts: list[Self]) -> Self:
        """Return all rows of the parts."""
        return cls(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(cls)))


def bonds_make(scene: Scene) -> Bonds:
    """Tie customers to outlets, at most once to a partner, sized for about as many visits as are asked for."""
    outlets, people, days = scene.outlets, scene.people, scene.days
    parts = []
    by_city = [np.flatnonzero(people.city == city) for city in range(int(people.city.max()) + 1)]
    everyone = np.arange(len(people))
    for index, partner in enumerate(scene.partners):
        own = [number for number, outlet in enumerate(outlets) if outlet.partner == index]
        sizes = np.array([outlets[number].size * (days.demand[number] > 0).mean() for number in own])
        taken = np.zeros(len(people), dtype=bool)
        wanted = scene.transactions * partner.share / (_visits(partner) * days.count / MONTH * 0.72)
        for number, size in zip(own, sizes, strict=True):
            rng = stream(scene.seed, 4, number)
            outlet = outlets[number]
            near = everyone if outlet.online else by_city[outlet.city] if outlet.city < len(by_city) else everyone[:0]
            near = near[~taken[near]]
            count = min(max(1, round(wanted * size / sizes.sum())), len(near))
            chosen = _choose(near, count, people, partner, rng)
            taken[chosen] = True
            parts.append(_tie(chosen, scene, number, rng))
    return Bonds.join([part for part in parts if len(part)])


def defections_make(bonds: Bonds, scene: Scene) -> tuple[Bonds, Ints, Bonds]:
    """Lead those who leave for a rival to one, of the same kind and city.

    Returns
    -------
    bonds : Bonds
        With the outcome of those for whom there was no rival set to "left the kind".
    moved : array of int
        Rows of `bonds` that lead to a rival.
    successors : Bonds
        Their new ties, in the same order.
    """
    rng = stream(scene.seed, 5)
    partners, outlets, people, days = scene.partners, scene.outlets, scene.people, scene.days
    partner_of, kind_of = scene.owner, scene.kinds
    shops = np.array([not outlet.online for outlet in outlets])
    rows = np.flatnonzero(bonds.outcome == LEFT_TO_RIVAL)
    begin = bonds.end[rows] + 1 + rng.integers(0, 8, len(rows))
    target = np.full(len(rows), -1, dtype=np.int64)
    kind, city = kind_of[bonds.outlet[rows]], people.city[bonds.customer[rows]]
    open_from = np.array([outlet.opens for outlet in outlets])
    open_to = np.array([outlet.closes for outlet in outlets])
    outlet_city = np.array([outlet.city for outlet in outlets])
    for group in np.unique(kind * 100 + city):
        members = np.flatnonzero(kind * 100 + city == group)
        rivals = np.flatnonzero((kind_of == group // 100) & (outlet_city == group % 100) & shops)
        if len(rivals):
            target[members] = rivals[rng.integers(0, len(rivals), len(members))]
    found = target >= 0
    found &= partner_of[target] != partner_of[bonds.outlet[rows]]
    # A rival that opens too late, or closes before the visits could be seen, is none.
    found &= (open_from[target] <= begin) & (open_to[target] >= np.minimum(begin + 45, days.count))
    found &= begin + 14 < np.minimum(people.leaves[bonds.customer[rows]], days.count)
    pair = bonds.customer[rows] * len(partners) + partner_of[target]
    existing = bonds.customer * len(partners) + partner_of[bonds.outlet]
    found &= ~np.isin(pair, existing)
    first_of_pair = np.zeros(len(rows), dtype=bool)
    first_of_pair[np.unique(pair, return_index=True)[1]] = True
    found &= first_of_pair
    outcome = bonds.outcome.copy()
    outcome[rows[~found]] = LEFT_KIND
    bonds = Bonds(**{c.name: getattr(bonds, c.name) for c in fields(Bonds) if c.name != "outcome"}, outcome=outcome)
    moved, begin, target = rows[found], begin[found], target[found]
    old = bonds.take(moved)
    leaves = people.leaves[old.customer]
    successors = Bonds(
        customer=old.customer,
        outlet=target,
        start=begin,
        end=np.minimum(leaves, days.count) - 1,
        rate=old.rate,
        ticket=people.spending[old.customer],
        loyal=np.zeros(len(moved), dtype=bool),
        fading=np.zeros(len(moved), dtype=bool),
        outcome=np.where(leaves < days.count, LEFT_BANK, STAYS),
        leaf=np.full(len(moved), -1, dtype=np.int64),
    )
    return bonds, moved, successors


def _visits(partner: Partner) -> float:
    """Return the visits a month of a usual customer of the partner."""
    return 1.93 if partner.subdomain == "discount" else KINDS[partner.kind].rate


def _choose(near: Ints, count: int, people: People, partner: Partner, rng: np.random.Generator) -> Ints:
    """Pick `count` of them without repetition, likelier those whom the kind of business suits."""
    kind = KINDS[partner.kind]
    weight = people.activity[near]
    if partner.subdomain == "discount":  # who comes must not depend on who they are, or the planted tree is bent
        weight = np.where(people.came[near] < 0, 1.0, 0.2)
    else:
        weight = (
            weight * np.where(people.female[near], kind.women, 1.0) * np.where(people.age[near] < 30, kind.young, 1)
        )
    keys = rng.standard_exponential(len(near)) / weight
    if count >= len(near):
        return near
    return np.sort(near[np.argpartition(keys, count)[:count]])


def _tie(chosen: Ints, scene: Scene, number: int, rng: np.random.Generator) -> Bonds:
    """Draw the lives of these customers at one outlet."""
    people, days, outlet = scene.people, scene.days.count, scene.outlets[number]
    partner = scene.partners[outlet.partner]
    count = len(chosen)
    chain = partner.subdomain == "discount"
    old = rng.random(count) < (0.96 if chain else 0.6)
    start = np.where(old, -rng.integers(0, 700, count), rng.integers(0, max(1, days - 10), count))
    start = np.maximum(np.maximum(start, people.came[chosen]), outlet.opens or -10_000)
    hazard = np.full(count, CHAIN_CHURN_A_YEAR if chain else CHURN_A_YEAR)
    if not chain:
        hazard *= np.where(people.age[chosen] < 25, 1.5, 1.0) * np.where(people.corporate[chosen], 0.75, 1.0)
    life = np.minimum(rng.standard_exponential(count) / hazard * 365, 100_000).astype(np.int64) + 30
    end = np.maximum(start, 0) + life
    outcome = np.where(rng.random(count) < TO_RIVAL, LEFT_TO_RIVAL, LEFT_KIND)
    closes = min(outlet.closes, days)
    outcome = np.where(end >= closes - 1, STAYS if closes == days else LEFT_KIND, outcome)
    outcome = np.where((people.leaves[chosen] < closes) & (people.leaves[chosen] <= end), LEFT_BANK, outcome)
    end = np.minimum(np.minimum(end, closes - 1), people.leaves[chosen] - 1)
    if chain:
        visits, spend, leaf = plant(
            people.female[chosen], people.age[chosen], people.married[chosen], people.corporate[chosen], rng
        )
        pace = rng.gamma(8, 1 / 8, count) + 0.05
        rate = visits / MONTH * pace
        # Who comes oftener spends less at a time, so that what a customer brings depends on the profile alone.
        ticket = spend / pace / KINDS[KIND["discount"]].ticket * rng.lognormal(-0.02, 0.2, count)
    else:
        rate = KINDS[partner.kind].rate / MONTH * (rng.gamma(1.2, 1 / 1.2, count) + 0.05)
        ticket = people.spending[chosen] * rng.lognormal(-0.02, 0.2, count)
        leaf = np.full(count, -1, dtype=np.int64)
    gone = (outcome != STAYS) & (end < days - 1)
    return Bonds(
        customer=chosen,
        outlet=np.full(count, number, dtype=np.int64),
        start=start,
        end=end,
        rate=rate,
        ticket=ticket,
        loyal=(rng.random(count) < 0.3) & (not chain),
        fading=gone & (rng.random(count) < 0.6),
        outcome=outcome,
        leaf=leaf,
    ).take(end >= np.maximum(start, 0))
