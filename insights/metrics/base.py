"""What a metric is: one object that the page, the API, the documentation and the tests all read."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from django.utils.functional import Promise

from billing.features import Feature
from insights.engine.frame import Frame
from insights.engine.windows import Floats, Grain, Ints, Windows
from insights.metrics.examples import Example


class Unit(StrEnum):
    """What a value is counted in."""

    RUB = "RUB"
    COUNT = "count"
    SHARE = "share"
    PER_CUSTOMER = "per_customer"
    DAYS = "days"


class Better(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Change(StrEnum):
    """How the difference between two values is shown: in per cent, or in percentage points."""

    RELATIVE = "relative"
    POINTS = "points"


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """One metric over some windows.

    Parameters
    ----------
    value : float64 array of shape (windows,)
        Unrounded, roubles for money; nan where there is none.
    n : int64 array of shape (windows,)
        Number of purchases each value rests on.
    """

    value: Floats
    n: Ints


@dataclass(frozen=True, slots=True)
class Reach:
    """How many days before a window a metric looks at.

    Parameters
    ----------
    before_start, before_end : int
        Days before the window's start, and before its end; the earlier of both counts.
    """

    before_start: int = 0
    before_end: int = 0

    def first(self, start: int, end: int) -> int:
        """Return the earliest day that a window [start, end] needs."""
        return min(start - self.before_start, end - self.before_end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric: its definition, its words, and the examples that prove it.

    Parameters
    ----------
    key : str
        Its name everywhere; never changed.
    order : int
        Its place in lists.
    title, description, formula : lazy str
        What a person reads.
    unit : Unit
        What a value is counted in.
    better : Better
        Which way is good.
    feature : Feature
        What a plan must hold; no default, so that nobody forgets to decide.
    measures : callable
        (frame, windows) → values.
    examples : tuple of Example
        Worked by hand; they are its tests and its documentation.
    reach : Reach
        How far back it looks.
    least_days : int
        Days of data before it has a value.
    grains : tuple of Grain
        By which it is given.
    version : int
        Raised when the definition changes, so that stored values are computed anew.
    """

    key: str
    order: int
    title: str | Promise
    description: str | Promise
    formula: str | Promise
    unit: Unit
    better: Better
    feature: Feature
    measures: Callable[[Frame, Windows], Values]
    examples: tuple[Example, ...]
    reach: Reach = Reach()
    least_days: int = 1
    grains: tuple[Grain, ...] = tuple(Grain)
    version: int = 1

    def __str__(self) -> str:
        return self.key

    @property
    def change(self) -> Change:
        """How a change of it is shown."""
        return Change.POINTS if self.unit is Unit.SHARE else Change.RELATIVE

    def values(self, frame: Frame, windows: Windows) -> Values:
        """Compute it for each window of one slice."""
        return self.measures(frame, windows)


def ratio(above: Ints, below: Ints, scale: int = 1) -> Floats:
    """Return above / (below × scale), nan where `below` is 0; whole numbers until this one division."""
    result = np.full(len(above), np.nan)
    np.divide(above, below * scale, out=result, where=below != 0)
    return result


def growth(now: Ints, base: Ints, known: np.ndarray) -> Floats:
    """Return now / base − 1, nan where the base is 0 or not wholly known."""
    result = ratio(now, base) - 1
    result[~known] = np.nan
    return result
