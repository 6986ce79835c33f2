"""Customers and merchants: each key once, its newest content."""

# ruff: noqa: S608  every name and value in these statements goes through lake.ingest.sql

from collections.abc import Sequence

import pyarrow as pa
from duckdb import DuckDBPyConnection

from lake.contract import Table
from lake.ingest.clock import Clock
from lake.ingest.payments import refuse_faults
from lake.ingest.proving import FAULT, proof
from lake.ingest.quarantine import Quarantine
from lake.ingest.reading import LINE, SOURCE
from lake.ingest.report import Tally
from lake.ingest.sql import literal, name, parquet


class Register:
    """Takes the rows of one table in and merges them with what the lake holds.

    Parameters
    ----------
    con : DuckDBPyConnection
        The import's engine.
    table : Table
        `customers` or `merchants`.
    files : sequence of str
        Addresses of the table's files in the lake.
    """

    def __init__(
        self, con: DuckDBPyConnection, table: Table, files: Sequence[str], quarantine: Quarantine, clock: Clock
    ) -> None:
        self.con = con
        self.table = table
        self.files = list(files)
        self.quarantine = quarantine
        self.clock = clock
        self.parts: list[str] = []
        self.delivered: dict[str, None] = {}

    @property
    def merged(self) -> str:
        """Name of the relation with the table's rows after the import."""
        return f"{self.table.name}_merged"

    def take(self, rows: pa.Table, sources: Sequence[str], tally: Tally) -> None:
        """Prove a batch and put its bad rows aside."""
        tally.read += rows.num_rows
        if not rows.num_rows:
            return
        self.con.register("batch", rows)
        proven = proof(self.table, rows.schema, self.clock, rows="batch")
        self.con.execute(f"CREATE OR REPLACE TABLE stage AS {proven.select}")
        refuse_faults(self.con, proven, self.quarantine, sources, tally)
        part = f"{self.table.name}_{len(self.parts)}"
        self.con.execute(f"CREATE TABLE {part} AS SELECT * EXCLUDE ({FAULT}) FROM stage WHERE {FAULT} IS NULL")
        self.parts.append(part)
        self.delivered |= dict.fromkeys(column for column in proven.columns if column in rows.schema.names)
        self.con.execute("DROP TABLE stage")
        self.con.unregister("batch")

    def merge(self, tally: Tally) -> bool:
        """Merge what was taken in with what the lake holds; say whether anything changed.

        Within one delivery the last row of a key wins. The rows before it share its fate in the
        report, so that the same delivery, brought again, is all "already present".
        """
        key = name(self.table.key)
        old = f"SELECT * FROM {parquet(self.files)}" if self.files else self._nothing()
        if not self.parts:
            self.con.execute(f"CREATE VIEW {self.merged} AS {old}")
            return False
        union = " UNION ALL BY NAME ".join(f"SELECT * FROM {part}" for part in self.parts)
        self.con.execute(
            f"CREATE TABLE newest AS SELECT * EXCLUDE (_import_nth) FROM (SELECT *, "
            f"count(*) OVER (PARTITION BY {key}) AS _import_rows, "
            f"row_number() OVER (PARTITION BY {key} ORDER BY {SOURCE} DESC, {LINE} DESC) AS _import_nth "
            f"FROM ({union})) WHERE _import_nth = 1"
        )
        for part in self.parts:
            self.con.execute(f"DROP TABLE {part}")
        self.con.execute(f"CREATE TABLE old AS {old}")
        held = [row[0] for row in self.con.execute("DESCRIBE old").fetchall()]
        brought = [column for column in self.delivered if column != self.table.key]
        same = " AND ".join(self._same(column, held) for column in brought) or "true"
        self.con.execute(
            f"CREATE TABLE changed AS SELECT n.{key}, n._import_rows, o.{key} IS NOT NULL AS known, "
            f"o.{key} IS NOT NULL AND {same} AS same FROM newest n LEFT JOIN old o ON o.{key} = n.{key}"
        )
        counts = self.con.execute("SELECT known, same, sum(_import_rows) FROM changed GROUP BY 1, 2").fetchall()
        for known, unchanged, rows in counts:
            if unchanged:
                tally.present += int(rows)
            else:
                tally.accepted += int(rows)
                tally.updated += int(rows) if known else 0
        # A column that this delivery does not bring keeps what the lake knows.
        kept = [column for column in held if column not in self.delivered]
        undelivered = [column for column in self.table.names if column not in self.delivered and column not in held]
        shape = _listed("n", [self.table.key, *brought]) + _listed("o", kept, lead=True)
        shape += "".join(f", n.{name(column)}" for column in undelivered)
        self.con.execute(
            f"CREATE TABLE {self.merged} AS SELECT {shape} FROM newest n "
            f"JOIN changed c ON c.{key} = n.{key} AND NOT c.same "
            f"LEFT JOIN old o ON o.{key} = n.{key} UNION ALL BY NAME "
            f"SELECT * FROM old WHERE {key} NOT IN (SELECT {key} FROM changed WHERE NOT same)"
        )
        self.con.execute("DROP TABLE newest; DROP TABLE changed; DROP TABLE old")
        return any(not unchanged for _, unchanged, _ in counts)

    def write(self, address: str) -> int:
        """Write the merged table; return its rows."""
        self.con.execute(
            f"COPY (SELECT * FROM {self.merged} ORDER BY {name(self.table.key)}) TO {literal(address)} (FORMAT parquet)"
        )
        return int(self.con.execute(f"SELECT count(*) FROM {self.merged}").fetchall()[0][0])

    def _same(self, column: str, held: list[str]) -> str:
        new = f"n.{name(column)}"
        if column not in held:
            return f"{new} IS NULL"
        if column in self.table.names:
            return f"{new} IS NOT DISTINCT FROM o.{name(column)}"
        return f"CAST({new} AS VARCHAR) IS NOT DISTINCT FROM CAST(o.{name(column)} AS VARCHAR)"

    def _nothing(self) -> str:
        types = {"date": "DATE", "bool": "BOOLEAN"}
        columns = (
            f"CAST(NULL AS {types.get(column.kind, 'VARCHAR')}) AS {name(column.name)}" for column in self.table.columns
        )
        return f"SELECT {', '.join(columns)} WHERE false"


def _listed(relation: str, columns: Sequence[str], *, lead: bool = False) -> str:
    listed = ", ".join(f"{relation}.{name(column)}" for column in columns)
    return f", {listed}" if lead and listed else listed
