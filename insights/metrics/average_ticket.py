"""Average ticket: what one purchase comes to."""

from django.utils.translation import gettext_lazy as _

from billing.features import GROWTH
from insights.engine.frame import Frame, Measure
from insights.engine.windows import Windows
from insights.metrics.base import Better, Metric, Unit, Values, ratio
from insights.metrics.examples import Example, Paid


def measures(frame: Frame, windows: Windows) -> Values:
    """Return the sum of purchases, refunds left aside, by their number."""
    gross = frame.sum(Measure.GROSS, windows.start, windows.end)
    count = frame.sum(Measure.PURCHASES, windows.start, windows.end)
    return Values(ratio(gross, count, 100), count)


METRIC = Metric(
    key="average_ticket",
    order=30,
    title=_("Average ticket"),
    description=_("What one purchase comes to. Refunds are left aside."),
    formula=_("sum of purchases ÷ number of purchases"),
    unit=Unit.RUB,
    better=Better.UP,
    feature=GROWTH,
    measures=measures,
    examples=(
        Example(
            says="Refunds are left aside.",
            given=(
                Paid("2026-03-02", "Anna", "100"),
                Paid("2026-03-03", "Boris", "50.50"),
                Paid("2026-03-03", "Anna", "100", refund=True),
            ),
            start="2026-03-02",
            end="2026-03-03",
            expect=75.25,
            n=2,
        ),
        Example(
            says="Without a purchase there is no ticket.",
            given=(Paid("2026-03-02", "Anna", "100", refund=True),),
            start="2026-03-02",
            end="2026-03-02",
            expect=None,
            n=0,
        ),
    ),
)
