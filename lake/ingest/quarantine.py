"""Rows that were refused: kept with their file, line and reason, never twice."""

# ruff: noqa: S608  every name and value in these statements goes through lake.ingest.sql

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import pyarrow as pa
from duckdb import DuckDBPyConnection

from lake.ingest.proving import UNKNOWN_MERCHANT
from lake.ingest.reading import LINE, SOURCE
from lake.ingest.scanning import Reject
from lake.ingest.sql import literal, name, names, parquet

NEW: Final = "quarantine_new"
"""Rows refused by this import."""
HELD: Final = "quarantine_held"
"""Rows that the lake's quarantine holds."""

_COLUMNS: Final = ("table", "file", "line", "reason", "detail", "raw", "imported_at")
_TYPES: Final = (
    '"table" VARCHAR, file VARCHAR, line BIGINT, reason VARCHAR, detail VARCHAR, raw VARCHAR, imported_at TIMESTAMP'
)


class Quarantine:
    """The quarantine during one import.

    Parameters
    ----------
    con : DuckDBPyConnection
        The import's engine.
    files : sequence of str
        Addresses of the quarantine's files in the lake.
    now : datetime
        Time of the import, in UTC.
    """

    def __init__(self, con: DuckDBPyConnection, files: Sequence[str], now: datetime) -> None:
        self.con = con
        self.files = list(files)
        self.now = now
        self.rewritten = False
        con.execute(f"CREATE TABLE {NEW} ({_TYPES})")

    def add(self, table: str, sources: Sequence[str], rejects: Iterable[tuple[int, Reject]]) -> None:
        """Put rows aside that the reader refused."""
        found = [
            (table, sources[place], reject.line, reject.reason, reject.detail, reject.raw) for place, reject in rejects
        ]
        if not found:
            return
        columns = [pa.array(column) for column in zip(*found, strict=True)]
        self.con.register("refused", pa.table(columns, names=list(_COLUMNS[:-1])))
        self.con.execute(f"INSERT INTO {NEW} SELECT *, {self._moment()} FROM refused")
        self.con.unregister("refused")

    def add_query(self, table: str, sources: Sequence[str], query: str, *, into: str = NEW) -> None:
        """Put rows aside that `query` yields as source, line, reason, detail, raw."""
        self.con.register("source_names", pa.table({"place": range(len(sources)), "file": list(sources)}))
        self.con.execute(
            f"INSERT INTO {into} SELECT {literal(table)}, s.file, q.{LINE}, q.reason, q.detail, q.raw, "
            f"{self._moment()} "
            f"FROM ({query}) q JOIN source_names s ON s.place = q.{SOURCE}"
        )
        self.con.unregister("source_names")

    def take_released(self, merchants: str) -> list[str]:
        """Move payments whose merchant is known now into the table `retry`; return their raw rows' columns.

        The table has `place` (from 0), file, line, raw.
        """
        if not self.files:
            return []
        wanted = (
            f"\"table\" = 'transactions' AND reason = '{UNKNOWN_MERCHANT}' "
            f"AND json_extract_string(raw, '$.merchant_id') IN (SELECT merchant_id FROM {merchants})"
        )
        self.con.execute(f"CREATE TABLE {HELD} AS SELECT {names(_COLUMNS)} FROM {parquet(self.files)}")
        self.con.execute(
            "CREATE TABLE retry AS SELECT row_number() OVER (ORDER BY imported_at, file, line) - 1 AS place, "
            f"file, line, raw FROM {HELD} WHERE {wanted}"
        )
        keys = self.con.execute("SELECT DISTINCT unnest(json_keys(raw)) FROM retry ORDER BY 1").fetchall()
        if not keys:
            self.con.execute(f"DROP TABLE {HELD}")
            return []
        self.con.execute(f"DELETE FROM {HELD} WHERE {wanted}")
        self.rewritten = True
        return [key for (key,) in keys]

    def write(self, path: str) -> tuple[int, bool]:
        """Write what the lake must hold in addition, or everything when rows have left; return rows and which.

        Returns
        -------
        tuple of (int, bool)
            Rows written (0: no file), and whether the file replaces all others.
        """
        if not self.rewritten and not self.con.execute(f"SELECT count(*) FROM {NEW}").fetchall()[0][0]:
            return 0, False
        held = HELD if self.rewritten else parquet(self.files) if self.files else f"(SELECT * FROM {NEW} LIMIT 0)"
        # The same row refused again is the same row; the same text twice in one delivery is two.
        fresh = (
            f"SELECT n.* EXCLUDE (nth) FROM (SELECT *, row_number() OVER "
            '(PARTITION BY "table", raw ORDER BY file, line) '
            f'AS nth FROM {NEW}) n LEFT JOIN (SELECT "table", raw, count(*) AS known FROM {held} GROUP BY ALL) h '
            f'ON h."table" = n."table" AND h.raw = n.raw WHERE n.nth > coalesce(h.known, 0)'
        )
        query = f"SELECT {names(_COLUMNS)} FROM ({fresh})"
        if self.rewritten:
            query = f"{query} UNION ALL SELECT {names(_COLUMNS)} FROM {HELD}"
        self.con.execute(f"CREATE TABLE quarantine_out AS {query}")
        rows = int(self.con.execute("SELECT count(*) FROM quarantine_out").fetchall()[0][0])
        if rows:
            self.con.execute(
                f"COPY (SELECT * FROM quarantine_out ORDER BY {name('table')}, file, line) "
                f"TO {literal(path)} (FORMAT parquet)"
            )
        return rows, self.rewritten

    def _moment(self) -> str:
        return f"TIMESTAMP '{self.now.replace(tzinfo=None).isoformat(sep=' ')}'"
