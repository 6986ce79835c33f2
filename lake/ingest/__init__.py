"""Import: files of the bank → proven, sorted, partitioned Parquet, all of it or nothing."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from lake.contract import TABLES, LakeError
from lake.engine import EngineOptions, engine
from lake.ingest.clock import Clock
from lake.ingest.header import columns_of, table_by_header
from lake.ingest.landing import OWN, Landing
from lake.ingest.payments import MERCHANTS, Payments
from lake.ingest.quarantine import Quarantine
from lake.ingest.reading import batches, header_of
from lake.ingest.registers import Register
from lake.ingest.report import ImportReport, TableReport, Tally
from lake.ingest.sources import Source, found
from lake.store import Store

__all__ = ["ImportReport", "TableReport", "lake_import"]

Progress = Callable[[str, int, int], None]

_MEMORY = "3GB"


def lake_import(
    store: Store,
    path: str,
    *,
    table: str | None = None,
    options: EngineOptions = EngineOptions(),
    now: datetime | None = None,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Prove every row of a file or folder and take the good ones into the lake.

    Parameters
    ----------
    store : Store
        The lake.
    path : str
        A CSV or Parquet file, or a folder with the three tables (each `NAME.csv`, `NAME.parquet` or
        a folder `NAME` of any number of files).
    table : str, optional
        Which table it is; otherwise told by the name, then by the header.
    options : EngineOptions
        How the engine is opened. Without a memory bound it gets 3 GB, and spills into the lake's folder.
    now : datetime, optional
        Nothing later is believed; the real time by default.
    on_progress : callable, optional
        Called with a stage (a table's name, `landing`), what is done of it and its size (bytes; files).

    Returns
    -------
    ImportReport
        What became of the rows, per table.

    Raises
    ------
    LakeError
        When a file can't be read as a table of the contract; nothing is imported then.
    """
    plan = _plan(path, table)
    with store.writing():
        spill = Path(store.root, ".spill") if store.local else None
        if spill:
            shutil.rmtree(spill, ignore_errors=True)
            options = replace(options, spill=options.spill or str(spill))
        options = replace(options, memory=options.memory or _MEMORY)
        store.sweep(OWN)
        try:
            with engine(options) as backend:
                return _Import(store, backend.con, Clock.at(now), on_progress or _silent).run(plan)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            store.sweep(OWN)
            reason = str(error).split("\n", 1)[0]
            raise LakeError(f"The import stopped, nothing was taken in: {reason}") from error
        except BaseException:
            store.sweep(OWN)
            raise
        finally:
            if spill:
                shutil.rmtree(spill, ignore_errors=True)


def _plan(path: str, table: str | None) -> dict[str, list[Source]]:
    """Return the files per table, each with a header that the contract accepts."""
    plan = found(path, table)
    for source in plan.pop("", []):
        plan.setdefault(table_by_header(header_of(source), source.name).name, []).append(source)
    for name, sources in plan.items():
        for source in sources:
            columns_of(header_of(source), TABLES[name], source.name)
    return plan


class _Import:
    def __init__(self, store: Store, con: DuckDBPyConnection, clock: Clock, on_progress: Progress) -> None:
        self.store = store
        self.con = con
        self.clock = clock
        self.on_progress = on_progress
        self.base = store.current()
        self.quarantine = Quarantine(con, self._addresses("quarantine"), clock.now)

    def run(self, plan: dict[str, list[Source]]) -> ImportReport:
        landing = Landing(self.store, self.con, self.base)
        reports: dict[str, TableReport] = {}
        merchants = self._register("merchants", plan, landing, reports)
        self._register("customers", plan, landing, reports)
        self.con.sql(f"FROM {merchants.merged}").select("merchant_id").create(MERCHANTS)
        payments = Payments(self.con, self.store, self.base.files("transactions"), self.quarantine, self.clock)
        retried = released = 0
        if "merchants" in landing.changed:
            columns = self.quarantine.take_released(MERCHANTS)
            retried, released = payments.retry(columns) if columns else (0, 0)
        if "transactions" in plan:
            reports["transactions"] = self._take("transactions", plan["transactions"], payments)
        before = landing.version_before
        after = landing.land(payments, self.quarantine, lambda done, of: self.on_progress("landing", done, of))
        return ImportReport(reports, retried, released, after.number, after.number != before)

    def _addresses(self, table: str) -> list[str]:
        return [self.store.address(file.path) for file in self.base.files(table)]

    def _register(
        self, name: str, plan: dict[str, list[Source]], landing: "Landing", reports: dict[str, TableReport]
    ) -> Register:
        register = Register(self.con, TABLES[name], self._addresses(name), self.quarantine, self.clock)
        tally = Tally(name)
        if name in plan:
            self._take(name, plan[name], register, tally)
        if register.merge(tally):
            landing.replace(name, register.write)
        if name in plan:
            reports[name] = tally.report()
        return register

    def _take(
        self, name: str, sources: list[Source], taker: Register | Payments, tally: Tally | None = None
    ) -> TableReport:
        tally = tally or Tally(name)
        total, done = sum(source.size for source in sources), 0
        files = [source.name for source in sources]
        self.on_progress(name, 0, total)
        for batch in batches(sources, TABLES[name]):
            tally.read += len(batch.rejects)
            for _, reject in batch.rejects:
                tally.refuse(reject.reason)
            self.quarantine.add(name, files, batch.rejects)
            taker.take(batch.rows, files, tally)
            done += batch.advanced
            self.on_progress(name, done, total)
        return tally.report()


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total
