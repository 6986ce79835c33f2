"""Answers that are not in store: exact, by one bounded read of the partner's own visits.

Distinct customers, frequency and medians don't add up over days, so nothing here is put together
from stored values: the same engine measures the very days that were asked for.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from insights.engine.frame import Span
from insights.engine.visits import Slice, Visits
from insights.engine.windows import Windows, date_of
from insights.kept import kept
from insights.lake_access import partner_lake
from insights.metrics import Metric
from insights.metrics.catalogue import fingerprint
from insights.storage.read import Cell, cells_of
from tenants.models import Partner


def measured(
    partner: Partner, metrics: Sequence[Metric], windows: Windows, part: Slice, *, as_of: date, run: UUID
) -> dict[str, list[Cell]]:
    """Return metric → one cell per window.

    Parameters
    ----------
    partner : Partner
        Whose schema is open: cache keys carry it.
    metrics : sequence of Metric
        What to measure.
    windows : Windows
        Inside [first day of the lake, as_of].
    part : Slice
        One outlet, one channel, both, or all.
    as_of, run
        Last day and key of the run whose figures stand beside these: a run knows the data and whose outlets they are.
    """
    ranges = ",".join(f"{start:%Y%m%d}-{end:%Y%m%d}" for start, end in windows.dates())
    named = fingerprint(tuple(metric.key for metric in metrics))
    return kept(
        "live", run, named, part.outlet, part.channel, as_of, ranges, windows.grid,
        measure=lambda: _measured(partner, metrics, windows, part, as_of),
    )  # fmt: skip


def _measured(
    partner: Partner, metrics: Sequence[Metric], windows: Windows, part: Slice, as_of: date
) -> dict[str, list[Cell]]:
    bounds = list(zip(windows.start.tolist(), windows.end.tolist(), strict=True))
    first = min(metric.reach.first(start, end) for metric in metrics for start, end in bounds)
    last = max(end for _, end in bounds)
    with partner_lake(partner, as_of=as_of) as lake:
        start = max(date_of(first), lake.first_day)
        outlets = [part.outlet] if part.outlet else None
        table = lake.visits(start, date_of(last), outlets, part.channel or None)
        span = Span.of(start, date_of(last), lake.first_day)
    frame = Visits.of(table).frame(span)
    return {metric.key: cells_of(metric.values(frame, windows)) for metric in metrics}
