"""What is kept of a partner: outlets, runs, and computed values."""

from insights.models.outlet import Outlet
from insights.models.run import MetricRun
from insights.models.setting import Setting
from insights.models.values import MetricSeries, MetricTotals

__all__ = ["MetricRun", "MetricSeries", "MetricTotals", "Outlet", "Setting"]
