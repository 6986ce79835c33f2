"""The one place that opens an engine: DuckDB on one machine, Spark on a cluster.

Everything above speaks Ibis expressions and asks the engine for tables; which engine computes
them is a matter of configuration (`LAKE_ENGINE`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend as DuckDB

from lake.contract import LakeError
from lake.store import DataFile, Store, Version

Backend: TypeAlias = DuckDB
"""An open engine."""

ROW_GROUP: Final = 16_384
"""Rows of a mart that are read together: few, so that one partner's are read alone."""

COMPRESSION: Final = "zstd"


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
def engine(options: EngineOptions = EngineOptions()) -> Iterator[Backend]:
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


def read(backend: Backend, store: Store, version: Version, table: str, month: str = "") -> ir.Table | None:
    """Return one table of a version (or one month of it) as an expression; None when it is empty."""
    return read_files(backend, store, [file for file in version.files(table) if not month or file.month == month])


def read_files(backend: Backend, store: Store, files: Sequence[DataFile]) -> ir.Table | None:
    """Return these files of one table as an expression; None when there are none."""
    if not files:
        return None
    # The month in a file's folder is the lake's business, not a column of the table.
    addresses = [store.address(file.path) for file in files]
    return backend.read_parquet(addresses, union_by_name=True, hive_partitioning=False)


def compiled(expr: ir.Table, *, order_by: Sequence[str]) -> str:
    """Return a sorted expression over named tables as the engine's own text, to be `fold`ed many times.

    Building it costs more than running it over a small month.
    """
    return str(ibis.to_sql(expr.order_by(list(order_by)), dialect="duckdb"))


def fold(
    backend: Backend, queries: Mapping[str, str], *, files: Mapping[str, Sequence[str]], rows: Mapping[str, pa.Table]
) -> None:
    """Run compiled queries over the same tables, each into one Parquet file; several threads may at once.

    Parameters
    ----------
    backend : Backend
        The open engine, whose memory and cores all threads share.
    queries : mapping of str to str
        Address of a new file → text from `compiled`.
    files : mapping of str to sequence of str
        The queries' table → the addresses of its Parquet files.
    rows : mapping of str to pyarrow.Table
        The queries' table → its rows.
    """
    with backend.con.cursor() as session:
        for name, addresses in files.items():
            listed = ", ".join(_quoted(address) for address in addresses)
            source = f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
            session.execute(f'CREATE TEMP VIEW "{name}" AS SELECT * FROM {source}')  # noqa: S608  quoted
        for name, table in rows.items():
            session.register(name, table)
        form = f"FORMAT parquet, COMPRESSION {COMPRESSION}, ROW_GROUP_SIZE {ROW_GROUP}"
        for target, query in queries.items():
            session.execute(f"COPY ({query}) TO {_quoted(target)} ({form})")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
