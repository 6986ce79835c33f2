"""The one place that opens an engine: DuckDB on one machine, Spark on a cluster.

Everything above speaks Ibis expressions and asks the engine for tables; which engine computes
them is a matter of configuration (`LAKE_ENGINE`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ibis
from ibis.backends.duckdb import Backend as DuckDB

from lake.contract import LakeError
from lake.store import Store, Version


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


def read(backend: DuckDB, store: Store, version: Version, table: str, month: str = "") -> ibis.Table | None:
    """Return one table of a version (or one month of it) as an expression; None when it is empty."""
    files = [file for file in version.files(table) if not month or file.month == month]
    if not files:
        return None
    return backend.read_parquet([store.address(file.path) for file in files], union_by_name=True, hive_partitioning=False)
