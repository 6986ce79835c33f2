"""From payments to compact tables: one pass for all partners, and only over months that changed.

The mart `visits` has one row per merchant, customer, local day and channel. Each of its files is
made of transactions of one UTC month and names their files, so a refresh knows what is new. The
same day of a customer may be in several files: a reader adds up.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Final, TypeAlias

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from lake.clock import MonthClock, month_clock, with_local_day, zones_resolved
from lake.contract import BANK_ZONE
from lake.engine import Backend, EngineOptions, compiled, engine, fold, read_files
from lake.store import DataFile, Store, Version

VISITS: Final = "visits"
OUTLETS: Final = "outlets"
"""The merchants' files that the mart was made with, kept so that a reader sees both of one moment."""

PARTS: Final = 8
"""Files of one month before it is made whole again: a new day costs a day, and readers open few files."""

SPILL: Final = ".spill-"
ORDER: Final = ("merchant_id", "customer_id", "day")

PAYMENTS: Final = ibis.table(
    {
        **dict.fromkeys(("merchant_id", "customer_id", "kind", "channel"), "string"),
        "ts": "timestamp(6)",
        "amount": "decimal(14, 2)",
    },
    name="payments",
)
CLOCKS: Final = ibis.table({"clock_of": "string", "clock": "int16"}, name="clocks")

Progress: TypeAlias = Callable[[int, int], None]
"""Told files made and files to make."""


def marts_refresh(
    store: Store, *, options: EngineOptions = EngineOptions(), on_progress: Progress | None = None
) -> Version:
    """Bring the marts up to the newest data and return the version that holds them.

    New files of a month are folded into a file of their own; the whole month is done again when
    it has many of those, when its old files were replaced, or when a merchant in it changed its
    time zone. When an import lands meanwhile, what was built and is still right stays.

    Parameters
    ----------
    store : Store
        The lake.
    options : EngineOptions
        How to open the engine; without a spill folder, one inside a local lake is used.
    on_progress : callable, optional
        Called with files made and files to make.

    Returns
    -------
    Version
        The newest version, itself when nothing had changed.
    """
    newest = store.current()
    if _fresh(newest):
        return newest
    with store.folding():
        _clear_spills(store)
        version = _refreshed(store, options, on_progress)
        store.sweep((VISITS,))
        return version


def _refreshed(store: Store, options: EngineOptions, on_progress: Progress | None) -> Version:
    built: dict[_Job, DataFile] = {}
    zones_of_built: dict[str, str] | None = None
    while True:
        base = store.current()
        if _fresh(base):
            return base
        with _spill(store, options) as spill, engine(replace(options, spill=spill)) as backend:
            plan = _plan(store, backend, base)
            if plan.zones != zones_of_built:
                built, zones_of_built = {}, plan.zones
            todo = [job for job in plan.jobs if job not in built]
            for done, (job, file) in enumerate(_build_all(store, backend, plan.zones, todo, options), 1):
                built[job] = file
                if on_progress:
                    on_progress(done, len(todo))
        files = sorted((*plan.kept, *(built[job] for job in plan.jobs)), key=lambda file: (file.month, file.path))
        try:
            return store.commit(partial(_published, seen=base, files=files, unknown=plan.unknown))
        except _MovedError:
            continue


class _MovedError(Exception):
    """Another writer was faster, and what was built is not of the newest data."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One file of the mart to make: of which files of one month's transactions."""

    month: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to do: the files that stay, those to make, the merchants' zones and the unknown ones."""

    kept: tuple[DataFile, ...]
    jobs: tuple[_Job, ...]
    zones: dict[str, str]
    unknown: tuple[str, ...]


def _fresh(version: Version) -> bool:
    return bool(version.facts.get("marts_of", 0) == version.facts.get("data_version", 0))


def _plan(store: Store, backend: Backend, base: Version) -> _Plan:
    named = _zones_named(store, backend, base.files("merchants"))
    zones = zones_resolved(named)
    moved: set[str] = set()
    if base.files(OUTLETS) != base.files("merchants"):
        before = zones_resolved(_zones_named(store, backend, base.files(OUTLETS)))
        moved = {merchant for merchant in {*zones, *before} if zones.get(merchant) != before.get(merchant)}
    again = _months_of(store, backend, base.files(VISITS), moved)
    kept: list[DataFile] = []
    jobs = []
    for month in sorted({file.month for file in base.files("transactions")}):
        sources = {file.path for file in base.files("transactions") if file.month == month}
        parts = [file for file in base.files(VISITS) if file.month == month]
        covered = {source for part in parts for source in part.facts["sources"]}
        missing = sources - covered
        if month in again or not covered <= sources or (missing and len(parts) >= PARTS):
            parts, missing = [], sources
        kept += parts
        if missing:
            jobs.append(_Job(month, tuple(sorted(missing))))
    unknown = {zone for merchant, zone in named if zone and zone != BANK_ZONE and merchant not in zones}
    return _Plan(tuple(kept), tuple(jobs), zones, tuple(sorted(unknown)))


def _zones_named(store: Store, backend: Backend, files: tuple[DataFile, ...]) -> list[tuple[str, str | None]]:
    """Return each merchant's zone as the bank wrote it."""
    merchants = read_files(backend, store, files)
    if merchants is None or "timezone" not in merchants.columns:
        return []
    named = merchants.filter(merchants.timezone.notnull()).select("merchant_id", "timezone").to_pyarrow()
    return list(zip(named["merchant_id"].to_pylist(), named["timezone"].to_pylist(), strict=True))


def _months_of(store: Store, backend: Backend, files: Iterable[DataFile], merchants: set[str]) -> set[str]:
    """Return the UTC months in which one of the merchants may have a payment."""
    visits = read_files(backend, store, list(files))
    if visits is None or not merchants:
        return set()
    listed = ibis.memtable(pa.table({"merchant_id": sorted(merchants)}))
    days = visits.semi_join(listed, "merchant_id").select("day").distinct().to_pyarrow()["day"].to_pylist()
    # A local day reaches into the UTC days before and after it.
    return {f"{day + timedelta(days=step):%Y-%m}" for day in days for step in (-1, 0, 1)}


def _build_all(
    store: Store, backend: Backend, zones: dict[str, str], jobs: list[_Job], options: EngineOptions
) -> Iterator[tuple[_Job, DataFile]]:
    """Build files side by side: a month alone is too small to keep every core busy."""
    if not jobs:
        return
    workers = min(4, options.threads or os.cpu_count() or 1, len(jobs))
    with ThreadPoolExecutor(workers) as pool:
        yield from zip(jobs, pool.map(partial(_build, store, backend, zones), jobs), strict=True)


def _build(store: Store, backend: Backend, zones: dict[str, str], job: _Job) -> DataFile:
    clock, listed = month_clock(zones, job.month)
    path = store.new_path(VISITS, job.month)
    fold(
        backend,
        _visits_query(clock),
        files={PAYMENTS.get_name(): [store.address(source) for source in job.sources]},
        rows={CLOCKS.get_name(): listed},
        target=store.address(path),
    )
    with store.fs.open(f"{store.root}/{path}", "rb") as file:
        footer = pq.ParquetFile(file).metadata
    first, last = _range(footer, "day")
    facts = {"sources": list(job.sources), "first_day": first.isoformat(), "last_day": last.isoformat()}
    return DataFile(path, footer.num_rows, job.month, facts)


def _range(footer: pq.FileMetaData, column: str) -> tuple[date, date]:
    """Return the least and the greatest value of a column, by its file's own statistics."""
    place = footer.schema.names.index(column)
    groups = [footer.row_group(index).column(place).statistics for index in range(footer.num_row_groups)]
    return min(group.min for group in groups), max(group.max for group in groups)


@lru_cache(maxsize=64)
def _visits_query(clock: MonthClock) -> str:
    return compiled(visits_of(PAYMENTS, clock, CLOCKS), order_by=ORDER)


def visits_of(payments: ir.Table, clock: MonthClock, listed: ir.Table) -> ir.Table:
    """Fold payments of one UTC month into visits.

    Parameters
    ----------
    payments : Table
        Transactions as the lake holds them.
    clock : MonthClock
        Of that month.
    listed : Table
        Who keeps which of its clocks.

    Returns
    -------
    Table
        merchant_id, customer_id, day, channel, purchases (int32), gross (int64, kopecks),
        refunds (int32), refunded (int64, kopecks).
    """
    local = with_local_day(payments, clock, listed)
    bought, returned = local.kind == "purchase", local.kind == "refund"
    kopecks = (local.amount * 100).cast("int64")
    return local.group_by("merchant_id", "customer_id", "day", "channel").aggregate(
        purchases=local.count(where=bought).cast("int32"),
        gross=_whole(kopecks.sum(where=bought)),
        refunds=local.count(where=returned).cast("int32"),
        refunded=_whole(kopecks.sum(where=returned)),
    )


def _whole(total: ir.NumericScalar) -> ir.Value:
    # DuckDB adds whole numbers up in 128 bits and writes those to Parquet as floats. The way
    # over a decimal makes Ibis keep the last cast, which it would drop as one from int64 to int64.
    return total.fill_null(0).cast("decimal(38, 0)").cast("int64")


def _published(base: Version, *, seen: Version, files: list[DataFile], unknown: tuple[str, ...]) -> Version:
    """Put the built files into the newest version, unless they are not of its data."""
    same = all(base.files(table) == seen.files(table) for table in ("transactions", "merchants"))
    if not same or _fresh(base):
        raise _MovedError
    days = [date.fromisoformat(file.facts[key]) for file in files for key in ("first_day", "last_day")]
    return (
        base.with_table(VISITS, files)
        .with_table(OUTLETS, base.files("merchants"))
        .with_facts(
            first_day=min(days).isoformat() if days else None,
            last_day=max(days).isoformat() if days else None,
            marts_of=base.facts.get("data_version", 0),
            unknown_zones=list(unknown),
        )
    )


def _spill(store: Store, options: EngineOptions) -> AbstractContextManager[str]:
    """Return a folder of this run's own for what does not fit in memory."""
    if options.spill or not store.local:
        return nullcontext(options.spill)
    store.fs.makedirs(store.root, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=SPILL, dir=store.root)


def _clear_spills(store: Store) -> None:
    """Remove what a killed refresh left; nobody else folds now."""
    if store.local:
        for left in Path(store.root).glob(f"{SPILL}*"):
            shutil.rmtree(left)
