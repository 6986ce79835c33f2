"""Bring the marts up to the newest data: build what is lacking, publish all of it in one step."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import pyarrow.parquet as pq

from lake.clock import month_clock
from lake.engine import Backend, EngineOptions, engine, fold
from lake.marts.folds import CLOCKS, MARTS, PAYMENTS, SCHEME, VISITS, query
from lake.marts.planning import OUTLETS, Job, Plan, fresh, plan
from lake.store import DataFile, Store, Version

SPILL: Final = ".spill-"

Progress: TypeAlias = Callable[[int, int], None]
"""Told files made and files to make."""


def marts_refresh(
    store: Store, *, options: EngineOptions = EngineOptions(), on_progress: Progress | None = None
) -> Version:
    """Bring the marts up to the newest data and return the version that holds them.

    New files of a month are folded into files of their own; the whole month is done again when
    it has many of those, when its old files were replaced, or when a merchant in it changed its
    time zone. A mart that did not exist yet, or was of another form, is made for all months. When
    an import lands meanwhile, what was built and is still right stays.

    Parameters
    ----------
    store : Store
        The lake.
    options : EngineOptions
        How to open the engine; without a spill folder, one inside a local lake is used.
    on_progress : callable, optional
        Called with jobs done and jobs to do, one a month and its new files.

    Returns
    -------
    Version
        The newest version, itself when nothing had changed.
    """
    newest = store.current()
    if fresh(newest):
        return newest
    with store.folding():
        _clear_spills(store)
        version = _refreshed(store, options, on_progress)
        store.sweep(tuple(MARTS))
        return version


class _MovedError(Exception):
    """Another writer was faster, and what was built is not of the newest data."""


def _refreshed(store: Store, options: EngineOptions, on_progress: Progress | None) -> Version:
    built: dict[Job, tuple[DataFile, ...]] = {}
    zones_of_built: dict[str, str] | None = None
    while True:
        base = store.current()
        if fresh(base):
            return base
        with _spill(store, options) as spill, engine(replace(options, spill=spill)) as backend:
            todo_now = plan(store, backend, base)
            if todo_now.zones != zones_of_built:
                built, zones_of_built = {}, todo_now.zones
            todo = [job for job in todo_now.jobs if job not in built]
            for done, (job, files) in enumerate(_build_all(store, backend, todo_now.zones, todo, options), 1):
                built[job] = files
                if on_progress:
                    on_progress(done, len(todo))
        try:
            return store.commit(partial(_published, seen=base, files=_files(todo_now, built), unknown=todo_now.unknown))
        except _MovedError:
            continue


def _files(done: Plan, built: Mapping[Job, tuple[DataFile, ...]]) -> dict[str, list[DataFile]]:
    """Return mart → its files, those that stay and those that were made, in order of month."""
    files = {mart: list(done.kept[mart]) for mart in MARTS}
    for job in done.jobs:
        for mart, file in zip(job.marts, built[job], strict=True):
            files[mart].append(file)
    return {mart: sorted(listed, key=lambda file: (file.month, file.path)) for mart, listed in files.items()}


def _build_all(
    store: Store, backend: Backend, zones: dict[str, str], jobs: list[Job], options: EngineOptions
) -> Iterator[tuple[Job, tuple[DataFile, ...]]]:
    """Build files side by side: a month alone is too small to keep every core busy."""
    if not jobs:
        return
    workers = min(4, options.threads or os.cpu_count() or 1, len(jobs))
    with ThreadPoolExecutor(workers) as pool:
        yield from zip(jobs, pool.map(partial(_build, store, backend, zones), jobs), strict=True)


def _build(store: Store, backend: Backend, zones: dict[str, str], job: Job) -> tuple[DataFile, ...]:
    clock, listed = month_clock(zones, job.month)
    paths = {mart: store.new_path(mart, job.month) for mart in job.marts}
    fold(
        backend,
        {store.address(path): query(mart, clock) for mart, path in paths.items()},
        files={PAYMENTS.get_name(): [store.address(source) for source in job.sources]},
        rows={CLOCKS.get_name(): listed},
    )
    return tuple(_described(store, path, job) for path in paths.values())


def _described(store: Store, path: str, job: Job) -> DataFile:
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


def _published(
    base: Version, *, seen: Version, files: Mapping[str, list[DataFile]], unknown: tuple[str, ...]
) -> Version:
    """Put the built files into the newest version, unless they are not of its data."""
    same = all(base.files(table) == seen.files(table) for table in ("transactions", "merchants"))
    if not same or fresh(base):
        raise _MovedError
    days = [date.fromisoformat(file.facts[key]) for file in files[VISITS] for key in ("first_day", "last_day")]
    for mart, listed in files.items():
        base = base.with_table(mart, listed)
    return base.with_table(OUTLETS, base.files("merchants")).with_facts(
        first_day=min(days).isoformat() if days else None,
        last_day=max(days).isoformat() if days else None,
        marts_of=base.facts.get("data_version", 0),
        marts_scheme=SCHEME,
        unknown_zones=list(unknown),
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
