"""What was told to whom: a figure must not give a few holdings away beside one that the viewer has already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from lake.disclosure.dominance import apart_enough
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


class Ledger(Protocol):
    """Remembers cells; the one of the product is a table in `tenants`."""

    def admits(self, cell: Cell) -> bool:
        """Say whether the cell may be told beside those told before."""
        ...

    def record(self, cells: Iterable[Cell]) -> None:
        """Remember cells as told."""
        ...


def clash(cell: Cell, earlier: Cell, rules: Rules = Rules()) -> bool:
    """Say whether two cells together would give a few holdings away.

    They do when one reader gets the same figure of days that overlap from sets that differ by a few holdings.
    """
    return (
        (cell.viewer == earlier.viewer or cell.holding == earlier.holding)
        and cell.metric == earlier.metric
        and cell.start <= earlier.end
        and earlier.start <= cell.end
        and not apart_enough(cell.contributors, earlier.contributors, rules)
    )


class Book:
    """A ledger in memory, for experiments and tests."""

    def __init__(self, rules: Rules = Rules()) -> None:
        self.rules = rules
        self.cells: list[Cell] = []

    def admits(self, cell: Cell) -> bool:
        """Say whether the cell may be told beside those told before."""
        return not any(clash(cell, earlier, self.rules) for earlier in self.cells)

    def record(self, cells: Iterable[Cell]) -> None:
        """Remember cells as told."""
        self.cells.extend(cells)
