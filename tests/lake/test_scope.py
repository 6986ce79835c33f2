import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given

from lake.contract import LakeError
from lake.engine import engine
from lake.marts import marts_refresh
from lake.rows import VISITS_SCHEMA as SCHEMA
from lake.scope import PartnerLake
from lake.store import Store
from tests.lake.lakes import CAST, Merchant, Payment, add, at, small_lake, truth
from tests.lake.moments import payments, quickly

A, B = "7700000001", "7700000002"
MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)
ROWS = [
    Payment(at("2024-03-01 00:10"), "a1", "anna", Decimal("10.50")),
    Payment(at("2024-03-01 13:00"), "a2", "anna", Decimal("20.00"), channel="online"),
    Payment(at("2024-03-15 13:00"), "a1", "boris", Decimal("30.00")),
    Payment(at("2024-03-16 13:00"), "a1", "boris", Decimal("5.00"), kind="refund"),
    Payment(at("2024-04-01 02:30"), "a1", "clara", Decimal("1.00")),  # UTC: still March
    Payment(at("2024-04-01 03:30"), "a1", "clara", Decimal("2.00")),  # UTC: April
    Payment(at("2024-04-02 12:00"), "a1", "anna", Decimal("7.00")),
    Payment(at("2024-02-10 12:00"), "b1", "anna", Decimal("999.00")),
    Payment(at("2024-04-20 12:00"), "b1", "dora", Decimal("999.00")),
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = small_lake(tmp_path / "lake", ROWS)
    marts_refresh(store)
    return store


def rows_of(table: pa.Table) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in table.to_pylist()]


def shown(lake: PartnerLake) -> list[tuple[object, ...]]:
    """Return the visits without the codes, which are the handle's own."""
    return sorted(rows_of(lake.visits().drop_columns("customer")), key=str)


def test_a_handle_describes_itself(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        assert [outlet.id for outlet in lake.outlets()] == ["a1", "a2"]
        assert (lake.outlets()[0].name, lake.outlets()[0].city) == ("Пекарня", "Москва")
        assert (lake.first_day, lake.as_of) == (date(2024, 2, 10), date(2024, 4, 20)), "of the whole lake"
        assert lake.version == store.current().facts["data_version"]


def test_visits_have_the_agreed_form_and_order(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        table = lake.visits()
    assert table.schema == SCHEMA
    order = list(zip(table["customer"].to_pylist(), table["day"].to_pylist(), strict=True))
    assert order == sorted(order)
    assert set(table["customer"].to_pylist()) == {0, 1, 2}


def test_a_day_that_two_files_share_is_one_row(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        table = lake.visits(APRIL, APRIL)
    assert table.select(["purchases", "gross"]).to_pylist() == [{"purchases": 2, "gross": 300}]


def test_filters(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        assert lake.visits(MARCH, MARCH)["gross"].to_pylist() in ([1050, 2000], [2000, 1050])
        assert lake.visits(outlets=["a2"])["gross"].to_pylist() == [2000]
        assert lake.visits(channel="online")["gross"].to_pylist() == [2000]
        assert lake.visits(date(2024, 3, 16), date(2024, 3, 16))["refunded"].to_pylist() == [500]
        assert lake.visits(outlets=[]).equals(SCHEMA.empty_table())
        assert lake.visits(APRIL, MARCH).num_rows == 0
        assert lake.visits(channel="carrier pigeon").num_rows == 0
        assert lake.visits(date(1990, 1, 1), date(1990, 2, 1)).num_rows == 0


def test_rows_are_the_payments_it_rests_on(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        assert lake.rows() == 7
        assert lake.rows(MARCH, date(2024, 3, 31)) == 4
        assert lake.rows(date(1990, 1, 1), date(1990, 2, 1)) == 0


def test_codes_are_the_same_whatever_was_asked_first(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        clara = lake.visits(APRIL, APRIL)["customer"].to_pylist()
        everyone = lake.visits()
        again = lake.visits(MARCH, MARCH)
        assert clara == [0], "dense from the first call on"
        assert sorted(set(everyone["customer"].to_pylist())) == [0, 1, 2]
        assert everyone.filter(pc.equal(everyone["day"], APRIL))["customer"].to_pylist() == clara
        assert (
            everyone.filter(pc.equal(everyone["day"], MARCH))["customer"].to_pylist() == again["customer"].to_pylist()
        )
        assert everyone.equals(lake.visits())


def test_the_banks_identifiers_stay_inside(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        text = str(lake.visits().to_pylist()) + str(lake.outlets())
    assert not any(name in text for name in ("anna", "boris", "clara", "dora", "b1"))


def test_nothing_after_as_of_is_visible(store: Store) -> None:
    with PartnerLake.open(store, inn=A, as_of=MARCH) as lake:
        assert lake.as_of == MARCH
        assert lake.visits()["day"].to_pylist() == [MARCH, MARCH]
        assert lake.visits(MARCH, date(2024, 12, 31))["day"].to_pylist() == [MARCH, MARCH]
        assert lake.visits(APRIL).num_rows == 0
        assert lake.rows() == lake.rows(None, APRIL) == 2


def test_as_of_before_the_lake_is_refused(store: Store) -> None:
    with pytest.raises(LakeError, match="2024-02-10"):
        PartnerLake.open(store, inn=A, as_of=date(2024, 2, 9))


def test_anothers_outlet_is_refused(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake, pytest.raises(LakeError, match="not one of the partner's"):
        lake.visits(outlets=["a1", "b1"])


@pytest.mark.parametrize("inn", ["7799999999", "", "' OR 1=1 --", "77000000%"])
def test_an_unknown_company_is_refused(store: Store, inn: str) -> None:
    with pytest.raises(LakeError, match="no merchant with the INN"):
        PartnerLake.open(store, inn=inn)


def test_an_empty_lake_says_so(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="Nothing has been imported yet"):
        PartnerLake.open(Store.open(str(tmp_path / "none")), inn=A)
    store = small_lake(tmp_path / "merchants only", [])
    marts_refresh(store)
    with pytest.raises(LakeError, match="Nothing has been imported yet"):
        PartnerLake.open(store, inn=A)


def test_a_lake_without_marts_says_so(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="not been prepared yet"):
        PartnerLake.open(small_lake(tmp_path, ROWS), inn=A)


def test_a_stale_mart_is_served_whole(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        before, version = shown(lake), lake.version
    new_owner = [CAST[0], Merchant("a2", inn=B), CAST[2]]
    add(store, [Payment(at("2024-04-25 12:00"))], new_owner)
    with PartnerLake.open(store, inn=A) as lake:
        assert (shown(lake), lake.version, lake.as_of) == (before, version, date(2024, 4, 20))
        assert len(lake.outlets()) == 2
    marts_refresh(store)
    with PartnerLake.open(store, inn=A) as lake:
        assert (len(lake.outlets()), lake.as_of) == (1, date(2024, 4, 25))
    with PartnerLake.open(store, inn=B) as lake:
        assert [outlet.id for outlet in lake.outlets()] == ["a2", "b1"]
        assert 2000 in lake.visits()["gross"].to_pylist()


def test_an_open_handle_stays_at_its_version(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        before = lake.visits()
        add(store, [Payment(at("2024-03-20 12:00"), "a1", "new")])
        marts_refresh(store)
        assert lake.visits().equals(before)


@quickly
@given(rows=payments)
def test_a_sees_the_same_without_b(rows: list[Payment], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("lakes")
    # One payment of A's on either end, so that both lakes cover the same days.
    frame = [Payment(at("2011-01-01 12:00")), Payment(at("2025-01-01 12:00"))]
    both = small_lake(folder / "both", [*frame, *rows])
    alone = small_lake(folder / "alone", [*frame, *(row for row in rows if row.merchant_id != "b1")], CAST[:2])
    marts_refresh(both)
    marts_refresh(alone)
    with PartnerLake.open(both, inn=A) as one, PartnerLake.open(alone, inn=A) as other:
        assert one.visits().equals(other.visits())
        assert one.rows() == other.rows()
        assert one.outlets() == other.outlets()
        assert (one.first_day, one.as_of) == (other.first_day, other.as_of)


@quickly
@given(rows=payments)
def test_visits_are_what_plain_sql_finds(rows: list[Payment], tmp_path_factory: pytest.TempPathFactory) -> None:
    store = small_lake(tmp_path_factory.mktemp("lake"), [*rows, Payment(at("2024-03-01 12:00"))])
    marts_refresh(store)
    expected = [row for row in truth(store) if row[0] != "b1"]
    with PartnerLake.open(store, inn=A) as lake:
        found = rows_of(lake.visits().select(["outlet", "day", "channel", "purchases", "gross", "refunds", "refunded"]))
        customers = len(set(lake.visits()["customer"].to_pylist()))
    assert sorted(found) == sorted((row[0], *row[2:8]) for row in expected)
    assert customers == len({row[1] for row in expected})


@pytest.mark.parametrize("outlets", [1, 60])
def test_a_partner_is_read_alone(outlets: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lake.engine.ROW_GROUP", 2048)
    merchants = [Merchant(f"m{row:03}", A if row < outlets else B) for row in range(1000)]
    rows = [Payment(at("2024-03-15 12:00"), f"m{row % 1000:03}", f"c{row}") for row in range(40_000)]
    store = small_lake(tmp_path, rows, merchants)
    marts_refresh(store)
    with PartnerLake.open(store, inn=A) as lake:
        query = ibis.to_sql(lake._rows(None, None, None, None), dialect="duckdb")
        ((_, plan),) = lake._backend.con.execute(f"EXPLAIN (ANALYZE, FORMAT json) {query}").fetchall()
        assert lake.visits().num_rows == outlets * 40
    assert outlets * 40 <= _scanned(json.loads(plan)) <= outlets * 40 + 2 * 2048


def _scanned(node: dict[str, Any]) -> int:
    """Return how many rows of files a measured plan took up."""
    below = sum(_scanned(child) for child in node.get("children", ()))
    own = node["operator_cardinality"] if "READ_PARQUET" in str(node.get("extra_info")) else 0
    return below + int(own)


def test_a_handle_closes_its_engine(store: Store) -> None:
    with PartnerLake.open(store, inn=A) as lake:
        pass
    with pytest.raises(Exception, match=r"(?i)connection"):
        lake.visits()
    with engine() as backend:
        assert backend.list_tables() == []
