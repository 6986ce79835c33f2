"""One metric cut by outlet and by channel over one range, in a number of queries that does not depend on how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from billing.entitlements import Locked
from insights.answers import OutletInfo
from insights.engine.frame import Span
from insights.engine.visits import Channel, Slice, Visits
from insights.engine.windows import Windows, date_of
from insights.kept import kept
from insights.lake_access import partner_lake
from insights.metrics import Metric, metric_of
from insights.metrics.catalogue import fingerprint
from insights.models import MetricRun, MetricTotals
from insights.periods import Compare, comparison, range_checked
from insights.selectors.gate import history_start, in_schema
from insights.selectors.standing import info_of, outlets, run_required
from insights.storage.read import Cell, Window, cell, cells_of
from tenants.models import Partner

ADD_UP: Final = frozenset({"revenue", "transactions"})
"""Only these add up over outlets and channels: a customer of two outlets is one customer."""
NOTHING: Final[Cell] = (None, 0)


@dataclass(frozen=True, slots=True)
class PartValue:
    """One outlet or channel: its value, what it is compared with, its share of the whole where parts add up."""

    key: str
    value: float | None
    n: int
    base: float | None
    base_n: int
    share: float | None


@dataclass(frozen=True, slots=True)
class PartsAnswer:
    """One metric by outlet and by channel. Outlets that the plan has no room for are named, without figures."""

    outlets: tuple[tuple[OutletInfo, PartValue], ...]
    channels: tuple[PartValue, ...]
    locked: tuple[OutletInfo, ...]
    start: date
    end: date
    adds_up: bool


def parts(
    partner: Partner, key: str, *, start: date, end: date, compare: Compare = Compare.PREVIOUS
) -> PartsAnswer | Locked:
    """Answer one metric by outlet and by channel.

    Parameters
    ----------
    partner : Partner
        Whose figures.
    key : str
        Key of a metric.
    start, end : date
        The range; clipped to what there is and what the plan shows.
    compare : Compare
        With what it is compared.

    Raises
    ------
    UnknownMetric
        For a key that no metric has.
    NotComputedYet
        Before the partner's first run is done.
    """
    with in_schema(partner):
        return parts_of_run(partner, run_required(), outlets(partner), key, start=start, end=end, compare=compare)


def parts_of_run(
    partner: Partner,
    run: MetricRun,
    known: tuple[OutletInfo, ...],
    key: str,
    *,
    start: date,
    end: date,
    compare: Compare,
) -> PartsAnswer | Locked:
    """Answer as `parts`, of a run and outlets that were read already, in the partner's schema."""
    metric = metric_of(key)
    lock = info_of(partner, metric).locked
    if lock:
        return lock
    now, base = _windows(partner, run, *range_checked(start, end), compare)
    slices = [Slice(outlet=one.id) for one in known if not one.locked] + [Slice(channel=name) for name in Channel]
    found = _found(partner, metric, run, [Slice(), *slices], [window for window in (now, base) if window])
    whole = found[Slice()].get(now, NOTHING)[0]

    def value_of(part: Slice) -> PartValue:
        value, n = found[part].get(now, NOTHING)
        before, before_n = found[part].get(base, NOTHING) if base else NOTHING
        share = value / whole if key in ADD_UP and whole and value is not None else None
        return PartValue(part.outlet or part.channel, value, n, before, before_n, share)

    return PartsAnswer(
        outlets=tuple((one, value_of(Slice(outlet=one.id))) for one in known if not one.locked),
        channels=tuple(value_of(Slice(channel=name)) for name in Channel),
        locked=tuple(one for one in known if one.locked),
        start=now[0],
        end=now[1],
        adds_up=key in ADD_UP,
    )


def _windows(
    partner: Partner, run: MetricRun, start: date, end: date, compare: Compare
) -> tuple[Window, Window | None]:
    """Clip the range as `metrics` does; what it is compared with may lie before the plan's history."""
    shown_from = history_start(partner, run.as_of) or run.first_day
    last = max(min(end, run.as_of), run.first_day)
    now = min(max(start, shown_from, run.first_day), last), last
    base = comparison(*now, compare)
    return now, base if base and base[0] >= run.first_day else None


def _found(
    partner: Partner, metric: Metric, run: MetricRun, slices: Sequence[Slice], windows: Sequence[Window]
) -> Mapping[Slice, Mapping[Window, Cell]]:
    """Take the windows from store where all parts have them, else measure all parts in one read."""
    found: dict[Slice, dict[Window, Cell]] = {part: {} for part in slices}
    rows = MetricTotals.objects.filter(metric=metric.key).values_list(
        "outlet", "channel", "starts", "ends", "values", "counts"
    )
    for outlet, channel, *arrays in rows:
        if (part := Slice(outlet, channel)) in found:
            for start, end, value, n in zip(*arrays, strict=True):
                if (start, end) in windows:
                    found[part][start, end] = cell(value, n)
    missing = [window for window in windows if any(window not in cells for cells in found.values())]
    if missing:
        for part, cells in _measured(partner, metric, run, slices, missing).items():
            found[part] |= cells
    return found


def _measured(
    partner: Partner, metric: Metric, run: MetricRun, slices: Sequence[Slice], windows: Sequence[Window]
) -> dict[Slice, dict[Window, Cell]]:
    """Measure every part over windows that are not in store, by one read of the partner's own visits."""
    ranges = ",".join(f"{start}:{end}" for start, end in windows)
    named = ",".join(f"{part.outlet}|{part.channel}" for part in slices)
    return kept(
        "parts", run.pk, fingerprint((metric.key,)), named, run.as_of, ranges,
        measure=lambda: _read(partner, metric, run, slices, windows),
    )  # fmt: skip


def _read(
    partner: Partner, metric: Metric, run: MetricRun, slices: Sequence[Slice], windows: Sequence[Window]
) -> dict[Slice, dict[Window, Cell]]:
    grid = Windows.of(windows)
    bounds = zip(grid.start.tolist(), grid.end.tolist(), strict=True)
    first = date_of(min(metric.reach.first(start, end) for start, end in bounds))
    last = max(end for _, end in windows)
    with partner_lake(partner, as_of=run.as_of) as lake:
        start = max(first, lake.first_day)
        visits = Visits.of(lake.visits(start, last))
        span = Span.of(start, last, lake.first_day)
    names = [part.outlet for part in slices if part.outlet], [part.channel for part in slices if part.channel]
    return {
        part: dict(zip(windows, cells_of(metric.values(frame, grid)), strict=True))
        for part, frame in visits.frames(span, *names)
    }
