"""Revenue: what customers paid, less what they got back."""

from django.utils.translation import gettext_lazy as _

from billing.features import GROWTH
from insights.engine.frame import Frame, Measure
from insights.engine.windows import Windows
from insights.metrics.base import Better, Metric, Unit, Values
from insights.metrics.examples import Example, Paid


def measures(frame: Frame, windows: Windows) -> Values:
    """Return purchases less refunds; a refund counts on its own day."""
    net = frame.net(windows.start, windows.end)
    return Values(net / 100, frame.sum(Measure.PURCHASES, windows.start, windows.end))


METRIC = Metric(
    key="revenue",
    order=10,
    title=_("Revenue"),
    description=_("What customers paid by card, less what you gave back. A refund counts on the day it was made."),
    formula=_("sum of purchases − sum of refunds"),
    unit=Unit.RUB,
    better=Better.UP,
    feature=GROWTH,
    measures=measures,
    examples=(
        Example(
            says="A refund lowers the revenue of the day it was made, not of the day of the purchase.",
            given=(
                Paid("2026-03-02", "Anna", "100.10"),
                Paid("2026-03-02", "Boris", "50.05"),
                Paid("2026-03-03", "Anna", "100.10", refund=True),
            ),
            start="2026-03-02",
            end="2026-03-02",
            expect=150.15,
            n=2,
        ),
        Example(
            says="A day with nothing but a refund has a negative revenue.",
            given=(Paid("2026-03-02", "Anna", "100.10"), Paid("2026-03-03", "Anna", "100.10", refund=True)),
            start="2026-03-03",
            end="2026-03-03",
            expect=-100.10,
            n=0,
        ),
        Example(says="A day without sales counts 0.", given=(), start="2026-03-02", end="2026-03-02", expect=0.0, n=0),
    ),
)
