"""From a partner's visits to every value that is stored: all metrics, grains, slices, windows."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from insights.engine.frame import Frame, Span
from insights.engine.visits import Slice, Visits
from insights.engine.windows import STORED, Grain, Windows, day_number, periods
from insights.metrics import Metric
from insights.periods import preset_windows
from insights.storage.write import Draft


def compute(
    visits: Visits,
    metrics: Sequence[Metric],
    outlets: Sequence[str],
    channels: Sequence[str],
    *,
    first_day: date,
    as_of: date,
    on_slice: Callable[[int, int], None],
) -> Draft:
    """Compute what a run stores.

    Parameters
    ----------
    visits : Visits
        All of the partner's visits in [first_day, as_of].
    metrics : sequence of Metric
        What to compute.
    outlets, channels : sequence of str
        The slices beside the whole; one without a visit gets empty values.
    first_day, as_of : date
        First day of the lake, last day that counts.
    on_slice : callable
        Told slices done and slices in all.
    """
    span = Span.of(first_day, as_of)
    grids = {grain: periods(grain, first_day, as_of, first_day, as_of) for grain in STORED}
    windows, asked = totals_windows(first_day, as_of)
    draft = Draft()
    total = 1 + len(outlets) + len(channels)
    for done, (part, frame) in enumerate(visits.frames(span, outlets, channels), 1):
        for metric in metrics:
            _series(draft, metric, part, frame, grids)
            if Grain.TOTAL in metric.grains:
                draft.add_totals(metric.key, part, asked, metric.values(frame, windows))
        on_slice(done, total)
    return draft


def totals_windows(first_day: date, as_of: date) -> tuple[Windows, tuple[np.ndarray, np.ndarray]]:
    """Return the windows of totals, clipped to what there is, and the days they were asked by."""
    asked = [(start, end) for start, end in preset_windows(as_of) if end >= first_day and start <= as_of]
    clipped = Windows.of((max(start, first_day), min(end, as_of)) for start, end in asked)
    starts, ends = (np.array([day_number(days[side]) for days in asked], dtype=np.int64) for side in (0, 1))
    return clipped, (starts, ends)


def _series(draft: Draft, metric: Metric, part: Slice, frame: Frame, grids: dict[Grain, Windows]) -> None:
    for grain, grid in grids.items():
        if grain in metric.grains:
            draft.add_series(metric.key, grain, part, grid, metric.values(frame, grid))
