"""Attacks on the share of the segment: sums are known through it, and a large holding may be left over in one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Final

import numpy as np

from lake.disclosure import Book, Cell, Contribution, judge_share
from tests.attacks.offices import NEIGHBOURS
from tests.attacks.tallies import Tally
from tests.attacks.worlds import Floats, World, world_make

NOW: Final = 0
SURE: Final = 0.5
"""An attacker that believes itself further off does not try."""
Choice = Callable[[World, np.random.Generator], list[int]]


@dataclass(frozen=True, slots=True)
class Sum:
    """What a viewer's share says the others sell together, and how far off that may be."""

    members: frozenset[int]
    amount: float
    doubt: float


def tell_shares(world: World, company: int, ledger: Book, *, judged: bool = True) -> list[Sum]:
    """Return the sums that one viewer can work out from its shares of all groups it is told of."""
    viewer, revenue, told = int(world.owner[company]), world.revenue[NOW], list[Sum]()
    far = np.abs(np.log(revenue / revenue[viewer]))
    near = frozenset([int(one) for one in np.argsort(far) if one != viewer][:NEIGHBOURS])
    groups = [("kind", world.members(company, level, NOW)) for level in range(len(world.place))]
    for lens, members in [*groups, ("size", near)]:
        own = float(revenue[viewer])
        given = [Contribution(f"h{one}", float(revenue[one])) for one in sorted(members)]
        whole = sum(one.value for one in given)
        if not given or (lens == "kind" and len(told) == 2):
            continue
        share = judge_share(own, given).value if judged else own / (own + whole)
        if not share or share >= 1:
            continue
        cell = Cell(
            viewer=str(company),
            holding=f"h{viewer}",
            metric="segment_share",
            lens=lens,
            level=str(len(members)),
            start=date(2026, 1, 1),
            end=date(2026, 3, 31),
            contributors=frozenset(one.holding for one in given),
            shares={one.holding: one.value / whole for one in given},
            sums=True,
        )
        if judged and not ledger.admits(cell):
            continue
        ledger.record([cell])
        step = 0.01 / np.sqrt(12) / (1 - share) if judged else 0.001
        told.append(Sum(members, own * (1 / share - 1), own / share * (1 / share - 1) * step + 0.001 * whole))
    return told


def _any(world: World, chance: np.random.Generator) -> list[int]:
    return [int(np.flatnonzero(world.owner == chance.integers(world.holdings))[0])]


def _second(world: World, _: np.random.Generator) -> list[int]:
    return [int(np.flatnonzero(world.owner == np.argsort(world.revenue[NOW])[-2])[0])]


def _second_and(world: World, chance: np.random.Generator) -> list[int]:
    return [*_second(world, chance), *_any(world, chance)]


def _third_and_second(world: World, chance: np.random.Generator) -> list[int]:
    third = np.argsort(world.revenue[NOW])[-3]
    return [*_second(world, chance), int(np.flatnonzero(world.owner == third)[0])]


def _neighbours(world: World, chance: np.random.Generator) -> list[int]:
    """Two of different cities, so that one may be told of the city and the other of more."""
    first = int(chance.integers(len(world.owner)))
    other = np.flatnonzero((world.place[1] != world.place[1, first]) & (world.owner != world.owner[first]))
    return [first, int(chance.choice(other))] if len(other) else [first]


def _split(world: World, _: np.random.Generator) -> list[int]:
    return [int(one) for one in np.flatnonzero(world.owner == np.bincount(world.owner).argmax())]


SHARE_ATTACKS: Final[dict[str, Choice]] = {
    "shares: subtraction by the viewer": _any,
    "shares: subtraction by the second largest": _second,
    "shares: the second largest and another collude": _second_and,
    "shares: the second and the third largest collude": _third_and_second,
    "shares: the complement of a cell, by two": _neighbours,
    "shares: a holding split into companies": _split,
}


def share_attack(name: str, attempts: int, seed: int, *, judged: bool = True) -> Tally:
    """Try one attack on segment after segment until there were so many attempts."""
    tally, chance, number = Tally(name), np.random.default_rng(seed), 0
    while tally.attempts < attempts:
        number += 1
        holdings = int(np.exp(chance.uniform(np.log(6), np.log(201 if number % 4 == 0 else 31))))
        world = world_make(chance, holdings, giants=int(chance.choice([0, 1, 2])))
        viewers, ledger = SHARE_ATTACKS[name](world, chance), Book()
        told = [one for viewer in viewers for one in tell_shares(world, viewer, ledger, judged=judged)]
        attempt_at_sums(tally, world, viewers, told, number)
    return tally


def attempt_at_sums(tally: Tally, world: World, viewers: list[int], told: list[Sum], number: int) -> None:
    """Try to work out the largest holding of each group, and of what one group has more than another."""
    revenue = world.revenue[NOW]
    known = {int(world.owner[one]) for one in viewers}
    targets = set()
    for one in told:
        targets.add(max(one.members, key=lambda holding: revenue[holding]))
        for other in told:
            if rest := one.members - other.members - known:
                targets.add(max(rest, key=lambda holding: revenue[holding]))
    for target in sorted(targets - known):
        group = min((one.members for one in told if target in one.members), key=len)
        estimate, sure, guess = _worked_out(world, told, known, large=targets - known, target=target, group=group)
        if sure:
            tally.add(float(revenue[target]), estimate, guess, number)


def _worked_out(
    world: World, told: list[Sum], known: set[int], *, large: set[int], target: int, group: frozenset[int]
) -> tuple[float, bool, float]:
    """Return the estimate of the largest of a group, whether it is worth a try, and the guess without any share."""
    logs = np.log(world.revenue[NOW])
    inside = logs[sorted(group)]
    middle, spread = float(np.median(inside)), float(inside.std())
    ahead = NormalDist().inv_cdf(1 - 0.6 / len(group))
    guess = float(np.exp(middle + ahead * spread))
    usual = np.exp(
        np.random.default_rng(7).normal(np.median(logs), np.subtract(*np.quantile(logs, [0.75, 0.25])) / 1.349, 1000)
    )
    second = int(np.argsort(world.revenue[NOW])[-2])
    if second in known:  # it knows that none but the target is larger
        usual = usual[usual <= world.revenue[NOW, second]]
    expected = np.full(world.holdings, usual.mean())
    doubt: Floats = np.full(world.holdings, usual.std())
    for one in known:
        expected[one], doubt[one] = world.revenue[NOW, one], 1.0
    for one in large:
        expected[one], doubt[one] = guess, 3 * max(each.amount for each in told)
    lines = np.array([[float(one in each.members) for one in range(world.holdings)] for each in told])
    weighted = lines * doubt**2
    inner = weighted @ lines.T + np.diag([one.doubt**2 for one in told])
    off = np.array([one.amount for one in told]) - lines @ expected
    estimate = float(max(usual.mean(), expected[target] + weighted[:, target] @ np.linalg.solve(inner, off)))
    left = doubt[target] ** 2 - weighted[:, target] @ np.linalg.solve(inner, weighted[:, target])
    return estimate, bool(np.sqrt(max(0.0, left)) < SURE * estimate), guess
