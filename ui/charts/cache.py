"""A drawn chart is kept until its data, its words or the code that draws it change."""

import hashlib
from collections.abc import Callable

from django.core.cache import cache

from ui.charts.engine import code_version
from ui.charts.trend import Chart
from ui.dialect import tongue

DAY = 24 * 3600


def cached_chart(key: str, build: Callable[[], Chart]) -> Chart:
    """Answer the chart kept under ``key``, or build it and keep it for a day.

    ``key`` names the data: metric, period, filters and the version of the data. The language, the words and
    the version of the drawing code are added here, the partner by the cache's own key function.
    """
    digest = hashlib.sha256(f"{key}|{tongue()}|{code_version()}".encode()).hexdigest()[:32]
    name = f"chart:{digest}"
    kept = cache.get(name)
    if isinstance(kept, Chart):
        return kept
    chart = build()
    if chart.svgs:
        cache.set(name, chart, DAY)
    return chart
