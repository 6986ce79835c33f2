"""What was told to whom: a figure must not give a few holdings away beside one that the viewer has already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from lake.disclosure.dominance import apart_enough, sum_passes
from lake.disclosure.rules import Holding, Rules


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure about others as one viewer gets it.

    Parameters
    ----------
    viewer : str
        The partner.
    holding : str
        Whose company the viewer is; all viewers of a holding are taken for one.
    metric, lens, level : str
        Which figure, and of which group.
    start, end : date
        First and last day.
    contributors : frozenset of str
        Holdings whose rows stand behind it.
    shares : mapping
        What each of them brought to it, of 1.
    sums : bool
        Whether it tells the sum of what they bring, as a share of a whole does.
    """

    viewer: str
    holding: Holding
    metric: str
    lens: str
    level: str
    start: date
    end: date
    contributors: frozenset[Holding]
    shares: Mapping[Holding, float] = field(default_factory=dict)
    sums: bool = False


class Ledger(Protocol):
    """Remembers cells; the one of the product is a table in `tenants`."""

    def admits(self, cell: Cell) -> bool:
        """Say whether the cell may be told beside those told before."""
        ...

    def sets_before(self, cell: Cell) -> list[frozenset[Holding]]:
        """Return who stood behind the same figure of the same group on overlapping days, the newest first."""
        ...

    def record(self, cells: Iterable[Cell]) -> None:
        """Remember cells as told."""
        ...


class Told(Protocol):
    """What of a cell two of them are compared by."""

    @property
    def metric(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> date: ...  # noqa: D102
    @property
    def end(self) -> date: ...  # noqa: D102
    @property
    def contributors(self) -> frozenset[Holding]: ...  # noqa: D102
    @property
    def shares(self) -> Mapping[Holding, float]: ...  # noqa: D102
    @property
    def sums(self) -> bool: ...  # noqa: D102


def too_close(cell: Told, earlier: Told, rules: Rules = Rules()) -> bool:
    """Say whether two cells of one reader together would give a few holdings away.

    They do when they tell the same figure of days that overlap, of sets that differ by a few holdings; and, when they
    tell sums, when one of those that they differ by could be read from the difference.
    """
    if cell.metric != earlier.metric or cell.start > earlier.end or earlier.start > cell.end:
        return False
    if not apart_enough(cell.contributors, earlier.contributors, rules):
        return True
    common = cell.contributors & earlier.contributors
    if not cell.sums or not common or cell.contributors == earlier.contributors:
        return False
    # Shares are of two wholes; what both sets have puts them on one scale.
    parts = [sum(one.shares.get(holding, 0.0) for holding in common) for one in (cell, earlier)]
    if min(parts) <= 0:
        return True
    amounts = [
        one.shares.get(holding, 0.0) / part
        for one, part in zip((cell, earlier), parts, strict=True)
        for holding in one.contributors - common
    ]
    return not sum_passes(amounts, rules)


def clash(cell: Cell, earlier: Cell, rules: Rules = Rules()) -> bool:
    """Say whether two cells go to one reader, a partner or a holding, and are too close."""
    return (cell.viewer == earlier.viewer or cell.holding == earlier.holding) and too_close(cell, earlier, rules)


class Book:
    """A ledger in memory, for experiments and tests."""

    def __init__(self, rules: Rules = Rules()) -> None:
        self.rules = rules
        self.cells: list[Cell] = []

    def admits(self, cell: Cell) -> bool:
        """Say whether the cell may be told beside those told before."""
        return not any(clash(cell, earlier, self.rules) for earlier in self.cells)

    def sets_before(self, cell: Cell) -> list[frozenset[Holding]]:
        """Return who stood behind the same figure of the same group on overlapping days, the newest first."""
        told = [
            one
            for one in self.cells
            if (one.viewer, one.metric, one.lens, one.level) == (cell.viewer, cell.metric, cell.lens, cell.level)
            and one.start <= cell.end
            and one.end >= cell.start
        ]
        return list(dict.fromkeys(one.contributors for one in sorted(told, key=lambda one: one.end, reverse=True)))

    def record(self, cells: Iterable[Cell]) -> None:
        """Remember cells as told."""
        self.cells.extend(cells)
