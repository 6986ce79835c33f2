"""Revenue against the same period a year earlier, matched by weekday."""

from django.utils.translation import gettext_lazy as _

from billing.features import GROWTH
from insights.engine.frame import Frame, Measure
from insights.engine.windows import Windows
from insights.metrics.base import Better, Metric, Reach, Unit, Values, growth
from insights.metrics.examples import Example, Paid

YEAR = 364
"""52 weeks: a Saturday is compared with a Saturday."""


def measures(frame: Frame, windows: Windows) -> Values:
    """Return the window's revenue by that of the same window 364 days earlier, less 1."""
    start, end = windows.start - YEAR, windows.end - YEAR
    value = growth(frame.net(windows.start, windows.end), frame.net(start, end), start >= frame.span.lake_start)
    both = frame.sum(Measure.PURCHASES, windows.start, windows.end) + frame.sum(Measure.PURCHASES, start, end)
    return Values(value, both)


METRIC = Metric(
    key="revenue_yoy",
    order=80,
    title=_("Revenue against last year"),
    description=_("The period against the same days of last year, weekday by weekday."),
    formula=_("revenue ÷ revenue of the same period 364 days earlier − 1"),
    unit=Unit.SHARE,
    better=Better.UP,
    feature=GROWTH,
    measures=measures,
    reach=Reach(before_start=YEAR),
    least_days=YEAR + 1,
    examples=(
        Example(
            says="Monday, 3 March 2025 is 364 days before Monday, 2 March 2026.",
            given=(Paid("2025-03-03", "Anna", "80"), Paid("2026-03-02", "Anna", "100")),
            start="2026-03-02",
            end="2026-03-02",
            expect=0.25,
            n=2,
        ),
        Example(
            says="Nothing was sold on that day last year: too little to compare with.",
            given=(Paid("2026-03-02", "Anna", "100"),),
            start="2026-03-02",
            end="2026-03-02",
            expect=None,
            n=1,
            lake_start="2025-01-01",
        ),
        Example(
            says="The lake begins later than a year ago.",
            given=(Paid("2026-03-02", "Anna", "100"),),
            start="2026-03-02",
            end="2026-03-02",
            expect=None,
            n=1,
        ),
    ),
)
