"""The mart of hours: local hours in any zone, kept up like the visits, read only through a partner's handle."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lake import marts
from lake.contract import LakeError
from lake.marts import SCHEME, marts_refresh
from lake.rows import HOURS_SCHEMA
from lake.scope import PartnerLake
from lake.store import Store, Version
from tests.lake.lakes import CAST, Merchant, Payment, add, at, hours, hours_truth, mart, small_lake, truth
from tests.lake.moments import ZONES, payments, quickly

A = "7700000001"
HALF_HOURS = [*ZONES, "Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide"]


@quickly
@given(rows=payments, zones=st.tuples(*[st.sampled_from(HALF_HOURS)] * 3))
def test_hours_are_what_plain_sql_finds(
    rows: list[Payment], zones: tuple[str | None, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    merchants = [Merchant(row.merchant_id, row.inn, zone) for row, zone in zip(CAST, zones, strict=True)]
    store = small_lake(tmp_path_factory.mktemp("lake"), rows, merchants)
    marts_refresh(store)
    assert hours(store) == hours_truth(store)


@quickly
@given(rows=payments, late=payments, zone=st.sampled_from(HALF_HOURS))
def test_incremental_equals_cold(
    rows: list[Payment], late: list[Payment], zone: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = small_lake(tmp_path_factory.mktemp("lake"), rows)
    marts_refresh(store)
    add(store, late, [Merchant("a1", timezone=zone), *CAST[1:]])
    marts_refresh(store)
    assert hours(store) == hours_truth(store)
    assert mart(store) == truth(store)


@pytest.mark.parametrize(
    ("zone", "utc", "day", "hour"),
    [
        (None, "2024-02-29 21:10", "2024-03-01", 0),
        (None, "2024-02-29 20:59", "2024-02-29", 23),
        ("Asia/Kolkata", "2024-03-01 18:29", "2024-03-01", 23),
        ("Asia/Kolkata", "2024-03-01 18:30", "2024-03-02", 0),
        ("Asia/Kathmandu", "2024-03-01 06:14", "2024-03-01", 11),
        ("America/New_York", "2024-03-10 06:59:59", "2024-03-10", 1),
        ("America/New_York", "2024-03-10 07:00:00", "2024-03-10", 3),
    ],
)
def test_an_hour_is_the_places_own(zone: str | None, utc: str, day: str, hour: int, tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at(utc, "UTC"))], [Merchant("a1", timezone=zone)])
    marts_refresh(store)
    assert [(str(row[1]), row[2]) for row in hours(store)] == [(day, hour)]


def test_a_month_of_many_parts_is_made_whole(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at("2024-05-15 12:00"))])
    for day in range(1, 2 * marts.PARTS):
        add(store, [Payment(at(f"2024-06-{day:02} 12:00")), Payment(at("2024-06-01 12:00"))])
        marts_refresh(store)
        assert len(store.current().files("hours")) <= 1 + marts.PARTS
    assert hours(store) == hours_truth(store)


def without_hours(base: Version) -> Version:
    """Return the version as it was made before there was a mart of hours."""
    tables = {name: files for name, files in base.tables.items() if name != "hours"}
    facts = base.facts | {"marts_scheme": {"visits": SCHEME["visits"]}}
    return Version(base.number, base.created_at, tables, facts)


def test_a_lake_of_before_gets_its_hours_by_itself(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at(f"2024-0{month}-15 12:00")) for month in range(1, 5)])
    marts_refresh(store)
    store.commit(without_hours)
    with PartnerLake.open(store, inn=A) as lake, pytest.raises(LakeError, match="not been prepared yet"):
        lake.hours()
    visits = store.current().files("visits")
    steps: list[tuple[int, int]] = []
    version = marts_refresh(store, on_progress=lambda *step: steps.append(step))
    assert steps[-1] == (4, 4)
    assert version.files("visits") == visits, "what was there stays"
    assert version.facts["marts_of"] == version.facts["data_version"]
    assert hours(store) == hours_truth(store)
    assert marts_refresh(store) == version


def test_a_mart_of_another_form_is_made_again(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at("2024-03-15 12:00"))])
    before = marts_refresh(store)
    store.commit(lambda base: base.with_facts(marts_scheme=SCHEME | {"hours": 0}))
    version = marts_refresh(store)
    assert version.files("visits") == before.files("visits")
    assert version.files("hours") != before.files("hours")
    assert hours(store) == hours_truth(store)


def test_files_that_nobody_names_go(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at("2024-03-01 10:00"))])
    marts_refresh(store)
    orphan = Path(store.address(store.new_path("hours", "2024-03")))
    orphan.write_bytes(b"half a file")
    add(store, [Payment(at("2024-03-02 10:00"))])
    marts_refresh(store)
    assert not orphan.exists()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    rows = [
        Payment(at("2024-03-01 00:10"), "a1", amount=Decimal("10.50")),
        Payment(at("2024-03-01 00:50"), "a1", amount=Decimal("1.00")),
        Payment(at("2024-03-01 13:00"), "a2", amount=Decimal("20.00"), channel="online"),
        Payment(at("2024-03-16 13:00"), "a1", amount=Decimal("5.00"), kind="refund"),
        Payment(at("2024-04-01 02:30"), "a1"),  # UTC: still March
        Payment(at("2024-04-01 02:40"), "a1"),
        Payment(at("2024-04-01 03:30"), "a1"),  # UTC: April
        Payment(at("2024-03-01 13:00"), "b1", amount=Decimal("999.00")),
    ]
    store = small_lake(tmp_path / "lake", rows)
    marts_refresh(store)
    return store


def test_hours_have_the_agreed_form_and_filters(store: Store) -> None:
    march = date(2024, 3, 1)
    with PartnerLake.open(store, inn=A) as lake:
        table = lake.hours()
        assert table.schema == HOURS_SCHEMA
        seen = [(row["outlet"], str(row["day"]), row["hour"], row["purchases"]) for row in table.to_pylist()]
        assert seen == [
            ("a1", "2024-03-01", 0, 2), ("a1", "2024-03-16", 13, 0), ("a1", "2024-04-01", 2, 2),
            ("a1", "2024-04-01", 3, 1), ("a2", "2024-03-01", 13, 1),
        ]  # fmt: skip
        assert lake.hours(march, march, ["a1"])["gross"].to_pylist() == [1150]
        assert lake.hours(channel="online")["hour"].to_pylist() == [13]
        assert lake.hours(date(2024, 3, 16), date(2024, 3, 16))["refunded"].to_pylist() == [500]
        assert lake.hours(outlets=[]) == HOURS_SCHEMA.empty_table() == lake.hours(date(2030, 1, 1))
        with pytest.raises(LakeError, match="not one of the partner's"):
            lake.hours(outlets=["b1"])
    with PartnerLake.open(store, inn=A, as_of=march) as lake:
        assert set(lake.hours()["day"].to_pylist()) == {march}
    with PartnerLake.open(store, inn=A, without=["a1"]) as lake:
        assert lake.hours()["gross"].to_pylist() == [2000]


@quickly
@given(rows=payments)
def test_a_sees_the_same_without_b(rows: list[Payment], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("lakes")
    frame = [Payment(at("2011-01-01 12:00")), Payment(at("2025-01-01 12:00"))]
    both = small_lake(folder / "both", [*frame, *rows])
    alone = small_lake(folder / "alone", [*frame, *(row for row in rows if row.merchant_id != "b1")], CAST[:2])
    marts_refresh(both)
    marts_refresh(alone)
    with PartnerLake.open(both, inn=A) as one, PartnerLake.open(alone, inn=A) as other:
        assert one.hours() == other.hours()
