"""The one place that opens an engine: DuckDB on one machine, Spark on a cluster.

Everything above speaks Ibis expressions and asks the engine for tables; which engine computes
them is a matter of configuration (`LAKE_ENGINE`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend as DuckDB

from lake.contract import LakeError
from lake.store import DataFile, Store, Version

Backend: TypeAlias = DuckDB
"""An open engine."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How an engine is opened.

    Parameters
    ----------
    name : str
        `duckdb` or `spark`.
    threads : int
        Cores to use; 0 for all.
    memory : str
        Upper bound, as the engine writes it (`4GB`); empty for the engine's own.
    spill : str
        Folder for what does not fit in memory; empty for the engine's own.
    """

    name: str = "duckdb"
    threads: int = 0
    memory: str = ""
    spill: str = ""


@contextmanager
def engine(options: EngineOptions = EngineOptions()) -> Iterator[DuckDB]:
    """Open an engine, and close it.

    Raises
    ------
    LakeError
        For an engine that does not exist or is not installed.
    """
    if options.name != "duckdb":
        raise LakeError(f"LAKE_ENGINE {options.name!r} is not available here; use 'duckdb'.")
    settings: dict[str, str | int] = {}
    if options.threads:
        settings["threads"] = options.threads
    if options.memory:
        settings["memory_limit"] = options.memory
    if options.spill:
        Path(options.spill).mkdir(parents=True, exist_ok=True)
        settings["temp_directory"] = options.spill
    backend = ibis.duckdb.connect(**settings)
    try:
        # After connecting: the setting belongs to an extension that is loaded with the first statement.
        backend.con.execute("SET TimeZone = 'UTC'")
        yield backend
    finally:
        backend.disconnect()


def sibling(backend: DuckDB) -> DuckDB:
    """Return a second session of the same engine, for another thread; memory and cores are shared."""
    return ibis.duckdb.from_connection(backend.con.cursor())


def read(backend: DuckDB, store: Store, version: Version, table: str, month: str = "") -> ir.Table | None:
    """Return one table of a version (or one month of it) as an expression; None when it is empty."""
    return read_files(backend, store, [file for file in version.files(table) if not month or file.month == month])


def read_files(backend: DuckDB, store: Store, files: Sequence[DataFile]) -> ir.Table | None:
    """Return these files of one table as an expression; None when there are none."""
    if not files:
        return None
    # The month in a file's folder is the lake's business, not a column of the table.
    addresses = [store.address(file.path) for file in files]
    return backend.read_parquet(addresses, union_by_name=True, hive_partitioning=False)


def write(backend: DuckDB, expr: ir.Table, address: str, *, order_by: Sequence[str], row_group: int) -> None:
    """Compute `expr` and write it as one Parquet file, sorted.

    Parameters
    ----------
    expr : Table
        What to write.
    address : str
        Where, as `Store.address` gives it.
    order_by : sequence of str
        Columns to sort by, so that a reader who wants few of their values opens few row groups.
    row_group : int
        Rows in one row group, a multiple of 2048.
    """
    backend.to_parquet(expr.order_by(list(order_by)), address, row_group_size=row_group, compression="zstd")
