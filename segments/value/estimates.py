"""How many purchase days to expect of each customer: by the model, or by what is simpler."""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from insights.engine.windows import Floats, Ints
from segments.value.days import WEEK, Histories, PurchaseDays
from segments.value.purchases import PurchaseModel

OFTEN: Final = (1, 2, 4, 8, 16, 32)
RECENT: Final = (8, 15, 29, 57, 92, 183, 366)
"""Where one group of repeats, and of days since the last purchase, ends and the next begins."""
DRAWN: Final = 10
"""A group is drawn to everybody's mean as if so many customers of that mean were in it."""


class Estimate(Protocol):
    """Expects purchase days of customers in the days after their histories end."""

    @property
    def name(self) -> str:
        """What it is called in the card."""

    def expected(self, histories: Histories, days: int) -> Floats:
        """Return one number a customer."""


@dataclass(frozen=True, slots=True)
class ByModel:
    """BG/NBD."""

    model: PurchaseModel
    name: str = "model"

    def expected(self, histories: Histories, days: int) -> Floats:
        """Return the model's expectation."""
        return self.model.expected(days / WEEK, histories.repeats, histories.last, histories.age)


@dataclass(frozen=True, slots=True)
class ByOwnRate:
    """Each customer goes on as often as so far: the naive estimate that a model must beat."""

    name: str = "own_rate"

    def expected(self, histories: Histories, days: int) -> Floats:
        """Return repeats a day so far, times the days."""
        return histories.repeats / np.maximum(histories.age * WEEK, 1.0) * days


@dataclass(frozen=True, slots=True, eq=False)
class ByLikeness:
    """Each customer does what those did who, a while ago, had come as often and as recently.

    Parameters
    ----------
    days : PurchaseDays
        What is known.
    start, end : int
        First and last day of it.
    """

    days: PurchaseDays
    start: int
    end: int
    name: str = "likeness"

    def expected(self, histories: Histories, days: int) -> Floats:
        """Return the mean of a customer's group in as much of the horizon as was seen, scaled to the whole."""
        window = max(1, min(days, (self.end - self.start + 1) // 3))
        before = self.days.histories(self.end - window)
        if not len(before):
            return ByOwnRate().expected(histories, days)
        seen, _money = self.days.after(before, window)
        group, size = _group(before), (len(OFTEN) + 1) * (len(RECENT) + 1)
        count = np.bincount(group, minlength=size)
        mean = (np.bincount(group, weights=seen, minlength=size) + DRAWN * seen.mean()) / (count + DRAWN)
        result: Floats = mean[_group(histories)] * (days / window)
        return result


def _group(histories: Histories) -> Ints:
    often = np.searchsorted(OFTEN, histories.repeats, side="right")
    recent = np.searchsorted(RECENT, histories.end - histories.latest, side="right")
    return often * (len(RECENT) + 1) + recent
