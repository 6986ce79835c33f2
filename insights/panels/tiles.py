"""The four numbers on top of the overview."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """What components/kpi.html shows; ``note`` stands in place of the change where nothing is compared."""

    key: str
    label: str
    value: float | None
    unit: str
    better: str
    points: Sequence[float | None]
    url: str
    change: float | None = None
    against: str = ""
    note: str = ""
