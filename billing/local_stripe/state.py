"""Everything that lasts: objects by kind, alarms and kept replies, in one SQLite file."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from billing.local_stripe.errors import missing

Obj = dict[str, Any]
"""A Stripe object as JSON. Keys that begin with `_` are ours and never leave the server."""

TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, created INTEGER NOT NULL,
    body TEXT NOT NULL, UNIQUE (kind, id));
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
CREATE INDEX IF NOT EXISTS objects_by_customer ON objects (kind, json_extract(body, '$.customer'));
CREATE INDEX IF NOT EXISTS objects_by_subscription ON objects (kind, json_extract(body, '$._subscription'));
CREATE INDEX IF NOT EXISTS objects_by_invoice ON objects (kind, json_extract(body, '$.invoice'));
CREATE TABLE IF NOT EXISTS alarms (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, action TEXT NOT NULL, ref TEXT NOT NULL,
    UNIQUE (at, action, ref));
CREATE INDEX IF NOT EXISTS alarms_by_time ON alarms (at, seq);
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    request TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS replies_by_time ON replies (at);
CREATE TABLE IF NOT EXISTS numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""
NAMES = ("objects", "alarms", "replies", "numbers")


class State:
    """One SQLite connection; `World.transaction` sees to it that one thread at a time uses it."""

    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # A crash of the machine may lose the last moments of a play thing; a crash of the process loses nothing.
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.executescript(TABLES)

    def clear(self) -> None:
        """Forget everything."""
        for name in NAMES:
            self.db.execute(f"DELETE FROM {name}")  # noqa: S608  four names of ours

    def put(self, obj: Obj) -> Obj:
        """Keep an object under its `object` and `id`; an older one of that name is replaced."""
        self.db.execute(
            "INSERT INTO objects (kind, id, created, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            (obj["object"], obj["id"], obj.get("created", 0), json.dumps(obj, ensure_ascii=False)),
        )
        return obj

    def get(self, kind: str, ident: str | None) -> Obj | None:
        """Return a copy of an object, None when there is none."""
        row = self.db.execute("SELECT body FROM objects WHERE kind = ? AND id = ?", (kind, ident)).fetchone()
        return json.loads(row[0]) if row else None

    def need(self, kind: str, ident: str | None, param: str = "id") -> Obj:
        """Return an object or answer 404 as Stripe does."""
        found = self.get(kind, ident)
        if found is None:
            raise missing(kind, str(ident), param)
        return found

    def remove(self, kind: str, ident: str) -> None:
        """Forget an object."""
        self.db.execute("DELETE FROM objects WHERE kind = ? AND id = ?", (kind, ident))

    def find(self, kind: str, **equals: Any) -> list[Obj]:
        """Return all objects of a kind with these top-level values, the newest first."""
        return list(self.walk(kind, equals))

    def first(self, kind: str, **equals: Any) -> Obj | None:
        """Return the newest object of a kind with these values, or None."""
        return next(self.walk(kind, equals), None)

    def walk(self, kind: str, equals: dict[str, Any], below: int | None = None, up: bool = False) -> Iterator[Obj]:
        """Go through a kind from the newest to the oldest (`up`: from the oldest), beginning beyond a sequence."""
        clauses, values = ["kind = ?"], [kind]
        for name, value in equals.items():
            clauses.append(f"json_extract(body, '$.{name}') IS ?")
            values.append(value)
        if below is not None:
            clauses.append("seq > ?" if up else "seq < ?")
            values.append(str(below))
        order = "ASC" if up else "DESC"
        sql = f"SELECT body FROM objects WHERE {' AND '.join(clauses)} ORDER BY seq {order}"  # noqa: S608
        for (body,) in self.db.execute(sql, values):
            yield json.loads(body)

    def seq(self, kind: str, ident: str, param: str) -> int:
        """Return an object's place in the order of creation."""
        row = self.db.execute("SELECT seq FROM objects WHERE kind = ? AND id = ?", (kind, ident)).fetchone()
        if row is None:
            raise missing(kind, ident, param)
        return int(row[0])

    def alarm(self, at: int, action: str, ref: str) -> None:
        """Ask for `action` with `ref` when the clock reaches `at`."""
        self.db.execute("INSERT OR IGNORE INTO alarms (at, action, ref) VALUES (?, ?, ?)", (at, action, ref))

    def alarm_take(self, until: int) -> tuple[int, str, str] | None:
        """Take the earliest alarm that is due, None when none is."""
        sql = "SELECT seq, at, action, ref FROM alarms WHERE at <= ? ORDER BY at, seq LIMIT 1"
        row = self.db.execute(sql, (until,)).fetchone()
        if row is None:
            return None
        self.db.execute("DELETE FROM alarms WHERE seq = ?", (row[0],))
        return row[1], row[2], row[3]

    def number(self, name: str, default: int = 0) -> int:
        """Return a kept number."""
        row = self.db.execute("SELECT value FROM numbers WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else default

    def number_set(self, name: str, value: int) -> None:
        """Keep a number."""
        self.db.execute("INSERT OR REPLACE INTO numbers (name, value) VALUES (?, ?)", (name, value))

    def kinds(self) -> Iterable[str]:
        """Return the kinds of objects present."""
        return [row[0] for row in self.db.execute("SELECT DISTINCT kind FROM objects ORDER BY kind")]
