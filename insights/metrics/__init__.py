"""The catalogue. A new metric is one new file here with a `METRIC` (or `METRICS`); nothing else names it."""

from insights.metrics.base import Better, Change, Metric, Reach, Unit, Values
from insights.metrics.catalogue import UnknownMetric, catalogue, metric_of, metric_register

__all__ = [
    "Better",
    "Change",
    "Metric",
    "Reach",
    "Unit",
    "UnknownMetric",
    "Values",
    "catalogue",
    "metric_of",
    "metric_register",
]
