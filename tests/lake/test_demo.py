"""The demo lake: its form, its exact size, its sameness."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lake.contract import CUSTOMERS, MERCHANTS, TRANSACTIONS, LakeError
from lake.demo import KNOWN, DemoWorld, demo_write
from lake.demo.inn import inn_complete, inn_valid

END = date(2026, 11, 21)
ROWS = 100_000


def rows(sql: str) -> list[Any]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(sql).fetchall()


def digest(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*.parquet"))
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], DemoWorld]:
    folder = tmp_path_factory.mktemp("demo")
    world = demo_write(
        folder / "lake", customers=2_000, transactions=ROWS, seed=7, end=END, truth=folder / "truth.json"
    )
    return folder / "lake", json.loads((folder / "truth.json").read_text()), world


def test_is_of_the_size_asked_for(demo: tuple[Path, dict[str, Any], DemoWorld]) -> None:
    lake, truth, world = demo
    [(payments, refunds)] = rows(
        f"SELECT count(*), count(*) FILTER (kind = 'refund') FROM '{lake}/transactions/*.parquet'"
    )
    assert payments == ROWS == world.transactions == sum(partner["payments"] for partner in truth["partners"])
    assert refunds == world.refunds
    assert 0.005 < refunds / payments < 0.03
    assert rows(f"SELECT count(*) FROM '{lake}/customers/*.parquet'") == [(2_000,)]
    assert rows(f"SELECT count(DISTINCT inn) FROM '{lake}/merchants/*.parquet'") == [(146,)]


@pytest.mark.parametrize("size", [(1_000, 100, 4, 6), (7_321, 313, 25, 13)])
def test_is_exact_at_odd_sizes_too(size: tuple[int, int, int, int], tmp_path: Path) -> None:
    payments, customers, partners, months = size
    demo_write(
        tmp_path / "lake",
        partners=partners,
        customers=customers,
        transactions=payments,
        seed=1,
        end=END,
        months=months,
    )
    assert rows(f"SELECT count(*) FROM '{tmp_path}/lake/transactions/*.parquet'") == [(payments,)]
    assert rows(f"SELECT count(DISTINCT inn) FROM '{tmp_path}/lake/merchants/*.parquet'") == [(partners,)]


def test_every_row_passes_the_contract(demo: tuple[Path, dict[str, Any], DemoWorld]) -> None:
    lake, _, _ = demo
    payments, merchants, customers = (
        f"'{lake}/{name}/*.parquet'" for name in ("transactions", "merchants", "customers")
    )
    for table, source in ((TRANSACTIONS, payments), (CUSTOMERS, customers), (MERCHANTS, merchants)):
        assert tuple(name for name, *_ in rows(f"DESCRIBE SELECT * FROM {source}")) == table.names
        for column in table.columns:
            if column.required:
                assert rows(f"SELECT count(*) FROM {source} WHERE {column.name} IS NULL") == [(0,)]
            if column.one_of:
                found = {value for (value,) in rows(f"SELECT DISTINCT {column.name} FROM {source}")}
                assert found - {None} <= set(column.one_of)
            if column.pattern:
                bad = f"NOT regexp_full_match({column.name}, '{column.pattern}')"
                assert rows(f"SELECT count(*) FROM {source} WHERE {bad}") == [(0,)]
        assert rows(f"SELECT count(*) - count(DISTINCT {table.key}) FROM {source}") == [(0,)]
    types = {name: kind for name, kind, *_ in rows(f"DESCRIBE SELECT * FROM {payments}")}
    assert types["amount"] == "DECIMAL(14,2)"
    assert types["ts"] == "TIMESTAMP WITH TIME ZONE"
    assert rows(f"SELECT count(*) FROM {payments} WHERE amount < 0") == [(0,)]
    assert rows(f"SELECT count(*) FROM {payments} ANTI JOIN {merchants} USING (merchant_id)") == [(0,)]
    assert rows(f"SELECT count(*) FROM {payments} ANTI JOIN {customers} USING (customer_id)") == [(0,)]


def test_covers_whole_local_days_up_to_the_end(demo: tuple[Path, dict[str, Any], DemoWorld]) -> None:
    lake, _, world = demo
    offset = (
        "CASE timezone WHEN 'Europe/Moscow' THEN 3 WHEN 'Asia/Yekaterinburg' THEN 5 WHEN 'Asia/Novosibirsk' THEN 7 END"
    )
    local = f"((ts::TIMESTAMP + to_hours({offset}))::DATE)"
    [(first, last, days, late)] = rows(
        f"SELECT min({local}), max({local}), count(DISTINCT {local}), "
        f"count(*) FILTER ({local} <> (ts::TIMESTAMP + INTERVAL 3 HOUR)::DATE) "
        f"FROM '{lake}/transactions/*.parquet' JOIN '{lake}/merchants/*.parquet' USING (merchant_id)"
    )
    assert (first, last) == (world.first_day, world.last_day) == (date(2024, 6, 1), END)
    assert days == (END - first).days + 1
    assert late > 0  # payments whose day depends on the zone


def test_a_refund_follows_a_purchase_at_the_same_partner(demo: tuple[Path, dict[str, Any], DemoWorld]) -> None:
    lake, _, _ = demo
    named = f"(SELECT * FROM '{lake}/transactions/*.parquet' JOIN '{lake}/merchants/*.parquet' USING (merchant_id))"
    assert rows(
        f"SELECT count(*) FROM {named} r WHERE kind = 'refund' AND NOT EXISTS (SELECT 1 FROM {named} p WHERE "
        "p.kind = 'purchase' AND p.inn = r.inn AND p.customer_id = r.customer_id "
        "AND p.ts < r.ts AND p.amount >= r.amount)"
    ) == [(0,)]


def test_the_known_partners_are_there(demo: tuple[Path, dict[str, Any], DemoWorld]) -> None:
    lake, truth, _ = demo
    assert set(KNOWN) == {"discount", "coffee", "bakery", "flowers"}
    assert [known.plan for known in KNOWN.values()] == ["network", "pro", "growth", "start"]
    counted = {
        inn: (name, outlets, payments)
        for inn, name, outlets, payments in rows(
            f"SELECT inn, any_value(name), count(DISTINCT merchant_id), count(*) FROM '{lake}/transactions/*.parquet' "
            f"JOIN '{lake}/merchants/*.parquet' USING (merchant_id) GROUP BY inn"
        )
    }
    assert [counted[known.inn][1] for known in KNOWN.values()] == [11, 3, 2, 1]
    assert max(counted, key=lambda inn: counted[inn][2]) == KNOWN["discount"].inn
    for subdomain, known in KNOWN.items():
        name, _, payments = counted[known.inn]
        assert name == known.name
        assert payments == pytest.approx(known.share * ROWS, rel=0.15)
        assert next(partner for partner in truth["partners"] if partner["subdomain"] == subdomain)["inn"] == known.inn


def test_every_inn_is_valid_and_belongs_to_one_name(demo: tuple[Path, dict[str, Any], DemoWorld]) -> None:
    lake, _, _ = demo
    companies = rows(
        f"SELECT inn, count(DISTINCT name), any_value(name) FROM '{lake}/merchants/*.parquet' GROUP BY inn"
    )
    assert all(inn_valid(inn) and names == 1 for inn, names, _ in companies)
    assert {len(inn) for inn, *_ in companies} == {10, 12}
    assert len({name for *_, name in companies}) == 146
    assert inn_complete("770708389") == "7707083893"
    assert not inn_valid("7707083894")


def test_peer_groups_of_every_size_exist(demo: tuple[Path, dict[str, Any], DemoWorld]) -> None:
    lake, _, _ = demo
    groups = [
        count
        for (count,) in rows(
            f"SELECT count(DISTINCT coalesce(holding, inn)) FROM '{lake}/merchants/*.parquet' GROUP BY mcc, city"
        )
    ]
    assert any(count > 20 for count in groups)
    assert any(10 < count <= 20 for count in groups)
    assert any(5 < count <= 10 for count in groups)
    assert any(count < 5 for count in groups)


def test_the_same_seed_gives_the_same_bytes(demo: tuple[Path, dict[str, Any], DemoWorld], tmp_path: Path) -> None:
    lake, truth, _ = demo
    again = tmp_path / "again"
    for _ in range(2):  # the second time over the first one's files
        demo_write(again, customers=2_000, transactions=ROWS, seed=7, end=END, truth=tmp_path / "truth.json")
    assert digest(again) == digest(lake)
    assert json.loads((tmp_path / "truth.json").read_text()) == truth
    demo_write(tmp_path / "other", customers=2_000, transactions=ROWS, seed=8, end=END)
    other = digest(tmp_path / "other")
    assert other.keys() == digest(lake).keys()
    assert not set(other.values()) & set(digest(lake).values())


def test_writes_month_by_month_and_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lake.demo.payments.BLOCK", 300)
    seen: list[tuple[int, int]] = []
    demo_write(
        tmp_path / "lake",
        partners=10,
        customers=200,
        transactions=10_000,
        seed=3,
        end=END,
        months=12,
        on_progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (10_000, 10_000)
    steps = [done - before for (done, _), (before, _) in zip(seen[1:], seen, strict=False)]
    assert len(seen) > 30
    assert all(0 < step < 400 for step in steps)  # a block is bounded, whatever the month holds
    files = sorted(file.stem for file in (tmp_path / "lake" / "transactions").iterdir())
    assert (files[0], files[-1], len(files)) == ("2025-12", "2026-11", 12)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"partners": 3}, "partners"),
        ({"customers": 5}, "customers"),
        ({"transactions": 10}, "payments"),
        ({"seed": -1}, "seed"),
        ({"months": 1}, "months"),
        ({"end": date(1, 1, 1)}, "end"),
    ],
)
def test_refuses_sizes_that_make_no_world(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    wanted: dict[str, Any] = {"customers": 200, "transactions": 2_000, "seed": 1, "end": END} | change
    with pytest.raises(LakeError, match=said):
        demo_write(tmp_path / "lake", **wanted)


def test_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(LakeError, match="other files"):
        demo_write(tmp_path, customers=200, transactions=2_000, seed=1, end=END)
    assert (tmp_path / "letter.txt").read_text() == "keep me"
