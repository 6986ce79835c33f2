"""What is kept of a partner: outlets, runs, and computed values."""

from insights.models.customers import CustomerFigures
from insights.models.outlet import Outlet
from insights.models.peers import PeerFigure
from insights.models.run import MetricRun
from insights.models.setting import Setting
from insights.models.turnover import Turnover
from insights.models.values import MetricSeries, MetricTotals

__all__ = [
    "CustomerFigures",
    "MetricRun",
    "MetricSeries",
    "MetricTotals",
    "Outlet",
    "PeerFigure",
    "Setting",
    "Turnover",
]
