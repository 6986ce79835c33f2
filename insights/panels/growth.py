"""One growth metric: what it means, how it stands, how it moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.panels.way import Viewer
from insights.answers import Freshness, MetricAnswer, MetricInfo
from insights.panels import words
from insights.panels.asked import Asked
from insights.panels.figures import better_of, change_of, compares_itself, move_of
from insights.panels.how import how_of
from insights.panels.lines import Lines, lines_of
from insights.panels.notices import Notice, notices_of
from insights.panels.seen import Seen, seen_of
from insights.panels.trend import TrendBlock, trend_block
from insights.periods import Compare
from ui import dates


@dataclass(frozen=True)
class Against:
    """A change and the days it is measured against."""

    words: str
    change: float | None
    base: float | None
    better: str


@dataclass(frozen=True)
class MetricFigures:
    """What templates/insights/growth.html shows of the chosen metric."""

    lines: Lines
    title: str
    definition: str
    value: float | None
    unit: str
    n: int
    moves: Sequence[Against]
    trend: TrendBlock
    notices: Sequence[Notice]
    seen: Seen | None


def metric_figures(
    answer: MetricAnswer, year: MetricAnswer | None, asked: Asked, fresh: Freshness, viewer: Viewer
) -> MetricFigures:
    """Lay out one metric; ``year`` is the same question against a year before."""
    info, lines = answer.info, lines_of(answer, fresh)
    moves = [] if compares_itself(info.key) else [one for one in (_against(answer), _against(year)) if one]
    title = words.finding(str(info.title), info.unit, move_of(answer), lines.period, lines.against if moves else "")
    return MetricFigures(
        lines=lines,
        title=str(info.title),
        definition=str(info.description),
        value=answer.value,
        unit=info.unit,
        n=answer.n,
        moves=moves,
        trend=trend_block(answer, title, asked, lines, how_of(answer)),
        notices=notices_of(answer, fresh, viewer),
        seen=seen_of(answer, viewer),
    )


def _against(answer: MetricAnswer | None) -> Against | None:
    base = answer.compare if answer else None
    if answer is None or base is None:
        return None
    days = dates.period(base.start, base.end)
    said = _("Against a year before, %(days)s") if base.kind is Compare.YEAR else _("Against %(days)s")
    return Against(said % {"days": days}, change_of(answer), base.value, better_of(answer))


def tabs_of(catalogue: Sequence[MetricInfo], chosen: str, asked: Asked | None) -> list[tuple[str, str, bool]]:
    """Link every metric, keeping the choices of the page."""

    def url(key: str) -> str:
        path = reverse("growth-metric", args=[key])
        return asked.address.to(path) if asked else path

    return [(str(info.title), url(info.key), info.key == chosen) for info in catalogue]
