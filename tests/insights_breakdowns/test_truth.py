"""Every breakdown equals an independent SQL query over the raw payments."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.breakdowns.catalogue import UnknownBreakdown, breakdown_of, catalogue
from insights.breakdowns.people import People
from insights.engine.visits import Visits
from insights.engine.windows import day_number
from lake.demo import KNOWN, demo_write
from lake.ingest import lake_import
from lake.marts import marts_refresh
from lake.scope import PartnerLake
from lake.store import DataFile, Store
from tests.insights.oracle import oracle
from tests.insights.worlds import ALPHA_INN, BETA_INN, MERCHANTS, world
from tests.insights_breakdowns.oracle import rows_by_sql
from tests.lake.lakes import small_lake

LISTED = pa.schema(
    [("customer_id", pa.string()), ("birth_date", pa.date32()), ("gender", pa.string()),
     ("marital_status", pa.string()), ("is_corporate", pa.bool_())]
)  # fmt: skip


def people_listed(store: Store, seed: int, customers: int = 40) -> None:
    """List most customers, each attribute sometimes unknown; birthdays crowd around one day of the year."""
    chance = Random(seed)
    rows = [
        {
            "customer_id": f"c{number}",
            "birth_date": chance.choice((None, date(chance.randrange(1935, 2015), 2 + chance.randrange(2), 28))),
            "gender": chance.choice((None, "F", "M")),
            "marital_status": chance.choice((None, "married", "single")),
            "is_corporate": chance.choice((None, True, False)),
        }
        for number in range(customers)
        if chance.random() < 0.9
    ]
    path = store.new_path("customers")
    pq.write_table(pa.Table.from_pylist(rows, LISTED), store.address(path))
    store.commit(lambda base: base.with_table("customers", [DataFile(path, len(rows))]))


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10**6), size=st.sampled_from([0, 40, 900]), inn=st.sampled_from([ALPHA_INN, BETA_INN]),
    data=st.data(),
)  # fmt: skip
def test_every_breakdown_equals_sql_over_random_banks(
    tmp_path_factory: pytest.TempPathFactory, seed: int, size: int, inn: str, data: st.DataObject
) -> None:
    store = small_lake(tmp_path_factory.mktemp("lake"), world(seed, size=size), MERCHANTS)
    people_listed(store, seed)
    marts_refresh(store)
    with PartnerLake.open(store, inn=inn) as lake, oracle(store, inn) as truth:
        listed = [store.address(file.path) for file in store.current().files("customers")]
        truth.con.execute(f"CREATE TABLE listed AS SELECT * FROM read_parquet({listed})")
        end = lake.first_day + timedelta(days=data.draw(st.integers(0, (lake.as_of - lake.first_day).days)))
        start = max(lake.first_day, end - timedelta(days=data.draw(st.integers(0, 400))))
        visits = Visits.of(lake.visits(end=end))
        people = People.of(visits, lake.customers(), day_number(start), day_number(end), regular_days=2)
        for breakdown in catalogue().values():
            found = {row.group: (row.customers, row.purchases, row.gross, row.net) for row in breakdown.rows(people)}
            assert found == rows_by_sql(truth.con, breakdown.key, start, end, 2), (breakdown.key, start, end)


def test_every_breakdown_equals_sql_over_the_demo_bank(tmp_path: Path) -> None:
    demo_write(tmp_path / "raw", customers=4_000, transactions=60_000, seed=11, end=date(2026, 11, 22))
    store = Store.open(str(tmp_path / "lake"))
    lake_import(store, str(tmp_path / "raw"))
    marts_refresh(store)
    for partner in KNOWN.values():
        with PartnerLake.open(store, inn=partner.inn) as lake, oracle(store, partner.inn) as truth:
            listed = [store.address(file.path) for file in store.current().files("customers")]
            truth.con.execute(f"CREATE TABLE listed AS SELECT * FROM read_parquet({listed})")
            visits = Visits.of(lake.visits())
            for days in (28, 364):
                start, end = lake.as_of - timedelta(days=days - 1), lake.as_of
                people = People.of(visits, lake.customers(), day_number(start), day_number(end), regular_days=3)
                for one in catalogue().values():
                    found = {row.group: (row.customers, row.purchases, row.gross, row.net) for row in one.rows(people)}
                    assert found == rows_by_sql(truth.con, one.key, start, end, 3), (partner.name, one.key, days)


def test_what_the_bank_does_not_list_is_unknown(tmp_path: Path) -> None:
    store = small_lake(tmp_path, world(1, size=50), MERCHANTS)
    marts_refresh(store)
    with PartnerLake.open(store, inn=ALPHA_INN) as lake:
        count = len(set(lake.visits()["customer"].to_pylist()))
        known = lake.customers()
    assert known["customer"].to_pylist() == list(range(count))
    assert known["gender"].null_count == known["birth_date"].null_count == count


def test_the_banks_identifier_never_leaves(tmp_path: Path) -> None:
    store = small_lake(tmp_path, world(1, size=50), MERCHANTS)
    people_listed(store, 1)
    marts_refresh(store)
    with PartnerLake.open(store, inn=ALPHA_INN) as lake:
        lake.visits()
        assert "customer_id" not in lake.customers().column_names


def test_an_unknown_key_lists_the_names() -> None:
    with pytest.raises(UnknownBreakdown, match=r"no breakdown 'sex'. There are: gender, age"):
        breakdown_of("sex")
