"""One measure over time: now, before, an unfinished period, a forecast with its band."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from ui import numbers
from ui.charts.drawing import drawn

COLUMNS_AT_MOST = 31


@dataclass(frozen=True)
class Point:
    """One period of the measure; ``previous`` is the value it is compared with."""

    label: str  # short, for the axis: "1 нояб."
    title: str  # in full, for the table: "воскресенье, 1 ноября 2026 г."
    value: float | None = None
    previous: float | None = None
    previous_title: str = ""
    partial: bool = False
    rest: bool = False  # a weekend or a holiday, lightly marked
    forecast: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Mark:
    """Words pinned on one point of the line, 50 characters at most."""

    at: int  # index of the point
    text: str


@dataclass(frozen=True)
class Trend:
    """What a trend chart shows. ``title`` is the finding in a sentence, ``measure`` what is measured."""

    title: str
    measure: str
    unit: str
    points: tuple[Point, ...]
    period: str = ""  # the days shown, in words
    previous_name: str = ""
    marks: tuple[Mark, ...] = ()
    columns: bool | None = None  # None: columns up to 31 points of a count or of money, else a line


@dataclass(frozen=True)
class ChartTable:
    """The numbers behind a chart, written as on the page; the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A chart ready for a page: drawings by width, words, the data for the browser, the table."""

    name: str  # unique on the page and stable for the same data
    kind: str  # the builder of static/charts.js
    title: str
    description: str
    svgs: tuple[tuple[str, SafeString], ...]
    data: Mapping[str, Any]
    table: ChartTable
    keys: tuple[tuple[str, str], ...] = ()  # the legend above: (class of the sample, words)

    @property
    def svg(self) -> SafeString:
        """The medium drawing alone, for an e-mail or a print."""
        return dict(self.svgs).get("medium", mark_safe(""))

    @property
    def data_id(self) -> str:
        """The id of the script element that carries the data."""
        return f"{self.name}-data"

    @property
    def data_json(self) -> str:
        """The data of the chart as JSON text."""
        return json.dumps(self.data, ensure_ascii=False)


def _columns(trend: Trend) -> bool:
    if trend.columns is not None:
        return trend.columns
    forecast = any(point.forecast is not None for point in trend.points)
    return trend.unit in {"RUB", "count"} and len(trend.points) <= COLUMNS_AT_MOST and not forecast


def _data(trend: Trend) -> dict[str, Any]:
    points = trend.points
    data: dict[str, Any] = {
        "kind": "columns" if _columns(trend) else "line",
        "lang": (get_language() or "ru").split("-")[0],
        "unit": trend.unit,
        "labels": [point.label for point in points],
        "titles": [point.title for point in points],
        "current": [point.value for point in points],
        "partial": [point.partial for point in points],
        "rest": [at for at, point in enumerate(points) if point.rest],
        "marks": [{"at": mark.at, "text": mark.text} for mark in trend.marks],
        "previous": None,
        "previous_titles": [point.previous_title for point in points],
        "forecast": None,
        "words": {
            "current": trend.measure,
            "previous": trend.previous_name or gettext("Previous period"),
            "partial": gettext("unfinished period"),
            "forecast": gettext("Forecast"),
            "band": gettext("Likely range, 80%"),
        },
    }
    if any(point.previous is not None for point in points):
        data["previous"] = [point.previous for point in points]
    if any(point.forecast is not None for point in points):
        data["forecast"] = [point.forecast for point in points]
        data["low"] = [point.low for point in points]
        data["high"] = [point.high for point in points]
    return data


def _table(trend: Trend, data: Mapping[str, Any]) -> ChartTable:
    def written(number: float | None) -> str:
        return numbers.value(number, trend.unit)

    columns = [gettext("Period"), trend.measure]
    if data["previous"]:
        columns += [data["words"]["previous"], gettext("Change")]
    if data["forecast"]:
        columns += [data["words"]["forecast"], data["words"]["band"]]
    rows = []
    for point in trend.points:
        row = [f"{point.title} ({data['words']['partial']})" if point.partial else point.title, written(point.value)]
        if data["previous"]:
            row += [written(point.previous), _change(point, trend.unit)]
        if data["forecast"]:
            row += [written(point.forecast), _band(point, trend.unit)]
        rows.append(tuple(row))
    caption = f"{trend.measure}, {trend.period}" if trend.period else trend.measure
    return ChartTable(caption, tuple(columns), tuple(rows))


def _change(point: Point, unit: str) -> str:
    if point.value is None or point.previous is None or point.partial:
        return numbers.MISSING
    if unit == "share":
        return numbers.change(point.value - point.previous, unit)
    return numbers.change(point.value / point.previous - 1, unit) if point.previous > 0 else numbers.MISSING


def _band(point: Point, unit: str) -> str:
    if point.low is None or point.high is None:
        return numbers.MISSING
    return f"{numbers.value(point.low, unit)} – {numbers.value(point.high, unit)}"


def _description(trend: Trend) -> str:
    """Say what a person sees: first, last, highest and lowest value."""
    known = [point for point in trend.points if point.value is not None and not point.partial]
    if not known:
        return gettext("%(measure)s: there is no data for this period yet.") % {"measure": trend.measure}
    high = max(known, key=lambda point: point.value or 0.0)
    low = min(known, key=lambda point: point.value or 0.0)
    return gettext(
        "%(measure)s: from %(first)s (%(first_period)s) to %(last)s (%(last_period)s). "
        "Highest: %(high)s (%(high_period)s), lowest: %(low)s (%(low_period)s)."
    ) % {
        "measure": trend.measure,
        "first": numbers.value(known[0].value, trend.unit),
        "first_period": known[0].title,
        "last": numbers.value(known[-1].value, trend.unit),
        "last_period": known[-1].title,
        "high": numbers.value(high.value, trend.unit),
        "high_period": high.title,
        "low": numbers.value(low.value, trend.unit),
        "low_period": low.title,
    }


def _keys(trend: Trend, data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    keys = [("current", trend.measure)]
    if data["previous"]:
        keys.append(("previous", data["words"]["previous"]))
    if any(data["partial"]):
        keys.append(("partial", data["words"]["partial"]))
    if data["forecast"]:
        keys += [("forecast", data["words"]["forecast"]), ("band", data["words"]["band"])]
    return tuple(keys)


def trend_chart(trend: Trend, *, name: str | None = None) -> Chart:
    """Draw a trend in every width; when the engine fails, the chart comes out as its table alone."""
    data = _data(trend)
    content = json.dumps([trend.title, data], ensure_ascii=False)
    name = name or f"trend-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
    description = _description(trend)
    svgs = drawn("trend", data, title=trend.title, description=description, name=name)
    return Chart(name, "trend", trend.title, description, svgs, data, _table(trend, data), _keys(trend, data))
