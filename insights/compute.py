"""From a partner's visits to every value that is stored: all metrics, grains, slices, windows."""

from collections.abc import Callable, Sequence
from datetime import date

from insights.engine.frame import Frame, Span
from insights.engine.visits import Slice, Visits
from insights.engine.windows import STORED, Grain, Windows, periods
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
    windows = totals_windows(first_day, as_of)
    draft = Draft()
    total = 1 + len(outlets) + len(channels)
    for done, (part, frame) in enumerate(visits.frames(span, outlets, channels), 1):
        for metric in metrics:
            _series(draft, metric, part, frame, grids)
            if Grain.TOTAL in metric.grains:
                draft.add_totals(metric.key, part, windows, metric.values(frame, windows))
        on_slice(done, total)
    return draft


def totals_windows(first_day: date, as_of: date) -> Windows:
    """Return the windows that pages offer, clipped to what there is."""
    clipped = {(max(start, first_day), end): None for start, end in preset_windows(as_of) if end >= first_day}
    return Windows.of(clipped)


def _series(draft: Draft, metric: Metric, part: Slice, frame: Frame, grids: dict[Grain, Windows]) -> None:
    for grain, grid in grids.items():
        if grain in metric.grains:
            draft.add_series(metric.key, grain, part, grid, metric.values(frame, grid))
