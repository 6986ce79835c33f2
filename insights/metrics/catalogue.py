"""All metrics there are, found by their files."""

import hashlib
import pkgutil
from functools import cache
from importlib import import_module

from insights import metrics
from insights.metrics.base import Metric

NOT_METRICS = frozenset({"base", "catalogue", "examples"})
_REGISTERED: dict[str, Metric] = {}


class UnknownMetric(LookupError):  # noqa: N818
    """A key that no metric has; says which there are."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no metric {key!r}. There are: {', '.join(catalogue())}.")
        self.key = key


def catalogue() -> dict[str, Metric]:
    """Return key → metric, in the order in which they are listed."""
    found = {**_own(), **_REGISTERED}
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


def metric_of(key: Metric | str) -> Metric:
    """Return the metric of a key.

    Raises
    ------
    UnknownMetric
        When there is none.
    """
    try:
        return catalogue()[str(key)]
    except KeyError as error:
        raise UnknownMetric(str(key)) from error


def metric_register(metric: Metric) -> None:
    """Add a metric of a room above this one; call it when that app is ready.

    Raises
    ------
    ValueError
        When another metric has its key.
    """
    if catalogue().get(metric.key, metric) is not metric:
        raise ValueError(f"There are two metrics with the key {metric.key!r}; rename one.")
    _REGISTERED[metric.key] = metric


def fingerprint(keys: tuple[str, ...]) -> str:
    """Return a text that changes when one of these metrics is defined anew, or when there are others."""
    named = ",".join(f"{key}:{metric_of(key).version}" for key in keys)
    return hashlib.sha256(named.encode()).hexdigest()[:16]


@cache
def _own() -> dict[str, Metric]:
    found: dict[str, Metric] = {}
    for module in pkgutil.iter_modules(metrics.__path__):
        if module.name in NOT_METRICS:
            continue
        defined = import_module(f"{metrics.__name__}.{module.name}")
        for metric in getattr(defined, "METRICS", None) or (defined.METRIC,):
            if metric.key in found:
                raise ValueError(f"There are two metrics with the key {metric.key!r}; rename one.")
            found[metric.key] = metric
    return found
