"""Purchases: how many times customers paid."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from billing.features import GROWTH
from insights.engine.frame import Frame, Measure
from insights.engine.windows import Windows
from insights.metrics.base import Better, Metric, Unit, Values
from insights.metrics.examples import Example, Paid


def measures(frame: Frame, windows: Windows) -> Values:
    """Return the number of purchases."""
    count = frame.sum(Measure.PURCHASES, windows.start, windows.end)
    return Values(count.astype(np.float64), count)


METRIC = Metric(
    key="transactions",
    order=20,
    title=_("Purchases"),
    description=_("How many times customers paid. Refunds are not counted; a purchase paid with bonuses is."),
    formula=_("number of purchases"),
    unit=Unit.COUNT,
    better=Better.UP,
    feature=GROWTH,
    measures=measures,
    examples=(
        Example(
            says="A purchase of zero, paid with bonuses, is a purchase; a refund is none.",
            given=(
                Paid("2026-03-02", "Anna", "100"),
                Paid("2026-03-02", "Anna", "0"),
                Paid("2026-03-02", "Boris", "30", refund=True),
            ),
            start="2026-03-02",
            end="2026-03-02",
            expect=2.0,
            n=2,
        ),
    ),
)
