"""Tables whose cells are coloured by how much stands in them, with the number printed in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEVELS: Final = 5
NARROW: Final = 0.05
"""Values that lie closer together than this share are of one colour: there is nothing to tell apart."""


@dataclass(frozen=True)
class Cell:
    """One cell: None as level leaves it blank; `url` makes its number a link, which is named `label`."""

    text: str = ""
    level: int | None = None
    title: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Row:
    """One row; `first` are the plain cells before the coloured ones."""

    name: str
    cells: Sequence[Cell]
    first: Sequence[str] = ()


@dataclass(frozen=True)
class Heat:
    """What templates/insights/customers/heat.html shows; `few` and `many` name the ends of the colours."""

    caption: str
    corner: str
    columns: Sequence[str]
    rows: Sequence[Row]
    few: str
    many: str
    first: Sequence[str] = ()
    above: str = ""

    @property
    def legend(self) -> Sequence[int]:
        """The colours, the faintest first."""
        return range(LEVELS)


def levels_from_zero(values: Sequence[float]) -> list[int]:
    """Colour amounts: nothing is the faintest, the largest the strongest."""
    most = max(values, default=0.0)
    return [min(LEVELS - 1, int(LEVELS * value / most)) if most > 0 else 0 for value in values]


def levels_between(values: Sequence[float]) -> list[int]:
    """Colour shares between the smallest and the largest of them."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if high - low < NARROW:
        return [LEVELS // 2] * len(values)
    return [min(LEVELS - 1, int(LEVELS * (value - low) / (high - low))) for value in values]
