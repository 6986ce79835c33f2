"""Growth of revenue: the last days against as many days before."""

from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.features import GROWTH
from insights.engine.frame import Frame, Measure
from insights.engine.windows import Windows
from insights.metrics.base import Better, Metric, Reach, Unit, Values, growth
from insights.metrics.examples import Example, on_days


def measures(frame: Frame, windows: Windows, *, days: int) -> Values:
    """Return the revenue of the last `days` days of the window's end by that of the days before, less 1."""
    middle, first = windows.end - days, windows.end - 2 * days
    now, base = frame.net(middle + 1, windows.end), frame.net(first + 1, middle)
    known = first + 1 >= frame.span.lake_start
    return Values(growth(now, base, known), frame.sum(Measure.PURCHASES, first + 1, windows.end))


def _metric(days: int, order: int, title: str | Promise, description: str | Promise, formula: str | Promise) -> Metric:
    half = ("10.00",) * days
    return Metric(
        key=f"revenue_change_{days}",
        order=order,
        title=title,
        description=description,
        formula=formula,
        unit=Unit.SHARE,
        better=Better.UP,
        feature=GROWTH,
        measures=partial(measures, days=days),
        reach=Reach(before_end=2 * days - 1),
        least_days=2 * days,
        examples=(
            Example(
                says=f"{days} days at 12.50 roubles after {days} days at 10 roubles.",
                given=on_days("2024-01-01", half + ("12.50",) * days),
                start=_day(2 * days),
                end=_day(2 * days),
                expect=0.25,
                n=2 * days,
            ),
            Example(
                says="The days before are not all in the lake: there is nothing fair to compare with.",
                given=on_days("2024-01-01", half + ("12.50",) * (days - 1)),
                start=_day(2 * days - 1),
                end=_day(2 * days - 1),
                expect=None,
                n=2 * days - 1,
            ),
        ),
    )


def _day(number: int) -> str:
    return on_days("2024-01-01", ("0",) * number)[-1].day


METRICS = (
    _metric(
        7,
        70,
        _("Revenue growth, week to week"),
        _("The last 7 days of the period against the 7 days before them."),
        _("revenue of the last 7 days ÷ revenue of the 7 days before − 1"),
    ),
    _metric(
        28,
        71,
        _("Revenue growth, 4 weeks to 4 weeks"),
        _("The last 28 days of the period against the 28 days before them."),
        _("revenue of the last 28 days ÷ revenue of the 28 days before − 1"),
    ),
    _metric(
        91,
        72,
        _("Revenue growth, quarter to quarter"),
        _("The last 91 days of the period against the 91 days before them."),
        _("revenue of the last 91 days ÷ revenue of the 91 days before − 1"),
    ),
    _metric(
        364,
        73,
        _("Revenue growth, year to year"),
        _("The last 364 days of the period against the 364 days before them."),
        _("revenue of the last 364 days ÷ revenue of the 364 days before − 1"),
    ),
)
