"""The overview: one sentence, four tiles, revenue over time, the other figures, the outlets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.entitlements import Locked
from insights.panels import words
from insights.panels.how import How
from insights.panels.links import Address
from insights.panels.notices import Notice
from insights.panels.tiles import Tile
from insights.panels.trend import TrendBlock
from insights.panels.words import Move
from ui.charts import Bar, Bars, bars_chart

TILES: Final = ("revenue", "customers", "average_ticket", "purchase_frequency")


@dataclass(frozen=True)
class Row:
    """One of the other figures."""

    label: str
    url: str
    value: float | None
    unit: str
    better: str
    change: float | None


@dataclass(frozen=True)
class Overview:
    """What templates/insights/overview.html shows once there are figures."""

    line: str
    freshness: str
    headline: str
    against: str
    compared: bool
    tiles: Sequence[Tile]
    trend: TrendBlock
    others: Sequence[Row]
    outlets: Bars | None = None
    outlets_note: str = ""
    outlets_how: How | None = None
    notices: Sequence[Notice] = field(default_factory=tuple)


def headline(readings: Mapping[str, Reading], period: str, against: str) -> str:
    """Say what happened, from the four readings of the tiles."""
    moves = {key: readings[key].move for key in TILES}
    return words.headline(
        period,
        against,
        moves["revenue"],
        moves["customers"],
        moves["purchase_frequency"],
        moves["average_ticket"],
        compared=bool(against),
    )
