"""One metric cut by outlet or by channel. Shares stand only where the parts add up to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One outlet or channel."""

    label: str
    value: float | None
    n: int
    change: float | None = None
    share: float | None = None
    url: str = ""


@dataclass(frozen=True)
class Parts:
    """What templates/insights/part_table.html shows."""

    id: str
    caption: str
    head: str
    measure: str
    unit: str
    better: str
    rows: Sequence[Part]
    compared: bool
    has_share: bool
    note: str = ""
