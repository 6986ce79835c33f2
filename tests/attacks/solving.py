"""The attacker: what it must think of each holding after everything that it was told and knows.

It imagines thousands of segments as this one could be, sees what each would have been told, and learns from them how a
holding's figure goes with what is told: the best linear estimate there is. It is given more than a real one has: who
is in each group, how widely figures are spread, and how roughly they are rounded.
"""

from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import Final

import numpy as np

from tests.attacks.offices import Seen
from tests.attacks.worlds import Floats, World

IMAGINED: Final = 600


def solved(
    world: World,
    seen: Sequence[Seen],
    known: Mapping[int, float],
    *,
    expected: Floats,
    spread: Floats,
    chance: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Return the best estimate of every holding's figure, and how much of the doubt about it is left, of 1.

    `expected` and `spread` are what is thought before any figure but the segment's median is looked at.
    """
    groups: dict[tuple[frozenset[int], float | None], list[Seen]] = {}
    for one in seen:
        groups.setdefault((one.members, one.level), []).append(one)
    figures = chance.normal(expected, spread, (IMAGINED, len(expected)))
    for holding, figure in known.items():
        figures[:, holding] = _scaled(world, figure)
    told = np.stack([_told(world, figures, members, level) for members, level in groups], axis=1)
    doubt = np.array([_doubt(world, ones) for ones in groups.values()])
    heard = np.array([np.mean([_scaled(world, one.value) for one in ones]) for ones in groups.values()])
    told_off, figures_off = told - told.mean(axis=0), figures - figures.mean(axis=0)
    inner = told_off.T @ told_off / IMAGINED + np.diag(doubt**2)
    across = told_off.T @ figures_off / IMAGINED
    gain = np.linalg.solve(inner, across)
    found = figures.mean(axis=0) + (heard - told.mean(axis=0)) @ gain
    free = figures_off.var(axis=0)
    left = 1 - (across * gain).sum(axis=0) / np.where(free > 0, free, 1)
    return np.exp(found) if world.money else found, np.sqrt(np.maximum(0, left))


def _told(world: World, figures: Floats, members: frozenset[int], level: float | None) -> Floats:
    chosen = np.sort(figures[:, sorted(members)], axis=1)
    if level is not None:
        far = np.abs(np.arange(len(members)) - (len(members) - 1) * level)
        chosen = chosen[:, far <= np.sort(far)[2] + 1e-9]
    if not world.money:
        return np.asarray(chosen.mean(axis=1))
    return np.asarray(np.log(np.exp(chosen).mean(axis=1)))


def _scaled(world: World, figure: float) -> float:
    return float(np.log(max(figure, 1e-9))) if world.money else figure


def _doubt(world: World, ones: Sequence[Seen]) -> float:
    """How far the mean of what was told week by week may be off today's truth: by rounding, and as figures move."""
    value = float(np.mean([one.value for one in ones]))
    moved = 0.02 * world.spread
    if ones[0].level is None:
        return moved
    unit = 10.0 ** (floor(log10(abs(value))) - 1) / abs(value) if world.money and value else 0.01
    return float(moved + unit / np.sqrt(12 * min(4, len(ones))))
