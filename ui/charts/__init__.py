"""Charts drawn on the server: frozen data in, safe inline SVG with its words and its table out."""

from ui.charts.bars import Bar, Bars, bars_chart
from ui.charts.cache import cached_chart
from ui.charts.engine import ChartError, render
from ui.charts.safe import csp_safe
from ui.charts.sparkline import sparkline
from ui.charts.trend import Chart, ChartTable, Mark, Point, Trend, trend_chart

__all__ = [
    "Bar",
    "Bars",
    "Chart",
    "ChartError",
    "ChartTable",
    "Mark",
    "Point",
    "Trend",
    "bars_chart",
    "cached_chart",
    "csp_safe",
    "render",
    "sparkline",
    "trend_chart",
]
