"""Retention equals an independent SQL query over the raw payments."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.cohorts import cohorts
from insights.engine.visits import Visits
from insights.metrics.examples import Paid, table_of
from lake.marts import marts_refresh
from lake.scope import PartnerLake
from tests.insights.oracle import oracle
from tests.insights.worlds import ALPHA_INN, BETA_INN, MERCHANTS, world
from tests.lake.lakes import small_lake

SQL = """
WITH months AS (
  SELECT DISTINCT customer_id, date_trunc('month', "day")::DATE AS m FROM own WHERE kind = 'purchase'),
begun AS (SELECT customer_id, min(m) AS c FROM months GROUP BY 1)
SELECT c, date_diff('month', c, m) AS k, count(*) FROM months JOIN begun USING (customer_id) GROUP BY ALL
"""
KEPT = """
WITH months AS (
  SELECT DISTINCT customer_id, date_trunc('month', "day")::DATE AS m FROM own WHERE kind = 'purchase')
SELECT b.m, count(n.m) / count(*) FROM (SELECT customer_id, m + INTERVAL 1 MONTH AS m FROM months) b
LEFT JOIN months n ON n.customer_id = b.customer_id AND n.m = b.m GROUP BY 1
"""


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1, 40, 300, 800]), st.sampled_from([ALPHA_INN, BETA_INN]))
def test_cohorts_equal_sql_over_random_banks(tmp_path_factory: pytest.TempPathFactory, seed, days, inn):
    store = small_lake(tmp_path_factory.mktemp("lake"), world(seed, size=700, days=days), MERCHANTS)
    marts_refresh(store)
    with PartnerLake.open(store, inn=inn) as lake, oracle(store, inn) as truth:
        found = cohorts(Visits.of(lake.visits()), lake.first_day, lake.as_of)
        cells = {
            (month, k): int(found.bought[c, k])
            for c, month in enumerate(found.months)
            for k in range(len(found.months) - c)
            if found.bought[c, k]
        }
        assert cells == {(c, k): n for c, k, n in truth.con.execute(SQL).fetchall()}
        assert [int(size) for size in found.sizes] == [cells.get((month, 0), 0) for month in found.months]
        kept = {month.date(): share for month, share in truth.con.execute(KEPT).fetchall()}
        assert dict(zip(found.months, found.kept, strict=True)) == pytest.approx(
            {month: kept.get(month) for month in found.months}
        )


def test_a_worked_example():
    """Anna and Boris begin in January; Anna comes back in March, Vera begins in February and stays away."""
    given_ = (
        Paid("2026-01-05", "Anna", "10"), Paid("2026-01-09", "Boris", "10"), Paid("2026-02-01", "Vera", "10"),
        Paid("2026-03-31", "Anna", "10"), Paid("2026-03-01", "Boris", "5", refund=True),
    )  # fmt: skip
    found = cohorts(Visits.of(table_of(given_)), date(2026, 1, 1), date(2026, 3, 31))
    assert found.sizes.tolist() == [2, 1, 0]
    assert found.rates(0) == (0.0, 0.5)
    assert found.rates(1) == (0.0,)
    assert found.rates(2) == ()
    assert found.kept == (None, 0.0, 0.0)
    assert found.finished


def test_the_grocery_of_january(tmp_path: Path):
    """Published: 1 982 households began in January 2017."""

    from lake.ingest import lake_import
    from lake.samples import complete_journey
    from lake.store import Store

    complete_journey.write(tmp_path / "raw")
    store = Store.open(str(tmp_path / "lake"))
    lake_import(store, str(tmp_path / "raw"))
    marts_refresh(store)
    import duckdb

    merchants = [store.address(file.path) for file in store.current().files("merchants")]
    ((inn,),) = duckdb.sql(f"SELECT DISTINCT inn FROM read_parquet({merchants})").fetchall()
    with PartnerLake.open(store, inn=inn) as lake:
        found = cohorts(Visits.of(lake.visits()), lake.first_day, lake.as_of)
    january = found.months.index(date(2017, 1, 1))
    assert found.sizes[january] == 1982
    rates = [round(share or 0, 4) for share in found.rates(january)[:6]]
    assert rates == [0.8885, 0.9001, 0.8956, 0.9036, 0.885, 0.8951]
