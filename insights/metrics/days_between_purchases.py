"""Days between purchases: after how many days a customer comes back."""

from django.utils.translation import gettext_lazy as _

from billing.features import GROWTH
from insights.engine.frame import Frame
from insights.engine.gaps import TRAILING
from insights.engine.windows import Windows
from insights.metrics.base import Better, Metric, Reach, Unit, Values
from insights.metrics.examples import Example, Paid


def measures(frame: Frame, windows: Windows) -> Values:
    """Return the median over customers of their mean gap in the year that ends with the window."""
    return Values(*frame.gaps.at(windows.end))


METRIC = Metric(
    key="days_between_purchases",
    order=60,
    title=_("Days between purchases"),
    description=_(
        "After how many days a typical customer comes back. Looks at the 365 days up to the end of the period "
        "and at customers who came on at least two of them."
    ),
    formula=_(
        "median over customers of (last − first purchase day) ÷ (number of purchase days − 1), "
        "in the 365 days that end with the period"
    ),
    unit=Unit.DAYS,
    better=Better.DOWN,
    feature=GROWTH,
    measures=measures,
    reach=Reach(before_end=TRAILING - 1),
    least_days=2,
    examples=(
        Example(
            says="Anna came every 2 days on average, Vera after 10; the middle of both is 6. Boris came once.",
            given=(
                Paid("2026-03-02", "Anna", "100"),
                Paid("2026-03-02", "Anna", "10"),
                Paid("2026-03-03", "Anna", "100"),
                Paid("2026-03-06", "Anna", "100"),
                Paid("2026-03-01", "Vera", "20"),
                Paid("2026-03-11", "Vera", "20"),
                Paid("2026-03-05", "Boris", "20"),
            ),
            start="2026-03-11",
            end="2026-03-11",
            expect=6.0,
            n=6,
        ),
        Example(
            says="A purchase 365 days before the last day of the period is no longer in the trailing year.",
            given=(Paid("2025-03-11", "Anna", "100"), Paid("2026-03-11", "Anna", "100")),
            start="2026-03-11",
            end="2026-03-11",
            expect=None,
            n=0,
        ),
    ),
)
