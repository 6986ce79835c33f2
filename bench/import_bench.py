"""Import of a CSV against DuckDB's own copy of the same file to one sorted Parquet."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from bench.figures import Figure, at_most
from lake.ingest import lake_import
from lake.store import Store

ROUNDS = 3


def figures(size: int) -> Iterator[Figure]:
    """Compare the import of a CSV with DuckDB's own copy of it."""
    seen = measure(size)
    detail = f"{seen['import_s']:.2f} s / {seen['copy_s']:.2f} s"
    yield at_most("import / DuckDB's own CSV to sorted Parquet", seen["ratio"], 2.0, detail)


def measure(size: int) -> dict[str, float]:
    """Return seconds of the import, of DuckDB's own copy, of a repeated import, and their ratios.

    The two take turns and the best of each counts, so that a busy neighbour hurts neither alone.
    """
    with tempfile.TemporaryDirectory() as folder:
        payments, merchants = _deliver(Path(folder), size)
        imported, copied = [], []
        for turn in range(ROUNDS):
            store = Store.open(f"{folder}/lake{turn}")
            lake_import(store, merchants)
            imported.append(_seconds(lambda store=store: lake_import(store, payments)))
            copied.append(_seconds(lambda: _copy(payments, f"{folder}/copy.parquet")))
        again = _seconds(lambda: lake_import(store, payments))
    best, bare = min(imported), min(copied)
    return {"import_s": best, "copy_s": bare, "again_s": again, "ratio": best / bare, "again_ratio": again / bare}


def _seconds(work: object) -> float:
    start = time.perf_counter()
    assert callable(work)
    work()
    return time.perf_counter() - start


def _copy(source: str, target: str) -> None:
    with duckdb.connect() as con:
        con.execute(
            f"COPY (SELECT * FROM read_csv('{source}') ORDER BY merchant_id, ts) TO '{target}' (FORMAT parquet)"
        )


def _deliver(folder: Path, size: int) -> tuple[str, str]:
    """Write two years of payments in the order of time, and their merchants."""
    payments, merchants = str(folder / "transactions.csv"), str(folder / "merchants.csv")
    with duckdb.connect() as con:
        con.execute(f"""
            COPY (SELECT 'T' || lpad(i::VARCHAR, 12, '0') AS transaction_id,
              strftime(TIMESTAMP '2023-01-01' + to_seconds((i * 63072000 // {size} + hash(i) % 3000)::BIGINT),
                '%Y-%m-%d %H:%M:%S') AS ts,
              'M' || (hash(i) % 300)::VARCHAR AS merchant_id, 'C' || (hash(i + 7) % 50000)::VARCHAR AS customer_id,
              ((hash(i + 9) % 500000) / 100)::DECIMAL(14,2) AS amount, 'RUB' AS currency,
              CASE WHEN i % 50 = 0 THEN 'refund' ELSE 'purchase' END AS kind,
              CASE WHEN i % 5 = 0 THEN 'online' ELSE 'pos' END AS channel
            FROM range({size}) t(i)) TO '{payments}' (HEADER)""")
        con.execute(f"""
            COPY (SELECT 'M' || i::VARCHAR AS merchant_id, '7700000000' AS inn, NULL AS holding, 'Shop' AS name,
              '5411' AS mcc, NULL AS city, NULL AS district, NULL AS region, 'pos' AS channel, NULL AS opened_on
            FROM range(300) t(i)) TO '{merchants}' (HEADER)""")
    return payments, merchants
