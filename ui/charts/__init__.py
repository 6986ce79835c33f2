"""Charts drawn on the server: frozen data in, safe inline SVG with its words and its table out."""

from ui.charts.bars import Bar, Bars, bars_chart
from ui.charts.bullet import Bullet, Range, bullet_chart
from ui.charts.cache import cached_chart
from ui.charts.course import Course, Step, course_chart
from ui.charts.engine import ChartError, render
from ui.charts.safe import csp_safe
from ui.charts.scatter import Dot, Scatter, scatter_chart
from ui.charts.sparkline import sparkline
from ui.charts.stack import Stack, stack_chart
from ui.charts.trend import Chart, ChartTable, Mark, Point, Trend, trend_chart

__all__ = [
    "Bar",
    "Bars",
    "Bullet",
    "Chart",
    "ChartError",
    "ChartTable",
    "Course",
    "Dot",
    "Mark",
    "Point",
    "Range",
    "Scatter",
    "Stack",
    "Step",
    "Trend",
    "bars_chart",
    "bullet_chart",
    "cached_chart",
    "course_chart",
    "csp_safe",
    "render",
    "scatter_chart",
    "sparkline",
    "stack_chart",
    "trend_chart",
]
