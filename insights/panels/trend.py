"""One metric over time: the chart, the line above it, the links to its other steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from insights.panels.how import How
from insights.panels.links import Address
from ui import dates
from ui.charts import Chart, Point, Trend, cached_chart, trend_chart

GRAINS: Final = {"day": gettext_noop("Days"), "week": gettext_noop("Weeks"), "month": gettext_noop("Months")}
LONGEST: Final = 400
"""More points than this are no longer told apart on a screen."""


class Shown(Protocol):
    """One period as a selector reads it."""

    @property
    def period(self) -> date: ...
    @property
    def value(self) -> float | None: ...
    @property
    def partial(self) -> bool: ...


@dataclass(frozen=True)
class TrendBlock:
    """What templates/insights/trend.html shows."""

    title: str
    subtitle: str
    chart: Chart | None
    grains: tuple[tuple[str, str, bool], ...]
    how: How


def grain_links(address: Address, chosen: str, offered: Sequence[str]) -> tuple[tuple[str, str, bool], ...]:
    """Link each step of the chart, keeping every other choice."""
    return tuple((_(GRAINS[grain]), address.to(grain=grain), grain == chosen) for grain in GRAINS if grain in offered)


def subtitle(measure: str, grain: str, against: str) -> str:
    """Say what is drawn: measure and step, and what the grey line is."""
    steps = {
        "day": _("%(measure)s by day."),
        "week": _("%(measure)s by week."),
        "month": _("%(measure)s by month."),
    }
    text = steps[grain] % {"measure": measure}
    if not against:
        return text
    return f"{text} " + _("Grey dashes: %(against)s.") % {"against": against}


def points(shown: Sequence[Shown], base: Sequence[Shown], grain: str) -> tuple[Point, ...]:
    """Put each period beside the one it is compared with, by its place in the row."""
    made = []
    for at, one in enumerate(shown):
        before = base[at] if at < len(base) else None
        made.append(
            Point(
                label=dates.label_short(one.period, grain),
                title=dates.label(one.period, grain),
                value=one.value,
                previous=before.value if before else None,
                previous_title=dates.label(before.period, grain) if before else "",
                partial=one.partial,
                rest=grain == "day" and one.period.weekday() >= 5,
            )
        )
    return tuple(made)


def chart(key: str, name: str, build: Callable[[], Trend]) -> Chart:
    """Draw a chart, or take the one kept under ``key``: data version, page's choices and metric."""
    return cached_chart(f"{name}|{key}", lambda: trend_chart(build(), name=name))
