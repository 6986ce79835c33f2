"""What the read door hands out about others: judged, rounded, with the group it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise

from billing.entitlements import Locked
from insights.metrics import Better
from lake.peers.lenses import Lens
from lake.peers.own_choice import Description

__all__ = ["Lens", "PeerAnswer", "PeerGroup", "PeerInfo", "PeerPoint", "PeerShares", "PeerUnit", "Suppressed", "Trait"]


class PeerUnit(StrEnum):
    """What a comparison is counted in."""

    SHARE = "share"
    RUB = "RUB"
    PER_CUSTOMER = "per_customer"
    INDEX = "index"
    LIFT = "lift"
    CORRELATION = "correlation"


@dataclass(frozen=True, slots=True)
class PeerInfo:
    """A comparison as the catalogue describes it; it needs so many whole weeks of data."""

    key: str
    title: str | Promise
    description: str | Promise
    unit: PeerUnit
    better: Better
    feature: str
    locked: Locked | None = None
    weeks: int = 13


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Why a figure about others is not told: `reason` for machines, `text` for people, without any threshold.

    `wider` says that the wider group can be asked for instead.
    """

    reason: str
    text: str
    wider: bool = False


@dataclass(frozen=True, slots=True)
class PeerShares:
    """Others' shares of groups of customers, whole percents, of [start, end]; so many businesses stand behind them."""

    shares: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    businesses: int = 0
    start: date | None = None
    end: date | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """Return the days that they rest on; None where nothing is told."""
        return (self.start, self.end) if self.shares and self.start and self.end else None


NO_PEERS: Final = PeerShares()
"""Nothing is told of others."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait of the group beside the own value: the middle half of its businesses, rounded."""

    key: str
    title: str | Promise
    unit: PeerUnit
    you: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Who the similar businesses are: how chosen, how wide, how many; frozen for a quarter. No names, ever.

    `level` is for machines (`kind|city`), `level_text` for people ("coffee shops in Moscow"); `businesses` counts
    other holdings. `wide` is the wider group. `kind` is what all of them are, empty where they differ; `chosen` what
    the partner itself asked for, through its own lens.
    """

    lens: Lens
    wide: bool
    level: str
    level_text: str
    businesses: int
    quarter: date
    version: int
    traits: tuple[Trait, ...] = ()
    kind: str = ""
    chosen: Description | None = None


@dataclass(frozen=True, slots=True)
class PeerPoint:
    """One step of a line, [start, end]: indices of each one's own, 100 where the line begins or at its mean."""

    start: date
    end: date
    you: float | None
    median: float | None
    q1: float | None
    q3: float | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    """One comparison through one lens over [start, end].

    `you`, `median`, `q1`, `q3` are in the unit of `info`; `percentile` is 5, 10 … 95; `difference` is `you` less the
    median for growth (percentage points / 100), `you` / median − 1 for levels. `parts` are the named shares of
    defection (`rivals`, `elsewhere`, `nothing`), whole percents / 100. `points` are the steps of a line, None where the
    figure has no line. None or empty where it may not be told.
    `businesses` stand behind this very figure. `against` says what growth is against: `year` (364 days earlier) or
    `previous` (the weeks before).
    """

    info: PeerInfo
    lens: Lens
    group: PeerGroup | None
    start: date | None
    end: date | None
    you: float | None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    percentile: int | None = None
    difference: float | None = None
    parts: tuple[tuple[str, float], ...] = ()
    points: tuple[PeerPoint, ...] | None = None
    provisional: bool = False
    suppressed: Suppressed | None = None
    against: str = ""
    businesses: int = 0
    data_version: int = 0
    computed_at: datetime | None = None
