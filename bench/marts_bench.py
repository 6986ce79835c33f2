"""The marts against one bare DuckDB statement that writes the same table, in one run."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.figures import Figure, at_most
from lake.marts import marts_refresh
from lake.scope import PartnerLake
from lake.store import DataFile, Store, Version

MERCHANTS = 2_000
COMPANIES = 500
CHAIN = 457
"""Outlets of the largest company, `7700000000`; the others share the rest."""

BARE = """
COPY (
  SELECT t.merchant_id, t.customer_id,
         CAST(timezone(coalesce(m.timezone, 'Europe/Moscow'), t.ts AT TIME ZONE 'UTC') AS DATE) AS "day", t.channel,
         (count(*) FILTER (kind = 'purchase'))::INTEGER AS purchases,
         coalesce(sum((amount * 100)::BIGINT) FILTER (kind = 'purchase'), 0)::BIGINT AS gross,
         (count(*) FILTER (kind = 'refund'))::INTEGER AS refunds,
         coalesce(sum((amount * 100)::BIGINT) FILTER (kind = 'refund'), 0)::BIGINT AS refunded
  FROM read_parquet({payments}) AS t JOIN read_parquet({merchants}) AS m USING (merchant_id)
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3
) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 16384)
"""
FIXED = "CAST(t.ts + INTERVAL 3 HOUR AS DATE)"
"""What a statement costs that knows of one zone only and asks no calendar."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds, and the ratios that are promised."""

    payments: int
    months: int
    cold: float
    bare: float
    bare_one_zone: float
    day: float
    nothing: float
    small_partner: float
    chain: float
    whole_mart: float

    @property
    def cold_to_bare(self) -> float:
        """Promised: at most 1.3."""
        return self.cold / self.bare

    @property
    def day_to_cold(self) -> float:
        """Promised: at most 1.5 / months."""
        return self.day / self.cold

    def __str__(self) -> str:
        return "\n".join(
            (
                f"{self.payments:,} payments over {self.months} months",
                f"marts cold / bare DuckDB with its calendar   {self.cold_to_bare:.2f}  (at most 1.30)"
                f"   {self.cold:.2f} s / {self.bare:.2f} s",
                f"marts cold / bare DuckDB, one zone, UTC + 3  {self.cold / self.bare_one_zone:.2f}"
                f"   {self.cold:.2f} s / {self.bare_one_zone:.2f} s",
                f"one new day / cold                           {self.day_to_cold:.3f}"
                f"  (at most {1.5 / self.months:.3f})   {self.day * 1000:.0f} ms",
                f"nothing new                                  {self.nothing * 1000:.1f} ms",
                f"a small partner's handle and all its visits  {self.small_partner * 1000:.0f} ms",
                f"a chain of {CHAIN} outlets, all its visits       {self.chain * 1000:.0f} ms",
                f"reading the whole mart, one thread           {self.whole_mart * 1000:.0f} ms",
            )
        )


def measure(folder: Path, *, payments: int, months: int, rounds: int = 3) -> Figures:
    """Build a lake of this size in `folder` and time it; the best of some rounds each."""
    store = Store.open(str(folder / "lake"))
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        _fill(store, connection, payments, months)
        raw = store.current()
        names = {
            table: [store.address(file.path) for file in raw.files(table)] for table in ("transactions", "merchants")
        }
        statement = BARE.format(
            payments=names["transactions"], merchants=names["merchants"], target=folder / "bare.parquet"
        )
        calendar = statement[statement.index("CAST(timezone") : statement.index(' AS "day"')]
        one_zone = statement.replace(calendar, FIXED)
        connection.execute(statement)

        cold, bare, fixed = [], [], []
        for _ in range(rounds):
            store.commit(lambda _: raw)
            cold.append(_seconds(lambda: marts_refresh(store)))
            bare.append(_seconds(lambda: connection.execute(statement)))
            fixed.append(_seconds(lambda: connection.execute(one_zone)))
        nothing = _seconds(lambda: marts_refresh(store))
        day = []
        for number in range(rounds):
            _new_day(store, connection, max(1, payments // (months * 30)), months, number)
            day.append(_seconds(lambda: marts_refresh(store)))
    files = [store.address(file.path) for file in store.current().files("visits")]
    with duckdb.connect(config={"threads": 1}) as connection:
        whole = min(
            _seconds(lambda: connection.execute("SELECT * FROM read_parquet($1)", [files]).to_arrow_table())
            for _ in range(rounds)
        )
    small = min(_seconds(lambda: _read(store, "7700000007")) for _ in range(rounds))
    chain = min(_seconds(lambda: _read(store, "7700000000")) for _ in range(rounds))
    return Figures(payments, months, min(cold), min(bare), min(fixed), min(day), nothing, small, chain, whole)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _read(store: Store, inn: str) -> int:
    with PartnerLake.open(store, inn=inn) as lake:
        return int(lake.visits().num_rows)


def _rows(count: int, first: str, days: int, seed: int) -> str:
    """Return a query of `count` payments: few outlets are busy, and most customers come again."""
    return f"""
        SELECT 't{seed}-' || i AS transaction_id,
               TIMESTAMP '{first}' + to_microseconds((hash(i, {seed}, 1) % ({days} * 86400000000))::BIGINT) AS ts,
               'm' || lpad(((hash(i, {seed}, 2) % 1000000 / 1e6) ** 2 * {MERCHANTS})::INTEGER::VARCHAR, 6, '0')
                 AS merchant_id,
               'c' || lpad((hash(i, {seed}, 3) % {max(10, count // 20)})::VARCHAR, 12, '0') AS customer_id,
               (hash(i, {seed}, 4) % 500000 / 100)::DECIMAL(14, 2) AS amount, 'RUB' AS currency,
               if(hash(i, {seed}, 5) % 33 = 0, 'refund', 'purchase') AS kind,
               if(hash(i, {seed}, 6) % 5 = 0, 'online', 'pos') AS channel
        FROM range({count}) AS numbers(i)"""


def _fill(store: Store, connection: duckdb.DuckDBPyConnection, payments: int, months: int) -> None:
    merchants = store.new_path("merchants")
    connection.execute(
        f"""COPY (SELECT 'm' || lpad(i::VARCHAR, 6, '0') AS merchant_id,
                   (7700000000 + if(i % 4 = 0 AND i // 4 < {CHAIN}, 0, 1 + i % {COMPANIES}))::VARCHAR AS inn,
                   NULL::VARCHAR AS holding, 'Точка ' || i AS name, '5411' AS mcc, 'Москва' AS city,
                   NULL::VARCHAR AS district, NULL::VARCHAR AS region, 'pos' AS channel, NULL::DATE AS opened_on,
                   CASE i % 10 WHEN 0 THEN 'Asia/Yekaterinburg' WHEN 1 THEN 'Asia/Omsk' END AS timezone
            FROM range({MERCHANTS + 1}) AS numbers(i)) TO '{store.address(merchants)}' (FORMAT parquet)"""
    )
    files = []
    for month in range(months):
        label = f"{2024 + month // 12}-{month % 12 + 1:02}"
        path, count = store.new_path("transactions", label), payments // months
        query = _rows(count, f"{label}-01", 28, month)
        connection.execute(f"COPY ({query} ORDER BY merchant_id, ts) TO '{store.address(path)}' (FORMAT parquet)")
        files.append(DataFile(path, count, label))

    def change(base: Version) -> Version:
        listed = base.with_table("transactions", files).with_table("merchants", [DataFile(merchants, MERCHANTS + 1)])
        return listed.with_facts(data_version=base.number + 1)

    store.commit(change)


def _new_day(store: Store, connection: duckdb.DuckDBPyConnection, count: int, months: int, number: int) -> None:
    """Add a day to the last month, in a file of its own."""
    label = f"{2024 + (months - 1) // 12}-{(months - 1) % 12 + 1:02}"
    path = store.new_path("transactions", label)
    query = _rows(count, f"{label}-28", 1, 1000 + number)
    connection.execute(f"COPY ({query} ORDER BY merchant_id, ts) TO '{store.address(path)}' (FORMAT parquet)")

    def change(base: Version) -> Version:
        added = base.with_table("transactions", (*base.files("transactions"), DataFile(path, count, label)))
        return added.with_facts(data_version=base.number + 1)

    store.commit(change)


def figures(size: int) -> Iterator[Figure]:
    """Compare a cold build with the bare statement, and a new day with a cold build."""
    with tempfile.TemporaryDirectory() as place:
        seen = measure(Path(place), payments=size, months=24)
    yield at_most(
        "marts cold / one bare DuckDB statement", seen.cold_to_bare, 1.3, f"{seen.cold:.2f} s / {seen.bare:.2f} s"
    )
    yield at_most(
        f"one new day / cold, {seen.months} months", seen.day_to_cold, 1.5 / seen.months, f"{seen.day * 1000:.0f} ms"
    )
