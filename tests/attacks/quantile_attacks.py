"""Attacks on medians and quartiles: who looks, and what of all that they see they use."""

from collections.abc import Callable
from statistics import NormalDist
from typing import Final

import numpy as np

from tests.attacks.offices import Judging, Office, Seen
from tests.attacks.solving import solved
from tests.attacks.tallies import Tally
from tests.attacks.worlds import Floats, World, world_make

Choice = Callable[[World, np.random.Generator], list[int]]
"""Which companies look."""
Use = Callable[[Seen, World], bool]
"""What of all they see they use."""
TARGETS: Final = 6


def _any(world: World, chance: np.random.Generator) -> list[int]:
    return [int(chance.integers(len(world.owner)))]


def _second(world: World, _: np.random.Generator) -> list[int]:
    second = int(np.argsort(world.figure[-4])[-2])
    return [int(np.flatnonzero(world.owner == second)[0])]


def _two(world: World, chance: np.random.Generator) -> list[int]:
    first, second = chance.choice(world.holdings, 2, replace=False)
    return [int(np.flatnonzero(world.owner == one)[0]) for one in (first, second)]


def _split(world: World, _: np.random.Generator) -> list[int]:
    most = np.bincount(world.owner).argmax()
    return [int(one) for one in np.flatnonzero(world.owner == most)]


def _now(seen: Seen, world: World) -> bool:
    return seen.window == len(world.figure) - 4


def _now_kind(seen: Seen, world: World) -> bool:
    return _now(seen, world) and seen.lens == "kind"


def _kind(seen: Seen, _: World) -> bool:
    return seen.lens == "kind"


def _all(_: Seen, __: World) -> bool:
    return True


ATTACKS: Final[dict[str, tuple[Choice, Use]]] = {
    "subtraction by the viewer": (_any, _now_kind),
    "subtraction by the second largest": (_second, _now_kind),
    "two partners who collude": (_two, _now_kind),
    "window against window": (_any, _kind),
    "a holding split into companies": (_split, _now),
    "the complement of a cell, by two": (_two, _now),
    "many filters one after another, by two": (_two, _all),
}


def attack(
    name: str, attempts: int, seed: int, *, money: bool = True, office: Callable[[World], Office] = Judging
) -> Tally:
    """Try one attack on segment after segment until there were so many attempts."""
    choice, use = ATTACKS[name]
    tally, chance = Tally(f"{name}, {'tickets' if money else 'growth'}"), np.random.default_rng(seed)
    number = 0
    while tally.attempts < attempts:
        number += 1
        holdings = int(np.exp(chance.uniform(np.log(6), np.log(201))))
        world = world_make(chance, holdings, money=money)
        viewers, teller = choice(world, chance), office(world)
        seen = [one for viewer in viewers for one in teller.tell(viewer) if use(one, world)]
        attempt_at_middles(tally, world, viewers, seen, chance=chance, number=number)
    return tally


def attempt_at_middles(
    tally: Tally,
    world: World,
    viewers: list[int],
    seen: list[Seen],
    *,
    chance: np.random.Generator,
    number: int,
    most: int = TARGETS,
) -> None:
    """Try to work out those holdings of whom all that was seen tells most."""
    now = len(world.figure) - 4
    known = {int(world.owner[one]): float(world.figure[now, world.owner[one]]) for one in viewers}
    middles = [one for one in seen if one.level in (0.5, None)]
    if not middles:
        return
    members = frozenset().union(*(one.members for one in middles)) - set(known)
    largest = max(middles[0].members, key=lambda one: world.figure[now, one])
    expected, spread = _thought(world, middles, largest)
    found, doubt = solved(world, seen, known, expected=expected, spread=spread, chance=chance)
    # The attacker tries those of whom it believes to know most.
    for target in sorted(members, key=lambda one: (doubt[one], one))[:most]:
        guess = float(np.exp(expected[target]) if world.money else expected[target])
        tally.add(float(world.figure[now, target]), float(found[target]), guess, number)


def _thought(world: World, middles: list[Seen], largest: int) -> tuple[Floats, Floats]:
    """Return what is thought of each holding by its segment's median and spread; who is the largest is known."""
    scaled = [np.log(max(one.value, 1e-9)) if world.money else one.value for one in middles]
    expected = np.full(world.holdings, float(np.mean(scaled)))
    spread = np.full(world.holdings, world.spread)
    groups: dict[frozenset[int], list[float]] = {}
    for one, middle in zip(middles, scaled, strict=True):
        groups.setdefault(one.members, []).append(middle)
    for members in sorted(groups, key=len, reverse=True):
        expected[sorted(members)] = np.mean(groups[members])  # the finest group that it is in says most
    ahead = NormalDist().inv_cdf(1 - 0.6 / len(middles[0].members))
    expected[largest] += ahead * world.spread
    spread[largest] = 0.5 * world.spread
    return expected, spread
