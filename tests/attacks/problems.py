"""What an attacker is after in one town: a figure of each holding, and what everything it was told says of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import numpy as np

from tests.attacks.tallies import Tally
from tests.attacks.worlds import Floats, Ints

IMAGINED: Final = 1_000
Name = TypeVar("Name")
Follows = Callable[[Floats], Floats]
"""From imagined figures, a row each and a column for each holding, what would have been told."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that was told: what follows from imagined figures, what it was, and how far off rounding puts it."""

    follows: Follows
    value: float
    doubt: float


@dataclass(slots=True)
class Problem:
    """The figure of every holding that an attacker is after.

    `scaled` is the truth on the scale on which figures are spread evenly (logarithms, unless `plain`), nan where a
    holding has none; `expected` and `spread` are what the published middle and spread of its town say of each.
    `known` are the places of the holdings whose figures the attackers have themselves.
    """

    scaled: Floats
    expected: Floats
    spread: Floats
    known: frozenset[int]
    plain: bool = False
    heard: list[Heard] = field(default_factory=list)
    members: set[int] = field(default_factory=set)

    def figure(self, scaled: float) -> float:
        """Return a figure from its place on the scale."""
        return scaled if self.plain else float(np.exp(scaled))


def problem_of(truth: Floats, towns: Sequence[Ints], known: frozenset[int], *, plain: bool = False) -> Problem:
    """Return the problem of working out a figure, with what its towns' middles and spreads say beforehand."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.where(np.isfinite(truth), truth, np.nan) if plain else np.log(np.where(truth > 0, truth, np.nan))
    expected, spread = np.full(len(truth), np.nan), np.zeros(len(truth))
    for town in towns:
        if np.isfinite(scaled[town]).any():
            expected[town], spread[town] = np.nanmedian(scaled[town]), np.nanstd(scaled[town])
    return Problem(scaled, expected, spread, known, plain)


def attempted(
    tally: Tally, problem: Problem, chance: np.random.Generator, *, number: int, most: int, only: set[int] | None = None
) -> None:
    """Try to work out the figures of those of whom everything that was told says most."""
    targets = [
        one
        for one in sorted(problem.members - problem.known)
        if np.isfinite(problem.scaled[one]) and (only is None or one in only)
    ]
    if not problem.heard or not targets:
        return
    places = sorted(problem.members | problem.known)
    figures = np.full((IMAGINED, len(problem.scaled)), np.nan)
    figures[:, places] = chance.normal(problem.expected[places], problem.spread[places], (IMAGINED, len(places)))
    figures[:, ~np.isfinite(problem.scaled)] = np.nan
    for one in problem.known:
        figures[:, one] = problem.scaled[one]
    told = np.stack([one.follows(figures) for one in problem.heard], axis=1)
    usable = np.isfinite(told).all(axis=0)
    if not usable.any():
        return
    found, left = learned(
        figures[:, targets],
        told[:, usable],
        np.array([one.value for one in problem.heard])[usable],
        np.array([one.doubt for one in problem.heard])[usable],
    )
    for at in np.argsort(left, kind="stable")[:most]:
        target = targets[at]
        guess, truth = problem.figure(problem.expected[target]), problem.figure(problem.scaled[target])
        tally.add(truth, problem.figure(float(found[at])), guess, number)


def learned(figures: Floats, told: Floats, heard: Floats, doubt: Floats) -> tuple[Floats, Floats]:
    """Return the best linear estimate of figures from what was told, and how much of the doubt is left, of 1."""
    told_off, figures_off = told - told.mean(axis=0), figures - figures.mean(axis=0)
    inner = told_off.T @ told_off / len(told) + np.diag(np.maximum(doubt, 1e-6) ** 2)
    across = told_off.T @ figures_off / len(told)
    gain = np.linalg.solve(inner, across)
    # The middle is known; that of the figures imagined is off by chance.
    found = figures.mean(axis=0) + (heard - told.mean(axis=0)) @ gain
    free = figures_off.var(axis=0)
    return found, np.sqrt(np.maximum(0, 1 - (across * gain).sum(axis=0) / np.where(free > 0, free, 1)))


def quantile_of(members: Sequence[int], level: float, *, plain: bool) -> Follows:
    """Return what is told of a quantile: the mean of the nearest three."""
    chosen = np.array(members)

    def follows(figures: Floats) -> Floats:
        there = figures[:, chosen]
        there = np.sort(there[:, np.isfinite(there[0])], axis=1)
        if not there.shape[1]:
            return np.full(len(figures), np.nan)
        far = np.abs(np.arange(there.shape[1]) - (there.shape[1] - 1) * level)
        near = there[:, far <= np.sort(far)[:3][-1] + 1e-9]
        return np.asarray(near.mean(axis=1) if plain else np.log(np.exp(near).mean(axis=1)))

    return follows


def place_of(members: Sequence[int], own: float) -> Follows:
    """Return what is told of the viewer's place among others."""
    chosen = np.array(members)
    return lambda figures: np.asarray(np.nanmean(figures[:, chosen] < own, axis=1))


def mean_of(members: Sequence[int], weights: Mapping[int, float] | None = None) -> Follows:
    """Return what is told of a mean, or of a weighted sum."""
    chosen = np.array(members)
    weight = np.array([weights[one] for one in members]) if weights else None
    if weight is None:
        return lambda figures: np.asarray(np.nanmean(figures[:, chosen], axis=1))
    return lambda figures: np.asarray(np.nansum(figures[:, chosen] * weight, axis=1))


def sum_of(members: Sequence[int]) -> Follows:
    """Return the logarithm of a sum of amounts."""
    chosen = np.array(members)
    return lambda figures: np.asarray(np.log(np.nansum(np.exp(figures[:, chosen]), axis=1)))


def union_of(members: Sequence[int], bend: float) -> Follows:
    """Return what part of customers buys from any of these, when so many buy from each and circles overlap so much."""
    chosen = np.array(members)

    def follows(figures: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            each = -np.log(1 - np.minimum(np.exp(figures[:, chosen]), 0.999))
        return np.asarray(1 - np.exp(-bend * np.nansum(each, axis=1)))

    return follows


def each(members: frozenset[str], place: Mapping[str, int]) -> list[int]:
    """Return the places of holdings."""
    return sorted(place[one] for one in members if one in place)


def grouped(values: Sequence[tuple[Name, float]]) -> Iterator[tuple[Name, float, int]]:
    """Yield what was told of the same thing in several weeks as its mean, and in how many."""
    found: dict[Name, list[float]] = {}
    for name, value in values:
        found.setdefault(name, []).append(value)
    for name, ones in found.items():
        yield name, float(np.mean(ones)), len(ones)
