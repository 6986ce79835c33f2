"""From payments to compact tables: one pass for all partners, and only over months that changed.

The mart `visits` has one row per merchant, customer, local day and channel. Each of its files is
made of the transactions of one UTC month and names them, so a refresh knows what is new.
"""

import os
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache, partial
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
"""Told months done and months in all."""


def marts_refresh(
    store: Store, *, options: EngineOptions = EngineOptions(), on_progress: Progress | None = None
) -> Version:
    """Bring the marts up to the newest data and return the version that holds them.

    A month is rebuilt when its transactions or the time zone of a merchant in it changed. When
    an import lands meanwhile, the months it touched are done again; what was built stays.

    Parameters
    ----------
    store : Store
        The lake.
    options : EngineOptions
        How to open the engine; without a spill folder, one inside a local lake is used.
    on_progress : callable, optional
        Called with months done and months to do.

    Returns
    -------
    Version
        The newest version, itself when nothing had changed.
    """
    built: dict[tuple[str, tuple[str, ...]], DataFile] = {}
    zones_of_built: dict[str, str] | None = None
    while True:
        base = store.current()
        if _fresh(base):
            return base
        with _spill(store, options) as spill, engine(replace(options, spill=spill)) as backend:
            plan = _plan(store, backend, base)
            if plan.zones != zones_of_built:
                built, zones_of_built = {}, plan.zones
            todo = [month for month in plan.dirty if (month, plan.sources[month]) not in built]
            for done, file in enumerate(_build_all(store, backend, plan, months=todo, workers=_workers(options)), 1):
                built[file.month, tuple(file.facts["sources"])] = file
                if on_progress:
                    on_progress(done, len(todo))
        files = [built.get((month, plan.sources[month])) or plan.kept[month] for month in sorted(plan.sources)]
        try:
            return store.commit(partial(_published, seen=base, files=files, unknown=plan.unknown))
        except _MovedError:
            continue


class _MovedError(Exception):
    """Another writer was faster, and what was built is not of the newest data."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to do: every month's sources, the files that stay, the months to build, the clocks."""

    sources: dict[str, tuple[str, ...]]
    kept: dict[str, DataFile]
    dirty: tuple[str, ...]
    zones: dict[str, str]
    unknown: tuple[str, ...]


def _fresh(version: Version) -> bool:
    return bool(version.facts.get("marts_of", 0) == version.facts.get("data_version", 0))


def _plan(store: Store, backend: Backend, base: Version) -> _Plan:
    sources: dict[str, tuple[str, ...]] = {}
    for file in sorted(base.files("transactions"), key=lambda file: file.path):
        sources[file.month] = (*sources.get(file.month, ()), file.path)
    named = _zones_named(store, backend, base.files("merchants"))
    zones = zones_resolved(named)
    kept = {
        file.month: file for file in base.files(VISITS) if tuple(file.facts["sources"]) == sources.get(file.month, ())
    }
    if base.files(OUTLETS) != base.files("merchants"):
        before = zones_resolved(_zones_named(store, backend, base.files(OUTLETS)))
        moved = {merchant for merchant in {*zones, *before} if zones.get(merchant) != before.get(merchant)}
        for month in _months_of(store, backend, kept.values(), moved):
            kept.pop(month, None)
    dirty = tuple(sorted(month for month in sources if month not in kept))
    unknown = {zone for merchant, zone in named if zone and zone != BANK_ZONE and merchant not in zones}
    return _Plan(sources, kept, dirty, zones, tuple(sorted(unknown)))


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


def _build_all(store: Store, backend: Backend, plan: _Plan, *, months: list[str], workers: int) -> Iterable[DataFile]:
    """Build months side by side: one alone is too small to keep every core busy."""

    if not months:
        return
    with ThreadPoolExecutor(min(workers, len(months))) as pool:
        yield from pool.map(partial(_build, store, backend, plan), months)


def _build(store: Store, backend: Backend, plan: _Plan, month: str) -> DataFile:
    clock, listed = month_clock(plan.zones, month)
    sources, path = plan.sources[month], store.new_path(VISITS, month)
    fold(
        backend,
        _visits_query(clock),
        files={PAYMENTS.get_name(): [store.address(source) for source in sources]},
        rows={CLOCKS.get_name(): listed},
        target=store.address(path),
    )
    with store.fs.open(f"{store.root}/{path}", "rb") as file:
        footer = pq.ParquetFile(file).metadata
    first, last = _range(footer, "day")
    facts = {"sources": list(sources), "first_day": first.isoformat(), "last_day": last.isoformat()}
    return DataFile(path, footer.num_rows, month, facts)


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


def _workers(options: EngineOptions) -> int:
    return max(1, min(4, options.threads or os.cpu_count() or 1))


def _spill(store: Store, options: EngineOptions) -> AbstractContextManager[str]:
    """Return a folder of this run's own for what does not fit in memory."""
    if options.spill or not store.local:
        return nullcontext(options.spill)
    store.fs.makedirs(store.root, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=".spill-", dir=store.root)
