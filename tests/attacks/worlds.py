"""Made-up segments of businesses, whose every figure is known here and to nobody who attacks."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

WEEKS: Final = 16
"""Windows one after another; the groups are frozen anew before the last three."""


@dataclass(frozen=True, slots=True)
class World:
    """One segment.

    `figure[w, i]` is what is told about (a ticket in roubles, or a growth rate), `revenue[w, i]` the sales of
    holding `i` in window `w`. `place[level, c]` is where company `c` is, from the district up; `owner[c]` is the
    holding that it belongs to. `there[w, i]` says whether the holding takes part then.
    """

    money: bool
    spread: float
    figure: Floats
    revenue: Floats
    there: npt.NDArray[np.bool_]
    owner: Ints
    place: Ints

    @property
    def holdings(self) -> int:
        """How many holdings there are."""
        return int(self.figure.shape[1])

    def members(self, company: int, level: int, window: int) -> frozenset[int]:
        """Return the other holdings with a company in a company's place, at a level."""
        near = self.owner[self.place[level] == self.place[level, company]]
        return frozenset(int(one) for one in near if one != self.owner[company] and self.there[window, one])


def world_make(chance: np.random.Generator, holdings: int, *, money: bool = True, giants: int = 0) -> World:
    """Make a segment of so many holdings; some of them of several companies, the first few gigantic."""
    spread = float(chance.uniform(0.2, 0.6) if money else chance.uniform(0.05, 0.2))
    base = chance.normal(np.log(chance.uniform(200, 5000)) if money else 0.05, spread, holdings)
    drift = np.cumsum(chance.normal(0, 0.1 * spread / np.sqrt(13), (WEEKS, holdings)), axis=0)
    figure = np.exp(base + drift) if money else base + drift
    size = chance.normal(0, chance.uniform(0.5, 1.5), holdings)
    size[:giants] += chance.uniform(1, 4, giants)
    revenue = np.exp(13 + size + np.cumsum(chance.normal(0, 0.02, (WEEKS, holdings)), axis=0))
    there = np.ones((WEEKS, holdings), dtype=bool)
    # At the freeze one or two go and one or two come.
    there[-3:, chance.choice(holdings, chance.integers(0, 3), replace=False)] = False
    there[:-3, chance.choice(holdings, chance.integers(0, 3), replace=False)] = False
    several = chance.choice([1, 1, 1, 2, 4], holdings)
    owner = np.repeat(np.arange(holdings), several)
    district = chance.integers(0, max(1, holdings // 8), len(owner))
    city = district // 3
    place = np.stack([district, city, city // 3, np.zeros_like(city)])
    return World(money, spread, figure, revenue, there, owner, place)
