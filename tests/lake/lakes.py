"""Small lakes for tests, written by PyArrow and committed as an import would.

Also the independent reading of them: DuckDB's own calendar over the raw files.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from lake.store import DataFile, Store, Version

IDS = count(1)

TRANSACTIONS = pa.schema(
    [
        ("transaction_id", pa.string()),
        ("ts", pa.timestamp("us")),
        ("merchant_id", pa.string()),
        ("customer_id", pa.string()),
        ("amount", pa.decimal128(14, 2)),
        ("currency", pa.string()),
        ("kind", pa.string()),
        ("channel", pa.string()),
    ]
)
MERCHANTS = pa.schema(
    [
        *((name, pa.string()) for name in ("merchant_id", "inn", "holding", "name", "mcc", "city", "district")),
        *((name, pa.string()) for name in ("region", "channel")),
        ("opened_on", pa.date32()),
        ("timezone", pa.string()),
        ("contact_email", pa.string()),
    ]
)

Visit = tuple[Any, ...]
"""A row of the mart in the order of its columns."""


@dataclass(frozen=True)
class Payment:
    """One row of transactions; `ts` in UTC, without a zone."""

    ts: datetime
    merchant_id: str = "a1"
    customer_id: str = "c1"
    amount: Decimal = Decimal("100.00")
    kind: str = "purchase"
    channel: str = "pos"


@dataclass(frozen=True)
class Merchant:
    """One row of merchants."""

    merchant_id: str
    inn: str = "7700000001"
    timezone: str | None = None
    name: str = "Пекарня"
    mcc: str = "5462"
    city: str | None = "Москва"
    region: str | None = None
    district: str | None = None
    holding: str | None = None
    contact_email: str | None = None


CAST = (Merchant("a1"), Merchant("a2"), Merchant("b1", inn="7700000002"))
"""A with two outlets, and B."""


def at(text: str, zone: str = "Europe/Moscow") -> datetime:
    """Return a local moment such as `2026-03-01 00:10` in UTC, without a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def add(store: Store, payments: Iterable[Payment] = (), merchants: Sequence[Merchant] | None = None) -> Version:
    """Commit payments as new files of their months, and `merchants` in place of the old ones."""
    months: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        months[f"{payment.ts:%Y-%m}"].append(payment)
    files = [_payments(store, month, rows) for month, rows in sorted(months.items())]
    listed = None if merchants is None else [_merchants(store, merchants)]

    def change(base: Version) -> Version:
        changed = base.with_table("transactions", (*base.files("transactions"), *files))
        if listed is not None:
            changed = changed.with_table("merchants", listed)
        lasts = [file.facts["last"] for file in changed.files("transactions")]
        newest = {"watermark": f"{max(lasts)}+00:00"} if lasts else {}
        return changed.with_facts(data_version=base.number + 1, **newest)

    return store.commit(change)


def small_lake(uri: object, payments: Iterable[Payment], merchants: Sequence[Merchant] = CAST) -> Store:
    """Return a lake of these payments."""
    store = Store.open(str(uri))
    add(store, payments, merchants)
    return store


def mart(store: Store) -> list[Visit]:
    """Return the mart's rows, added up over its files, sorted."""
    return _visits(
        """SELECT merchant_id, customer_id, day, channel, sum(purchases)::BIGINT, sum(gross)::BIGINT,
                  sum(refunds)::BIGINT, sum(refunded)::BIGINT, bit_or(clocked)::BIGINT
           FROM read_parquet($files) GROUP BY ALL ORDER BY ALL""",
        store,
        "visits",
    )


def truth(store: Store) -> list[Visit]:
    """Return what the mart must hold, by DuckDB's calendar over the raw files."""
    merchants = [store.address(file.path) for file in store.current().files("merchants")]
    return _visits(
        f"""WITH local AS (
              SELECT *, timezone(coalesce(nullif(timezone, ''), 'Europe/Moscow'), ts AT TIME ZONE 'UTC') AS t,
                     transactions.channel AS through
              FROM read_parquet($files) AS transactions JOIN read_parquet({merchants}) AS merchants USING (merchant_id))
            SELECT merchant_id, customer_id, t::DATE AS "day", through,
                   count(*) FILTER (kind = 'purchase'),
                   coalesce(sum(amount) FILTER (kind = 'purchase') * 100, 0)::BIGINT,
                   count(*) FILTER (kind = 'refund'),
                   coalesce(sum(amount) FILTER (kind = 'refund') * 100, 0)::BIGINT,
                   coalesce(sum(DISTINCT 2 ** date_part('hour', t)) FILTER (kind = 'purchase'), 0)::BIGINT
            FROM local GROUP BY 1, 2, 3, 4 ORDER BY ALL""",
        store,
        "transactions",
    )


def hours(store: Store) -> list[Visit]:
    """Return the rows of the mart of hours, added up over its files, sorted."""
    return _visits(
        """SELECT merchant_id, day, hour, channel, sum(purchases)::BIGINT, sum(gross)::BIGINT, sum(refunds)::BIGINT,
                  sum(refunded)::BIGINT FROM read_parquet($files) GROUP BY ALL ORDER BY ALL""",
        store,
        "hours",
    )


def hours_truth(store: Store) -> list[Visit]:
    """Return what the mart of hours must hold, by DuckDB's calendar over the raw files."""
    merchants = [store.address(file.path) for file in store.current().files("merchants")]
    return _visits(
        f"""WITH local AS (
              SELECT *, timezone(coalesce(nullif(timezone, ''), 'Europe/Moscow'), ts AT TIME ZONE 'UTC') AS t,
                     transactions.channel AS through
              FROM read_parquet($files) AS transactions JOIN read_parquet({merchants}) AS merchants USING (merchant_id))
            SELECT merchant_id, t::DATE, date_part('hour', t), through, count(*) FILTER (kind = 'purchase'),
                   coalesce(sum(amount) FILTER (kind = 'purchase') * 100, 0)::BIGINT, count(*) FILTER (kind = 'refund'),
                   coalesce(sum(amount) FILTER (kind = 'refund') * 100, 0)::BIGINT
            FROM local GROUP BY 1, 2, 3, 4 ORDER BY ALL""",
        store,
        "transactions",
    )


def _visits(sql: str, store: Store, table: str) -> list[Visit]:
    files = [store.address(file.path) for file in store.current().files(table)]
    if not files:
        return []
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(sql, {"files": files}).fetchall()


def _payments(store: Store, month: str, rows: list[Payment]) -> DataFile:
    ordered = sorted(rows, key=lambda row: (row.merchant_id, row.ts))
    records = [asdict(row) | {"transaction_id": f"t{next(IDS)}", "currency": "RUB"} for row in ordered]
    moments = [row.ts for row in rows]
    facts = {"first": min(moments).isoformat(), "last": max(moments).isoformat()}
    return _write(store, "transactions", pa.Table.from_pylist(records, TRANSACTIONS), month, facts)


def _merchants(store: Store, rows: Sequence[Merchant]) -> DataFile:
    return _write(store, "merchants", pa.Table.from_pylist([asdict(row) for row in rows], MERCHANTS))


def _write(store: Store, table: str, rows: pa.Table, month: str = "", facts: dict[str, str] | None = None) -> DataFile:
    path = store.new_path(table, month)
    pq.write_table(rows, store.address(path))
    return DataFile(path, rows.num_rows, month, facts or {})
