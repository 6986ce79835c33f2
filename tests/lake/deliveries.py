"""What a bank delivers, made small, for the tests of the import."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lake.contract import TABLES
from lake.engine import engine, read
from lake.ingest import ImportReport, lake_import
from lake.store import Store

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

Row = dict[str, str]


def payment(number: int = 1, **changes: str) -> Row:
    row = {
        "transaction_id": f"t{number}",
        "ts": f"2025-0{number % 6 + 1}-0{number % 9 + 1} 10:00:00",
        "merchant_id": "m1",
        "customer_id": f"c{number % 7}",
        "amount": f"{100 + number}.50",
        "currency": "RUB",
        "kind": "purchase",
        "channel": "pos",
    }
    return {**row, **changes}


def merchant(number: int = 1, **changes: str) -> Row:
    row = {
        "merchant_id": f"m{number}",
        "inn": "7701",
        "holding": "",
        "name": f"Лавка {number}",
        "mcc": "5411",
        "city": "Москва",
        "district": "",
        "region": "",
        "channel": "pos",
        "opened_on": "2020-01-02",
    }
    return {**row, **changes}


def customer(number: int = 1, **changes: str) -> Row:
    row = {
        "customer_id": f"c{number}",
        "birth_date": "1980-05-06",
        "gender": "F",
        "marital_status": "married",
        "is_corporate": "true",
        "region": "",
        "city": "",
        "registered_on": "2019-01-01",
    }
    return {**row, **changes}


def csv_text(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> str:
    """Write rows as CSV or as Parquet of strings, by the name's ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        columns = {name: pa.array([row[name] or None for row in rows], pa.string()) for name in rows[0]}
        pq.write_table(pa.table(columns), path)
    else:
        path.write_text(csv_text(rows))
    return str(path)


def lake(tmp_path: Path, *, merchants: int = 1) -> Store:
    """Return a lake that knows merchants m1 …"""
    store = Store.open(str(tmp_path / "lake"))
    if merchants:
        take(store, write(tmp_path / "merchants.csv", [merchant(n + 1) for n in range(merchants)]))
    return store


def take(store: Store, path: str | Path, **options: Any) -> ImportReport:
    report = lake_import(store, str(path), now=options.pop("now", NOW), **options)
    for table in report.tables.values():
        assert table.accepted + table.quarantined + table.present == table.read
        assert sum(table.reasons.values()) == table.quarantined
    return report


def content(store: Store, table: str) -> list[dict[str, Any]]:
    """Return a table's rows in an order that depends on nothing but the rows."""
    with engine() as backend:
        rows = read(backend, store, store.current(), table)
        found = [] if rows is None else rows.to_pyarrow().to_pylist()
    if table == "quarantine":
        for row in found:
            del row["imported_at"]
    return sorted(found, key=lambda row: [str(value) for value in row.values()])


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {table: content(store, table) for table in (*TABLES, "quarantine")}
