"""The independent reading: plain SQL over the raw payments, by DuckDB's own calendar. No marts, no engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from insights.engine.visits import Slice
from lake.store import Store

Cell = tuple[float | None, int]

NET = "coalesce(sum(CASE kind WHEN 'purchase' THEN amount ELSE -amount END), 0)"
BOUGHT = "count(*) FILTER (kind = 'purchase')"
GROSS = "coalesce(sum(amount) FILTER (kind = 'purchase'), 0)"
BACK = "coalesce(sum(amount) FILTER (kind = 'refund'), 0)"
PEOPLE = "count(DISTINCT customer_id) FILTER (kind = 'purchase')"

OF_WINDOW = {
    "revenue": f"{NET}::DOUBLE",
    "transactions": f"{BOUGHT}::DOUBLE",
    "average_ticket": f"CASE WHEN {BOUGHT} > 0 THEN {GROSS}::DOUBLE / {BOUGHT} END",
    "customers": f"{PEOPLE}::DOUBLE",
    "purchase_frequency": f"CASE WHEN {PEOPLE} > 0 THEN {BOUGHT}::DOUBLE / {PEOPLE} END",
    "refund_rate": f"CASE WHEN {GROSS} > 0 THEN {BACK}::DOUBLE / {GROSS}::DOUBLE END",
}
GAPS = """
WITH days AS (
  SELECT customer_id, "day", count(*) AS n FROM own WHERE kind = 'purchase' AND "day" BETWEEN $start AND $end
  AND ($outlet = '' OR merchant_id = $outlet) AND ($channel = '' OR channel = $channel) GROUP BY ALL
), gaps AS (
  SELECT customer_id, (max("day") - min("day"))::DOUBLE / (count(*) - 1) AS gap, sum(n) AS n
  FROM days GROUP BY customer_id HAVING count(*) >= 2
)
SELECT median(gap), coalesce(sum(n), 0)::BIGINT FROM gaps
"""


@dataclass
class Oracle:
    """Answers for one company of a lake."""

    con: duckdb.DuckDBPyConnection
    first_day: date

    def value(self, metric: str, start: date, end: date, part: Slice = Slice()) -> Cell:
        """Return value and n of a metric over the days [start, end]."""
        if metric == "days_between_purchases":
            value, n = self._ask(GAPS, end - timedelta(days=364), end, part)
            return value, n
        if metric in OF_WINDOW:
            return self._window(OF_WINDOW[metric], start, end, part)
        if metric == "revenue_yoy":
            base = start - timedelta(days=364), end - timedelta(days=364)
            return self._growth((start, end), base, part)
        days = int(metric.removeprefix("revenue_change_"))
        now = end - timedelta(days=days - 1), end
        return self._growth(now, (now[0] - timedelta(days=days), end - timedelta(days=days)), part)

    def _growth(self, now: tuple[date, date], base: tuple[date, date], part: Slice) -> Cell:
        value, n = self._window(f"{NET}::DOUBLE", *now, part)
        before, m = self._window(f"{NET}::DOUBLE", *base, part)
        known = base[0] >= self.first_day and before
        return (value / before - 1 if known and before and value is not None else None), n + m

    def _window(self, expression: str, start: date, end: date, part: Slice) -> Cell:
        sql = f"""SELECT {expression}, {BOUGHT} FROM own WHERE "day" BETWEEN $start AND $end
                  AND ($outlet = '' OR merchant_id = $outlet) AND ($channel = '' OR channel = $channel)"""
        return self._ask(sql, start, end, part)

    def _ask(self, sql: str, start: date, end: date, part: Slice) -> Cell:
        names = {"start": start, "end": end, "outlet": part.outlet, "channel": part.channel}
        row = self.con.execute(sql, names).fetchone()
        assert row is not None
        return row[0], row[1]


@contextmanager
def oracle(store: Store, inn: str) -> Iterator[Oracle]:
    """Open the raw payments of the company `inn`."""
    version = store.current()
    files = {name: [store.address(file.path) for file in version.files(name)] for name in ("transactions", "merchants")}
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute(
            f"""CREATE TABLE paid AS
            SELECT t.*, m.inn, CAST(timezone(coalesce(nullif(m.timezone, ''), 'Europe/Moscow'),
                   t.ts AT TIME ZONE 'UTC') AS DATE) AS "day"
            FROM read_parquet({files["transactions"]}) t JOIN read_parquet({files["merchants"]}) m
            USING (merchant_id)"""
        )
        row = con.execute('SELECT min("day") FROM paid').fetchone()
        assert row is not None
        con.execute("CREATE TABLE own AS SELECT * FROM paid WHERE inn = $inn", {"inn": inn})
        yield Oracle(con, row[0])
