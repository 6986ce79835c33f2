"""Customers: how many different people bought."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from billing.features import GROWTH
from insights.engine.frame import Frame, Measure
from insights.engine.windows import Windows
from insights.metrics.base import Better, Metric, Unit, Values
from insights.metrics.examples import Example, Paid


def measures(frame: Frame, windows: Windows) -> Values:
    """Return the distinct customers with a purchase in the window."""
    count = frame.customers(windows)
    return Values(count.astype(np.float64), frame.sum(Measure.PURCHASES, windows.start, windows.end))


METRIC = Metric(
    key="customers",
    order=40,
    title=_("Customers"),
    description=_(
        "How many different customers bought. One who came on three days is one customer of the week, "
        "so days do not add up to it."
    ),
    formula=_("number of different customers with a purchase"),
    unit=Unit.COUNT,
    better=Better.UP,
    feature=GROWTH,
    measures=measures,
    examples=(
        Example(
            says="Anna came twice and is one customer; Boris only gave something back and is none.",
            given=(
                Paid("2026-03-02", "Anna", "100"),
                Paid("2026-03-04", "Anna", "100"),
                Paid("2026-03-04", "Vera", "20"),
                Paid("2026-03-04", "Boris", "30", refund=True),
            ),
            start="2026-03-02",
            end="2026-03-08",
            expect=2.0,
            n=3,
        ),
    ),
)
