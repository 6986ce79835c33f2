"""The independent reading: plain SQL over the raw payments of all companies, and the judge's rounding written anew."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb

from lake.store import Store

NET = "coalesce(sum(CASE kind WHEN 'purchase' THEN amount ELSE -amount END), 0)::DOUBLE"
HOME = """
WITH sold AS (
  SELECT inn, mcc, coalesce(city, '') AS city, coalesce(district, '') AS district, coalesce(region, '') AS region,
    coalesce(sum(CASE kind WHEN 'purchase' THEN amount ELSE -amount END)
             FILTER ("day" BETWEEN $as_of::DATE - 363 AND $as_of::DATE), 0) AS net
  FROM shops LEFT JOIN (SELECT merchant_id, kind, amount, "day" FROM paid) USING (merchant_id) GROUP BY ALL
)
SELECT inn,
  (SELECT mcc FROM sold s WHERE s.inn = o.inn GROUP BY mcc ORDER BY sum(net) DESC, mcc LIMIT 1),
  (SELECT city FROM sold s WHERE s.inn = o.inn AND city <> '' GROUP BY city ORDER BY sum(net) DESC, city LIMIT 1)
FROM (SELECT DISTINCT inn FROM shops) o
"""


@dataclass
class Oracle:
    """Answers for all companies of a lake, up to a day; windows end on the last Sunday seven days before it."""

    con: duckdb.DuckDBPyConnection
    first_day: date
    as_of: date

    @property
    def now(self) -> tuple[date, date]:
        """The trailing window."""
        settled = self.as_of - timedelta(days=7)
        end = settled - timedelta(days=settled.isoweekday() % 7)
        return end - timedelta(days=90), end

    def back(self, days: int) -> tuple[date, date]:
        """Return the trailing window so many days earlier."""
        return tuple(day - timedelta(days=days) for day in self.now)  # type: ignore[return-value]

    def base(self, inn: str) -> tuple[date, date] | None:
        """Return what the growth of a company is against: a year ago, or the weeks before where there is no year."""
        held = [span for span in (self.back(364), self.back(91)) if span[0] >= self.first_day]
        own = [span for span in held if self.by_holding(NET, [inn], span).get(self.holding(inn), 0) > 0]
        return next(iter(own or held), None)

    def holding(self, inn: str) -> str:
        """Return what a company counts as."""
        return str(self.ask("SELECT any_value(holder) FROM shops WHERE inn = $inn", inn=inn)[0][0])

    def homes(self) -> dict[str, tuple[str, str]]:
        """Return company → its code of business and its city."""
        return {inn: (mcc, city or "") for inn, mcc, city in self.ask(HOME, as_of=self.as_of)}

    def by_holding(self, expression: str, inns: Sequence[str], span: tuple[date, date]) -> dict[str, float]:
        """Return holding → a figure of the companies that are asked for; those without a purchase now are left out."""
        sql = f"""SELECT holder, {expression} FROM paid WHERE list_contains($inns, inn)
                  AND "day" BETWEEN $start AND $end GROUP BY holder"""
        return dict(self.ask(sql, inns=list(inns), start=span[0], end=span[1]))

    def ask(self, sql: str, **names: Any) -> list[Any]:
        """Run a query."""
        return self.con.execute(sql, names).fetchall()

    def number(self, sql: str, **names: Any) -> float:
        """Return the one number of a query."""
        return float(self.ask(sql, **names)[0][0] or 0)


@contextmanager
def oracle(store: Store) -> Iterator[Oracle]:
    """Open the raw payments of all companies."""
    version = store.current()
    files = {name: [store.address(file.path) for file in version.files(name)] for name in ("transactions", "merchants")}
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute(f"""CREATE TABLE shops AS SELECT *, coalesce(max(nullif(holding, '')) OVER (PARTITION BY inn), inn)
                        AS holder FROM read_parquet({files["merchants"]})""")
        zone = "coalesce(nullif(m.timezone, ''), 'Europe/Moscow')"
        columns = {name for name, *_ in con.execute("DESCRIBE shops").fetchall()}
        local = f"timezone({zone if 'timezone' in columns else repr('Europe/Moscow')}, t.ts AT TIME ZONE 'UTC')"
        con.execute(f"""CREATE TABLE paid AS SELECT t.merchant_id, t.customer_id, t.kind, t.amount,
                        m.inn, m.holder, m.city, CAST({local} AS DATE) AS "day", t.channel,
                        date_part('hour', {local}) AS "hour"
                        FROM read_parquet({files["transactions"]}) t JOIN shops m USING (merchant_id)""")
        first, last = con.execute('SELECT min("day"), max("day") FROM paid').fetchall()[0]
        yield Oracle(con, first, last)


def spread(values: Sequence[float], level: float) -> float:
    """Return the mean of the three order statistics nearest a quantile's linear position; four when two tie."""
    ordered, position = sorted(values), (len(values) - 1) * level
    away = sorted(range(len(ordered)), key=lambda at: abs(at - position))
    tie = len(away) > 3 and math.isclose(abs(away[2] - position), abs(away[3] - position))
    near = away[: 4 if tie else 3]
    return sum(ordered[at] for at in near) / len(near)


def two(value: float) -> float:
    """Round to two significant digits."""
    return float(f"{value:.1e}")


def place(own: float, values: Sequence[float]) -> int:
    """Return the mid-rank in steps of five."""
    rank = sum(1.0 if value < own else 0.5 if value == own else 0.0 for value in values) / len(values)
    return min(95, max(5, round(rank * 20) * 5))
