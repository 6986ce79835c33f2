"""What each customer is expected to spend on a purchase day: by Gamma-Gamma, or by own means where that has none."""

from dataclasses import dataclass

import numpy as np

from insights.engine.windows import Floats
from segments.value.days import Histories
from segments.value.soundness import link, spend_unsound
from segments.value.spend import SpendModel, spend_fit


@dataclass(frozen=True, slots=True)
class Spending:
    """How spending is estimated.

    Parameters
    ----------
    model : SpendModel or None
        The fit, believed or not; None when nobody spent anything on a repeat day.
    unsound : str
        Why it may not be believed; empty when it may.
    link : float
        Correlation of how often customers come and what they spend at a time.
    overall : float
        Mean of all repeat purchase days.
    """

    model: SpendModel | None
    unsound: str
    link: float
    overall: float

    @property
    def believed(self) -> SpendModel | None:
        """The fit, if it may be believed."""
        return None if self.unsound else self.model

    def expected(self, histories: Histories) -> Floats:
        """Return roubles a purchase day for each customer: own mean drawn to everybody's."""
        if self.believed:
            return self.believed.expected(histories.repeats, histories.average)
        # One day of everybody's mean is enough to calm a single large purchase.
        return (histories.repeat_spent + self.overall) / (histories.repeats + 1)


def spending_of(histories: Histories) -> Spending:
    """Fit what customers spend, and say whether the fit may be believed."""
    days = int(histories.repeats.sum())
    overall = float(histories.repeat_spent.sum()) / days if days else 0.0
    if not np.any(histories.repeat_spent > 0):
        return Spending(None, "spend_nothing", 0.0, overall)
    linked = link(histories)
    model = spend_fit(histories.repeats, histories.average)
    return Spending(model, spend_unsound(model, linked), linked, overall)
