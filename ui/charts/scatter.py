"""Weeks as dots: one's own across, the middle of a group upwards, and the straight line that fits them best."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from ui import numbers
from ui.charts.drawing import drawn
from ui.charts.trend import Chart, ChartTable

# Narrower than a line over time: so it stands in half a row, and its text is not drawn smaller than it is.
SIZES = {"narrow": (304, 250), "medium": (480, 300), "wide": (780, 340)}
Line = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Dot:
    """One week: indices, the mean week of each one's own being 100."""

    title: str
    you: float
    median: float
    provisional: bool = False


@dataclass(frozen=True)
class Scatter:
    """What the chart shows. ``title`` is the finding in a sentence; ``link`` is which way it goes: 1, -1 or 0 for none.

    A line that says otherwise than the sentence is not drawn: weeks may by chance lean where days do not.
    """

    title: str
    caption: str
    dots: tuple[Dot, ...]
    link: int = 1


def scatter_chart(scatter: Scatter, *, name: str) -> Chart:
    """Draw the dots and their line; when the engine fails, the chart comes out as its table alone."""
    data = _data(scatter)
    description = _description(scatter.dots)
    svgs = drawn("scatter", data, title=scatter.title, description=description, name=name, sizes=SIZES)
    words = data["words"]
    keys = [("dot", words["dot"])]
    if any(data["partial"]):
        keys.append(("hollow", words["partial"]))
    if data["line"]:
        keys.append(("line", words["line"]))
    return Chart(name, "scatter", scatter.title, description, svgs, data, _table(scatter, data), tuple(keys))


def line_of(dots: Sequence[Dot]) -> Line | None:
    """Return the ends of the least-squares line through the dots; None where they all stand above one another."""
    count = len(dots)
    if not count:
        return None
    across, upward = sum(dot.you for dot in dots) / count, sum(dot.median for dot in dots) / count
    spread = sum((dot.you - across) ** 2 for dot in dots)
    if spread <= 0:
        return None
    slope = sum((dot.you - across) * (dot.median - upward) for dot in dots) / spread
    first, last = min(dot.you for dot in dots), max(dot.you for dot in dots)
    return (first, upward + slope * (first - across)), (last, upward + slope * (last - across))


def _line_told(scatter: Scatter) -> Line | None:
    line = line_of(scatter.dots)
    return line if line and (line[1][1] - line[0][1]) * scatter.link > 0 else None


def _data(scatter: Scatter) -> dict[str, Any]:
    dots = scatter.dots
    return {
        "kind": "line",
        "lang": (get_language() or "ru").split("-")[0],
        "unit": "index",
        "labels": [dot.title for dot in dots],
        "titles": [dot.title for dot in dots],
        "current": [dot.you for dot in dots],
        "median": [dot.median for dot in dots],
        "partial": [dot.provisional for dot in dots],
        "line": _line_told(scatter),
        "words": {
            "current": gettext("You"),
            "median": gettext("The middle of the group"),
            "across": gettext("Your week; 100 is your mean one"),
            "upward": gettext("Their week; 100 is the mean one"),
            "dot": gettext("A week"),
            "line": gettext("Line through the dots"),
            "partial": gettext("provisional"),
        },
    }


def _table(scatter: Scatter, data: dict[str, Any]) -> ChartTable:
    words = data["words"]
    rows = [
        (
            f"{dot.title} ({words['partial']})" if dot.provisional else dot.title,
            numbers.num(dot.you),
            numbers.num(dot.median),
        )
        for dot in scatter.dots
    ]
    return ChartTable(scatter.caption, (gettext("Week"), words["current"], words["median"]), tuple(rows))


def _description(dots: Sequence[Dot]) -> str:
    return gettext(
        "Each dot is a week, the mean week being 100. Your weeks go from %(low)s to %(high)s, those of the middle "
        "of the group from %(their_low)s to %(their_high)s."
    ) % {
        "low": numbers.num(min(dot.you for dot in dots)),
        "high": numbers.num(max(dot.you for dot in dots)),
        "their_low": numbers.num(min(dot.median for dot in dots)),
        "their_high": numbers.num(max(dot.median for dot in dots)),
    }
