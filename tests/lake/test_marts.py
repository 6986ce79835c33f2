import multiprocessing
import os
import signal
from datetime import UTC, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lake import engine, marts
from lake.clock import offsets
from lake.contract import BANK_ZONE
from lake.engine import EngineOptions
from lake.marts import marts_refresh
from lake.store import Store, Version
from tests.lake.lakes import CAST, Merchant, Payment, add, at, mart, small_lake, truth
from tests.lake.moments import ZONES, payments, quickly


def files(store: Store) -> set[str]:
    return {file.path for file in store.current().files("visits")}


@quickly
@given(rows=payments, zones=st.tuples(*[st.sampled_from(ZONES)] * 3))
def test_visits_are_what_plain_sql_finds(
    rows: list[Payment], zones: tuple[str | None, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    merchants = [Merchant(row.merchant_id, row.inn, zone) for row, zone in zip(CAST, zones, strict=True)]
    store = small_lake(tmp_path_factory.mktemp("lake"), rows, merchants)
    version = marts_refresh(store)
    expected = truth(store)
    assert mart(store) == expected
    days = sorted(row[2].isoformat() for row in expected)
    assert (version.facts["first_day"], version.facts["last_day"]) == (days[0], days[-1])


@pytest.mark.parametrize(
    ("local", "day"),
    [("2024-03-01 00:10", "2024-03-01"), ("2024-02-29 23:59", "2024-02-29"), ("2024-01-01 02:59", "2024-01-01")],
)
def test_a_payment_belongs_to_the_local_day(local: str, day: str, tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at(local))])
    marts_refresh(store)
    assert [row[2].isoformat() for row in mart(store)] == [day]


@pytest.mark.parametrize("zone", [BANK_ZONE, "America/New_York", "Asia/Kathmandu", "Africa/Monrovia", "Asia/Magadan"])
def test_offsets_agree_with_another_calendar(zone: str) -> None:
    start, end = at("1970-01-01 00:00", "UTC"), at("2031-01-01 00:00", "UTC")
    clock = offsets(zone, start.replace(tzinfo=UTC), end.replace(tzinfo=UTC))
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for (_, before), (moment, after) in pairwise(clock):
            assert moment is not None
            for shift, ahead in ((-1, before), (0, after)):
                utc = moment.replace(tzinfo=None) + timedelta(seconds=shift)
                found = connection.execute("SELECT timezone($1, $2::TIMESTAMPTZ)", [zone, f"{utc}+00"]).fetchone()
                assert found == (utc + timedelta(seconds=ahead),)


def test_an_unknown_zone_is_the_banks_and_is_told(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at("2024-03-01 00:10"))], [Merchant("a1", timezone="Europe/Atlantis")])
    assert marts_refresh(store).facts["unknown_zones"] == ["Europe/Atlantis"]
    assert mart(store)[0][2].isoformat() == "2024-03-01"


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at("2024-03-01 12:00"))])
    first = marts_refresh(store)
    assert marts_refresh(store) == first
    assert marts_refresh(Store.open(str(tmp_path / "empty"))).number == 0


def test_a_new_day_costs_a_day(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at(f"2024-0{month}-15 12:00")) for month in range(1, 7)])
    marts_refresh(store)
    before = files(store)
    done: list[tuple[int, int]] = []
    add(store, [Payment(at("2024-06-16 12:00"))], [*CAST, Merchant("new", timezone="Asia/Omsk")])
    marts_refresh(store, on_progress=lambda *step: done.append(step))
    assert len(files(store) - before) == 1
    assert before < files(store), "what was there stays"
    assert done == [(1, 1)]
    assert mart(store) == truth(store)


def test_a_month_of_many_parts_is_made_whole(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at("2024-05-15 12:00"))])
    for day in range(1, 2 * marts.PARTS):
        add(store, [Payment(at(f"2024-06-{day:02} 12:00")), Payment(at("2024-06-01 12:00"))])
        marts_refresh(store)
        assert mart(store) == truth(store)
        assert len(files(store)) <= 1 + marts.PARTS
    assert any(len(file.facts["sources"]) > marts.PARTS for file in store.current().files("visits"))


def test_replaced_files_of_a_month_are_read_again(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at(f"2024-0{month}-15 12:00")) for month in (5, 6)])
    add(store, [Payment(at("2024-06-16 12:00"))])
    marts_refresh(store)

    def whole(base: Version) -> Version:
        kept = [file for file in base.files("transactions") if file.month == "2024-05"]
        return base.with_table("transactions", kept).with_facts(data_version=base.number + 1)

    store.commit(whole)
    add(store, [Payment(at("2024-06-20 12:00"))])
    marts_refresh(store)
    assert mart(store) == truth(store)


def test_a_moved_merchant_rebuilds_the_months_it_was_open(tmp_path: Path) -> None:
    rows = [Payment(at(f"2024-0{month}-15 23:30"), "a2" if month == 3 else "a1") for month in range(1, 7)]
    store = small_lake(tmp_path, rows)
    marts_refresh(store)
    before = files(store)
    add(store, merchants=[CAST[0], Merchant("a2", timezone="Asia/Omsk"), CAST[2]])
    marts_refresh(store)
    assert len(files(store) - before) == 1
    assert mart(store) == truth(store)


def test_a_new_owner_rebuilds_nothing(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at("2024-03-15 12:00"), "a2")])
    marts_refresh(store)
    before = files(store)
    added = add(store, merchants=[CAST[0], Merchant("a2", inn="7700000002"), CAST[2]])
    version = marts_refresh(store)
    assert files(store) == before
    assert version.facts["marts_of"] == added.facts["data_version"]
    assert version.files("outlets") == version.files("merchants")


def test_refunds_only(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at("2024-03-15 12:00"), kind="refund", amount=Decimal("0.01"))])
    marts_refresh(store)
    assert [row[4:] for row in mart(store)] == [(0, 0, 1, 1, 0)]


def test_kopecks_stay_whole_numbers_in_the_file(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at("2024-03-15 12:00"))])
    (file,) = marts_refresh(store).files("visits")
    with duckdb.connect() as connection:
        described = connection.execute(
            "DESCRIBE FROM read_parquet($1, hive_partitioning = false)", [store.address(file.path)]
        ).fetchall()
    assert [row[1] for row in described] == [
        *("VARCHAR", "VARCHAR", "DATE", "VARCHAR"),
        *("INTEGER", "BIGINT", "INTEGER", "BIGINT", "INTEGER"),
    ]


def test_an_import_that_lands_meanwhile_is_in_the_result(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at(f"2024-0{month}-15 12:00")) for month in range(1, 4)])
    built: list[int] = []

    def meanwhile(done: int, of: int) -> None:
        if not built:
            add(store, [Payment(at("2024-02-16 12:00"))])
        built.append(of)

    marts_refresh(store, on_progress=meanwhile)
    assert mart(store) == truth(store)
    assert built == [3, 3, 3, 1], "the months that the import left alone are not built twice"


def test_a_merchant_that_moves_meanwhile_is_in_the_result(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at(f"2024-0{month}-15 23:30")) for month in range(1, 4)])
    moved: list[Version] = []

    def meanwhile(done: int, of: int) -> None:
        if not moved:
            moved.append(add(store, merchants=[Merchant("a1", timezone="Asia/Omsk"), *CAST[1:]]))

    marts_refresh(store, on_progress=meanwhile)
    assert mart(store) == truth(store)


def _killed_after_one(uri: str) -> None:
    marts_refresh(
        Store.open(uri),
        options=EngineOptions(threads=1),
        on_progress=lambda done, of: os.kill(os.getpid(), signal.SIGKILL),
    )


def test_killed_and_run_again_is_as_if_undisturbed(tmp_path: Path) -> None:
    store = small_lake(tmp_path, [Payment(at(f"2024-0{month}-15 12:00")) for month in range(1, 5)])
    before = store.current()
    child = multiprocessing.get_context("spawn").Process(target=_killed_after_one, args=(str(tmp_path),))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert store.current() == before
    marts_refresh(store)
    assert mart(store) == truth(store)


def test_small_row_groups_are_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "ROW_GROUP", 2048)
    rows = [Payment(at("2024-03-15 12:00"), f"m{row % 50:02}", f"c{row % 301}") for row in range(15_000)]
    store = small_lake(tmp_path, rows, [Merchant(f"m{row:02}") for row in range(50)])
    (file,) = marts_refresh(store).files("visits")
    with duckdb.connect() as connection:
        groups = connection.execute(
            "SELECT stats_min_value, stats_max_value FROM parquet_metadata($1) "
            "WHERE path_in_schema = 'merchant_id' ORDER BY row_group_id",
            [store.address(file.path)],
        ).fetchall()
    assert len(groups) == 8
    assert all(before[1] <= after[0] for before, after in pairwise(groups))


def test_what_a_killed_refresh_left_goes(tmp_path: Path) -> None:
    store = small_lake(tmp_path / "lake", [Payment(at("2024-03-01 10:00"))])
    marts_refresh(store)
    orphan = Path(store.address(store.new_path("visits", "2024-03")))
    orphan.write_bytes(b"half a file")
    left = Path(store.root, ".spill-killed")
    left.mkdir()
    add(store, [Payment(at("2024-03-02 10:00"))])
    marts_refresh(store)
    assert not orphan.exists()
    assert not left.exists()
    assert mart(store) == truth(store)
