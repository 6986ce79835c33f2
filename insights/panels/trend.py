"""One metric over time: the chart, the words above it, the links to its other steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from insights.answers import MetricAnswer, Point
from insights.engine.windows import Grain
from insights.panels.asked import Asked, offers
from insights.panels.how import How
from insights.panels.lines import Lines
from ui import charts, dates

STEPS: Final = {
    Grain.DAY: gettext_noop("Days"),
    Grain.WEEK: gettext_noop("Weeks"),
    Grain.MONTH: gettext_noop("Months"),
}


@dataclass(frozen=True)
class TrendBlock:
    """What templates/insights/trend.html shows."""

    title: str
    subtitle: str
    chart: charts.Chart | None
    grains: tuple[tuple[str, str, bool], ...]
    how: How


def trend_block(answer: MetricAnswer, title: str, asked: Asked, lines: Lines, how: How) -> TrendBlock:
    """Draw a metric; the drawing is kept until the data, the choices or the words change."""
    name = f"trend-{answer.info.key.replace('_', '-')}"
    key = "|".join(
        str(part)
        for part in (answer.provenance.data_version, answer.as_of, answer.start, answer.end, answer.grain,
                     answer.outlet, answer.channel, asked.period.compare, answer.info.key, title)
    )  # fmt: skip
    drawn = None
    if any(point.value is not None for point in answer.points):
        drawn = charts.cached_chart(f"{name}|{key}", lambda: charts.trend_chart(trend(answer, title, lines), name=name))
    return TrendBlock(title, subtitle(answer, lines), drawn, steps(asked), how)


def steps(asked: Asked) -> tuple[tuple[str, str, bool], ...]:
    """Link the steps that the period is long enough for, keeping every other choice."""
    offered = [grain for grain in STEPS if offers(grain, asked.period.days)]
    return tuple((_(STEPS[grain]), asked.address.to(grain=grain), grain is asked.grain) for grain in offered)


def subtitle(answer: MetricAnswer, lines: Lines) -> str:
    """Say what is drawn, in which steps, and what the grey line is."""
    facts = {"measure": answer.info.title, "against": lines.against}
    if lines.compared and base_points(answer):
        return {
            Grain.DAY: _("%(measure)s by day. Grey dashes: %(against)s."),
            Grain.WEEK: _("%(measure)s by week. Grey dashes: %(against)s."),
            Grain.MONTH: _("%(measure)s by month. Grey dashes: %(against)s."),
        }[answer.grain] % facts
    return {
        Grain.DAY: _("%(measure)s by day."),
        Grain.WEEK: _("%(measure)s by week."),
        Grain.MONTH: _("%(measure)s by month."),
    }[answer.grain] % facts


def trend(answer: MetricAnswer, title: str, lines: Lines) -> charts.Trend:
    """Put the answer into the form of the drawing."""
    return charts.Trend(
        title=title,
        measure=str(answer.info.title),
        unit=answer.info.unit,
        points=drawn_points(answer),
        period=lines.period,
        previous_name=lines.against,
    )


def base_points(answer: MetricAnswer) -> Sequence[Point]:
    """Return the periods to compare with; none when the plan's history leaves too few of them for a line."""
    base = answer.compare.points if answer.compare else ()
    # Months of two ranges of equal length may differ by one.
    return base if len(base) >= len(answer.points) - 1 else ()


def drawn_points(answer: MetricAnswer) -> tuple[charts.Point, ...]:
    """Put each period beside the one it is compared with, the last beside the last."""
    base = base_points(answer)
    shift = len(base) - len(answer.points)
    made = []
    for at, point in enumerate(answer.points):
        before = base[at + shift] if 0 <= at + shift < len(base) else None
        made.append(
            charts.Point(
                label=dates.label_short(point.period, answer.grain),
                title=dates.label(point.period, answer.grain),
                value=point.value,
                previous=before.value if before else None,
                previous_title=dates.label(before.period, answer.grain) if before else "",
                partial=point.partial,
                rest=answer.grain is Grain.DAY and point.period.weekday() >= 5,
            )
        )
    return tuple(made)
