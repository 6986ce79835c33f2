"""Purchase frequency: how often one customer buys within the period."""

from django.utils.translation import gettext_lazy as _

from billing.features import GROWTH
from insights.engine.frame import Frame, Measure
from insights.engine.windows import Windows
from insights.metrics.base import Better, Metric, Unit, Values, ratio
from insights.metrics.examples import Example, Paid


def measures(frame: Frame, windows: Windows) -> Values:
    """Return purchases by distinct customers of the same window."""
    count = frame.sum(Measure.PURCHASES, windows.start, windows.end)
    return Values(ratio(count, frame.customers(windows)), count)


METRIC = Metric(
    key="purchase_frequency",
    order=50,
    title=_("Purchases per customer"),
    description=_("How often one customer bought within the period. A longer period has more purchases per customer."),
    formula=_("number of purchases ÷ number of different customers of the same period"),
    unit=Unit.PER_CUSTOMER,
    better=Better.UP,
    feature=GROWTH,
    measures=measures,
    examples=(
        Example(
            says="Three purchases of two customers.",
            given=(
                Paid("2026-03-02", "Anna", "100"),
                Paid("2026-03-04", "Anna", "100"),
                Paid("2026-03-04", "Vera", "20"),
            ),
            start="2026-03-02",
            end="2026-03-08",
            expect=1.5,
            n=3,
        ),
        Example(
            says="Nobody came: there is nothing to divide by.",
            given=(),
            start="2026-03-02",
            end="2026-03-08",
            expect=None,
            n=0,
        ),
    ),
)
