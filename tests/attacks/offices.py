"""Who tells: the judge as the product asks it, and a careless office that shows what the attacks can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from lake.disclosure import Book, Cell, Contribution, judge_quantiles
from tests.attacks.worlds import World

NEIGHBOURS = 24


@dataclass(frozen=True, slots=True)
class Seen:
    """One published figure: the level of a quantile (None for a mean) over members in a window."""

    window: int
    lens: str
    members: frozenset[int]
    level: float | None
    value: float


class Office(Protocol):
    """Tells a company's people what they may see."""

    def tell(self, company: int) -> list[Seen]:
        """Return all that one viewer is told over all windows."""
        ...


class Judging:
    """Tells through the judge, with the ladder, three groups and a ledger for each holding."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ledger = Book()

    def tell(self, company: int) -> list[Seen]:
        """Return all that one viewer is told over all windows."""
        return [seen for window in range(len(self.world.figure)) for seen in self._of_window(company, window)]

    def _of_window(self, company: int, window: int) -> Iterator[Seen]:
        world, told = self.world, 0
        for level in range(len(world.place)):
            found = self._judged(company, window, "kind", level, world.members(company, level, window))
            yield from found
            told += bool(found)
            if told == 2:  # the group, and the wider one
                break
        yield from self._judged(company, window, "size", 0, self._near(company, window))

    def _near(self, company: int, window: int) -> frozenset[int]:
        # Frozen: chosen by the sales of the first window of the quarter.
        world, frozen = self.world, 0 if window < len(self.world.figure) - 3 else len(self.world.figure) - 3
        mine = world.owner[company]
        far = np.abs(np.log(world.revenue[frozen] / world.revenue[frozen, mine]))
        near = [int(one) for one in np.argsort(far) if one != mine and world.there[window, one]]
        return frozenset(near[:NEIGHBOURS])

    def _judged(self, company: int, window: int, lens: str, level: int, members: frozenset[int]) -> list[Seen]:
        world = self.world
        given = [Contribution(f"h{one}", float(world.figure[window, one])) for one in sorted(members)]
        found = judge_quantiles(given, money=world.money)
        if found.median is None:
            return []
        end = date(2026, 1, 4) + timedelta(days=7 * window)
        cell = Cell(
            viewer=str(company),
            holding=f"h{world.owner[company]}",
            metric="figure",
            lens=lens,
            level=str(level),
            start=end - timedelta(days=90),
            end=end,
            contributors=found.used,
        )
        if not self.ledger.admits(cell):
            return []
        self.ledger.record([cell])
        parts = ((0.5, found.median), (0.25, found.q1), (0.75, found.q3))
        return [Seen(window, lens, members, at, value) for at, value in parts if value is not None]


class Careless:
    """Tells exact means of every group of every level, of however few, as a product without a judge would."""

    def __init__(self, world: World) -> None:
        self.world = world

    def tell(self, company: int) -> list[Seen]:
        """Return all that one viewer is told over all windows."""
        world, seen = self.world, []
        for window in range(len(world.figure)):
            for level in range(len(world.place)):
                if members := world.members(company, level, window):
                    mean = float(np.mean([world.figure[window, one] for one in members]))
                    seen.append(Seen(window, "kind", members, None, mean))
        return seen
