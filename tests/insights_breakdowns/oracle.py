"""The independent reading of breakdowns: plain SQL over the raw payments and the bank's list of customers."""

from datetime import date
from typing import Any, Final

import duckdb

AGE: Final = """CASE WHEN birth_date IS NULL THEN 'unknown' ELSE (
  SELECT CASE WHEN a < 18 THEN '<18' WHEN a < 25 THEN '18-24' WHEN a < 35 THEN '25-34' WHEN a < 45 THEN '35-44'
              WHEN a < 55 THEN '45-54' WHEN a < 65 THEN '55-64' ELSE '65+' END
  FROM (SELECT date_sub('year', birth_date, $end::DATE) AS a)) END"""
GROUPS: Final = {
    "gender": "coalesce(gender, 'unknown')",
    "age": AGE,
    "demographic_segment": f"coalesce(gender, 'unknown'), {AGE}, coalesce(marital_status, 'unknown')",
    "solvency": f"coalesce(gender, 'unknown'), {AGE}, coalesce(marital_status, 'unknown')",
    "new_returning": "CASE WHEN first BETWEEN $start AND $end THEN 'new' ELSE 'returning' END",
    "regular_customers": "CASE WHEN days91 >= $regular THEN 'regular' ELSE 'other' END",
    "rfm": "1 + 5 * r // n, 1 + 5 * f // n, 1 + 5 * m // n",
}
SQL: Final = """
WITH before AS (SELECT * FROM own WHERE "day" <= $end),
people AS (
  SELECT customer_id, coalesce(min("day") FILTER (kind = 'purchase'), DATE '9999-12-31') AS first,
    count(DISTINCT "day") FILTER (kind = 'purchase' AND "day" > $end::DATE - 91) AS days91
  FROM before GROUP BY 1),
year AS (
  SELECT customer_id, max("day") AS last, count(*) AS often, sum(amount) AS spent FROM before
  WHERE kind = 'purchase' AND "day" > $end::DATE - 365 GROUP BY 1),
scores AS (
  SELECT customer_id, count(*) OVER () AS n, rank() OVER (ORDER BY last) - 1 AS r,
    rank() OVER (ORDER BY often) - 1 AS f, rank() OVER (ORDER BY spent) - 1 AS m FROM year),
period AS (
  SELECT customer_id, count(*) FILTER (kind = 'purchase') AS purchases,
    coalesce(sum(amount) FILTER (kind = 'purchase'), 0) AS gross,
    sum(CASE kind WHEN 'purchase' THEN amount ELSE -amount END) AS net
  FROM own WHERE "day" BETWEEN $start AND $end GROUP BY 1)
SELECT [{columns}]::VARCHAR[] AS g, count(*) FILTER (purchases > 0), sum(purchases)::BIGINT, (sum(gross) * 100)::BIGINT,
  (sum(net) * 100)::BIGINT
FROM period JOIN people USING (customer_id) LEFT JOIN scores USING (customer_id)
LEFT JOIN listed USING (customer_id) WHERE $key <> 'rfm' OR n IS NOT NULL
GROUP BY g HAVING sum(purchases) > 0 OR sum(net) <> 0
"""


def rows_by_sql(
    con: duckdb.DuckDBPyConnection, key: str, start: date, end: date, regular: int
) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """Return group → customers, purchases, gross and net in kopecks."""
    names = {"start": start, "end": end, "regular": regular, "key": key}
    sql = SQL.format(columns=GROUPS[key])
    used = {name: value for name, value in names.items() if f"${name}" in sql}
    return {tuple(group): tuple(rest) for group, *rest in con.execute(sql, used).fetchall()}
