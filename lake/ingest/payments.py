"""Payments: told apart from those the lake holds, and written into their months."""

# ruff: noqa: S608  every name and value in these statements goes through lake.ingest.sql

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
from duckdb import DuckDBPyConnection

from lake.contract import TRANSACTIONS
from lake.ingest.clock import Clock
from lake.ingest.proving import FAULT, Proof, proof
from lake.ingest.quarantine import HELD, NEW, Quarantine
from lake.ingest.reading import BATCH_ROWS, LINE, SOURCE
from lake.ingest.report import Tally
from lake.ingest.sql import literal, name, names, parquet
from lake.store import DataFile, Store

OTHER_CONTENT = "other_content"
MERCHANTS = "known_merchants"

_MOST_FILES = 8
_KEY = name(TRANSACTIONS.key)
_CONTENT = [column for column in TRANSACTIONS.names if column != TRANSACTIONS.key]


class Payments:
    """Takes payments in, batch by batch, into files that no version names yet.

    Parameters
    ----------
    con : DuckDBPyConnection
        With a table `MERCHANTS` of the known merchants.
    store : Store
        The lake.
    base : sequence of DataFile
        What it holds.
    """

    def __init__(
        self, con: DuckDBPyConnection, store: Store, base: Sequence[DataFile], quarantine: Quarantine, clock: Clock
    ) -> None:
        self.con = con
        self.store = store
        self.quarantine = quarantine
        self.clock = clock
        self.files = list(base)
        self.added = 0

    def take(self, rows: pa.Table, sources: Sequence[str], tally: Tally, *, into: str = NEW) -> None:
        """Prove a batch, put its bad rows aside and write the new ones."""
        tally.read += rows.num_rows
        if not rows.num_rows:
            return
        self.con.register("batch", rows)
        proven = proof(TRANSACTIONS, rows.schema, self.clock, rows="batch", merchants=MERCHANTS)
        self.con.execute(f"CREATE OR REPLACE TABLE stage AS {proven.select}")
        refuse_faults(self.con, proven, self.quarantine, sources, tally, into=into)
        unwanted = self._known(proven, sources, tally, into)
        self._write(proven, unwanted, tally)
        self.con.execute("DROP TABLE stage")
        self.con.unregister("batch")

    def retry(self, columns: Sequence[str]) -> tuple[int, int]:
        """Try quarantined payments again (the table `retry`); return how many were tried and went in."""
        total = self.con.execute("SELECT count(*) FROM retry").fetchall()[0][0]
        tally = Tally("transactions")
        shape = ", ".join(f"raw ->> {literal(f'$.{name(column)}')} AS {name(column)}" for column in columns)
        for first in range(0, total, BATCH_ROWS):
            where = f"FROM retry WHERE place >= {first} AND place < {first + BATCH_ROWS} ORDER BY place"
            files = [str(file) for (file,) in self.con.execute(f"SELECT file {where}").fetchall()]
            rows = self.con.execute(
                f"SELECT {shape}, CAST(place - {first} AS INTEGER) AS {SOURCE}, line AS {LINE} {where}"
            ).to_arrow_table()
            self.take(rows, files, tally, into=HELD)
        self.con.execute("DROP TABLE retry")
        return total, tally.accepted

    def compact(self) -> Iterator[int]:
        """Fold the files of a month into one where they have become many; yield after each month."""
        for month in sorted({file.month for file in self.files}):
            files = [file for file in self.files if file.month == month]
            if len(files) <= _MOST_FILES:
                continue
            path = self.store.new_path("transactions", month)
            source = parquet(self.store.address(file.path) for file in files)
            self.con.execute(
                f"COPY (SELECT * FROM {source} ORDER BY merchant_id, ts) TO {literal(self.store.address(path))} "
                "(FORMAT parquet)"
            )
            facts = {
                "first": min(file.facts["first"] for file in files),
                "last": max(file.facts["last"] for file in files),
            }
            whole = DataFile(path, sum(file.rows for file in files), month, facts)
            self.files = [file for file in self.files if file.month != month] + [whole]
            yield len(files)

    def _known(self, proven: Proof, sources: Sequence[str], tally: Tally, into: str) -> bool:
        """Find rows whose id was seen before; return whether there are any (in the table `verdict`)."""
        good = f"FROM stage WHERE {FAULT} IS NULL"
        same = " AND ".join(f"s.{name(column)} = o.{name(column)}" for column in _CONTENT)
        verdict = f"SELECT s.{SOURCE}, s.{LINE}, {same} AS same"
        self.con.execute(
            f"CREATE OR REPLACE TABLE verdict ({SOURCE} INTEGER, {LINE} BIGINT, same BOOLEAN, known BOOLEAN)"
        )
        if self.files:
            # Two steps: the ids are one column of the lake, the content is all of it and seldom needed.
            old = parquet(self.store.address(file.path) for file in self.files)
            self.con.execute(
                f"CREATE OR REPLACE TABLE known AS SELECT {_KEY} FROM {old} WHERE {_KEY} IN (SELECT {_KEY} {good})"
            )
            if self._any("known"):
                held = f"SELECT {names(TRANSACTIONS.names)} FROM {old} WHERE {_KEY} IN (FROM known)"
                self.con.execute(
                    f"INSERT INTO verdict {verdict}, true FROM (SELECT * {good}) s JOIN ({held}) o USING ({_KEY})"
                )
                good += f" AND {_KEY} NOT IN (FROM known)"
        # A hash that comes twice is only a suspicion, but cheaper to find than an id that does.
        self.con.execute(
            f"CREATE OR REPLACE TABLE twice AS SELECT * EXCLUDE ({FAULT}), "
            f"row_number() OVER (PARTITION BY {_KEY} ORDER BY {SOURCE}, {LINE}) AS _import_nth {good} "
            f"AND hash({_KEY}) IN (SELECT hash({_KEY}) AS h {good} GROUP BY h HAVING count(*) > 1)"
        )
        if self._any("twice"):
            self.con.execute(
                f"INSERT INTO verdict {verdict}, false FROM (FROM twice WHERE _import_nth > 1) s "
                f"JOIN (FROM twice WHERE _import_nth = 1) o USING ({_KEY})"
            )
        counts = self.con.execute("SELECT same, count(*) FROM verdict GROUP BY same").fetchall()
        for same_content, rows in counts:
            if same_content:
                tally.present += rows
                continue
            tally.refuse(OTHER_CONTENT, rows)
            where = "CASE WHEN v.known THEN 'in the lake' ELSE 'earlier in this delivery' END"
            self.quarantine.add_query(
                "transactions",
                sources,
                f"SELECT {SOURCE}, {LINE}, '{OTHER_CONTENT}' AS reason, "
                f"'transaction_id ''' || CAST({_KEY} AS VARCHAR) || "
                f"''' is ' || {where} || ' with other content.' AS detail, {proven.raw} AS raw "
                f"FROM batch b JOIN verdict v USING ({SOURCE}, {LINE}) WHERE NOT v.same",
                into=into,
            )
        return bool(counts)

    def _any(self, table: str) -> bool:
        return bool(self.con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])

    def _write(self, proven: Proof, unwanted: bool, tally: Tally) -> None:
        rows = f"stage s WHERE {FAULT} IS NULL"
        if unwanted:
            rows += f" AND NOT EXISTS (FROM verdict v WHERE v.{SOURCE} = s.{SOURCE} AND v.{LINE} = s.{LINE})"
            self.con.execute(f"CREATE OR REPLACE TABLE fresh AS SELECT * FROM {rows}")
            rows = "fresh WHERE true"
        months = self.con.execute(
            f"SELECT date_trunc('month', ts), count(*), min(ts), max(ts) FROM {rows} GROUP BY 1 ORDER BY 1"
        ).fetchall()

        def write(path: str, start: str) -> None:
            # Tables of the whole database are seen by every cursor, so months are written side by side.
            with self.con.cursor() as cursor:
                cursor.execute(
                    f"COPY (SELECT {names(proven.columns)} FROM {rows} AND ts >= TIMESTAMP '{start}' "
                    f"AND ts < TIMESTAMP '{start}' + INTERVAL 1 MONTH ORDER BY merchant_id, ts) "
                    f"TO {literal(self.store.address(path))} (FORMAT parquet)"
                )

        with ThreadPoolExecutor(2) as pool:
            jobs = []
            for start, count, first, last in months:
                path = self.store.new_path("transactions", f"{start:%Y-%m}")
                jobs.append(pool.submit(write, path, f"{start:%Y-%m-%d}"))
                facts = {"first": first.isoformat(), "last": last.isoformat()}
                self.files.append(DataFile(path, count, f"{start:%Y-%m}", facts))
                tally.accepted += count
                self.added += count
            for job in jobs:
                job.result()
        if unwanted:
            self.con.execute("DROP TABLE fresh")


def refuse_faults(
    con: DuckDBPyConnection,
    proven: Proof,
    quarantine: Quarantine,
    sources: Sequence[str],
    tally: Tally,
    *,
    into: str = NEW,
) -> None:
    """Put the rows of `stage` that carry a fault aside, as they stand in `batch`."""
    counts = con.execute(f"SELECT {FAULT}, count(*) FROM stage WHERE {FAULT} IS NOT NULL GROUP BY 1").fetchall()
    if not counts:
        return
    for fault, rows in counts:
        tally.refuse(proven.checks[fault].reason, rows)
    quarantine.add_query(
        tally.table,
        sources,
        f"SELECT {SOURCE}, {LINE}, {proven.reason_of('fault')} AS reason, {proven.detail_of('fault')} AS detail, "
        f"{proven.raw} AS raw FROM batch JOIN (SELECT {SOURCE}, {LINE}, {FAULT} AS fault FROM stage "
        f"WHERE {FAULT} IS NOT NULL) USING ({SOURCE}, {LINE})",
        into=into,
    )
