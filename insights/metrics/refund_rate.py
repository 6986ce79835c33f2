"""Refund rate: what part of the purchases went back."""

from django.utils.translation import gettext_lazy as _

from billing.features import GROWTH
from insights.engine.frame import Frame, Measure
from insights.engine.windows import Windows
from insights.metrics.base import Better, Metric, Unit, Values, ratio
from insights.metrics.examples import Example, Paid


def measures(frame: Frame, windows: Windows) -> Values:
    """Return refunds by purchases, in money."""
    gross = frame.sum(Measure.GROSS, windows.start, windows.end)
    refunded = frame.sum(Measure.REFUNDED, windows.start, windows.end)
    return Values(ratio(refunded, gross), frame.sum(Measure.PURCHASES, windows.start, windows.end))


METRIC = Metric(
    key="refund_rate",
    order=90,
    title=_("Refund rate"),
    description=_("What part of the money paid in the period went back in the same period."),
    formula=_("sum of refunds ÷ sum of purchases"),
    unit=Unit.SHARE,
    better=Better.DOWN,
    feature=GROWTH,
    measures=measures,
    examples=(
        Example(
            says="5 roubles of 200 went back.",
            given=(
                Paid("2026-03-02", "Anna", "150"),
                Paid("2026-03-02", "Boris", "50"),
                Paid("2026-03-03", "Anna", "5", refund=True),
            ),
            start="2026-03-02",
            end="2026-03-08",
            expect=0.025,
            n=2,
        ),
        Example(
            says="Nothing was paid: there is no share.",
            given=(Paid("2026-03-03", "Anna", "5", refund=True),),
            start="2026-03-02",
            end="2026-03-08",
            expect=None,
            n=0,
        ),
    ),
)
