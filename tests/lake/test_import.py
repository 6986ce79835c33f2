"""Rows of a delivery end up in the lake, in the quarantine, or were there already."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lake.contract import LakeError
from lake.ingest import lake_import
from lake.store import Store
from tests.lake.deliveries import NOW, content, csv_text, customer, everything, lake, merchant, payment, take, write

at = datetime.fromisoformat

BAD_PAYMENTS = {
    "missing_value": [
        {"transaction_id": ""},
        {"ts": ""},
        {"merchant_id": ""},
        {"customer_id": ""},
        {"amount": ""},
        {"kind": ""},
    ],
    "unknown_value": [{"kind": "gift"}, {"channel": "fax"}, {"currency": "USD"}, {"kind": "Purchase"}],
    "negative_amount": [{"amount": "-1.00"}, {"amount": "-0.01"}],
    "bad_amount": [
        {"amount": value}
        for value in ("ten", "1.234", "1e3", "1,50", "1234567890123.00", "1_000", " 1", "NaN", ".5", "-x")
        if value != "-x"
    ],
    "bad_time": [
        {"ts": value}
        for value in (
            "yesterday",
            "2025-02-30 10:00:00",
            "2025-01-01 24:00:00",
            "2025-01-01 10:61:00",
            "01.02.2025 10:00",
            "0025-01-01 10:00:00",
            "infinity",
            "2025-01-01 10:00:00+99",
        )
    ],
    "future": [{"ts": "2026-03-01 15:00:01"}, {"ts": "2026-03-01T12:00:01Z"}, {"ts": "2099-01-01 00:00:00"}],
    "unknown_merchant": [{"merchant_id": "m404"}],
}


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_each_bad_payment_is_refused_with_its_reason_and_line(tmp_path: Path, ending: str) -> None:
    store = lake(tmp_path)
    expected = []
    rows = [payment(1)]
    for reason, changes in BAD_PAYMENTS.items():
        for change in changes:
            rows.append(payment(len(rows) + 1, **change))
            expected.append((len(rows) + (ending == "csv"), reason))
    rows += [payment(1), payment(1, amount="7.00"), payment(900)]
    expected.append((len(rows) - 1 + (ending == "csv"), "other_content"))
    report = take(store, write(tmp_path / f"transactions.{ending}", rows)).tables["transactions"]
    assert (report.accepted, report.present, report.quarantined) == (2, 1, len(expected))
    found = [(row["line"], row["reason"]) for row in content(store, "quarantine")]
    assert sorted(found) == sorted(expected)
    assert [row["transaction_id"] for row in content(store, "transactions")] == ["t1", "t900"]


def test_the_quarantine_tells_what_where_and_shows_the_row(tmp_path: Path) -> None:
    store = lake(tmp_path)
    bad = payment(1, amount="12,5")
    take(store, write(tmp_path / "transactions.csv", [payment(2), bad]))
    (row,) = content(store, "quarantine")
    assert (row["table"], row["file"], row["line"]) == ("transactions", "transactions.csv", 3)
    assert row["detail"] == "amount '12,5' is no sum in roubles with at most two decimals."
    assert json.loads(row["raw"]) == bad


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_each_bad_customer_and_merchant_is_refused(tmp_path: Path, ending: str) -> None:
    store = lake(tmp_path, merchants=0)
    customers = [
        customer(1),
        customer(2, customer_id=""),
        customer(3, birth_date="1980-13-01"),
        customer(4, gender="X"),
        customer(5, marital_status="it is complicated"),
        customer(6, is_corporate="perhaps"),
        customer(7, registered_on="2099-01-01"),
        customer(8, birth_date="", gender="", marital_status="", is_corporate="", registered_on=""),
    ]
    report = take(store, write(tmp_path / f"customers.{ending}", customers)).tables["customers"]
    assert (report.accepted, report.reasons) == (
        2,
        {"bad_time": 1, "future": 1, "missing_value": 1, "unknown_value": 3},
    )
    merchants = [
        merchant(1),
        merchant(2, mcc="54"),
        merchant(3, inn=""),
        merchant(4, name=""),
        merchant(5, channel="x"),
    ]
    report = take(store, write(tmp_path / f"merchants.{ending}", merchants)).tables["merchants"]
    assert (report.accepted, report.reasons) == (1, {"missing_value": 2, "unknown_value": 2})


def test_times_become_utc(tmp_path: Path) -> None:
    store = lake(tmp_path)
    times = {
        "2024-03-01 10:00:00": at("2024-03-01 07:00:00"),
        "2024-03-01T10:00:00": at("2024-03-01 07:00:00"),
        "2024-03-01T10:00": at("2024-03-01 07:00:00"),
        "2024-03-01": at("2024-02-29 21:00:00"),
        "2024-03-01 10:00:00.25": at("2024-03-01 07:00:00.250000"),
        "2024-03-01T10:00:00Z": at("2024-03-01 10:00:00"),
        "2024-03-01T10:00:00+03:00": at("2024-03-01 07:00:00"),
        "2024-03-01T10:00+03:00": at("2024-03-01 07:00:00"),
        "2024-03-01 10:00:00 -0530": at("2024-03-01 15:30:00"),
        "2024-03-01 10:00:00.5+05": at("2024-03-01 05:00:00.500000"),
        "2012-07-01 10:00:00": at("2012-07-01 06:00:00"),  # Moscow was at +4 all year
        "2009-01-15 10:00:00": at("2009-01-15 07:00:00"),
        "2009-07-15 10:00:00": at("2009-07-15 06:00:00"),  # summer time
        "2014-10-25 23:00:00": at("2014-10-25 19:00:00"),
        "2014-10-26 10:00:00": at("2014-10-26 07:00:00"),
    }
    rows = [payment(number, ts=text) for number, text in enumerate(times)]
    take(store, write(tmp_path / "transactions.csv", rows))
    found = {row["transaction_id"]: row["ts"] for row in content(store, "transactions")}
    assert found == {f"t{number}": moment for number, moment in enumerate(times.values())}
    assert {file.month for file in store.current().files("transactions")} == {
        f"{moment:%Y-%m}" for moment in times.values()
    }


def test_parquet_of_its_own_types(tmp_path: Path) -> None:
    store = lake(tmp_path)
    moment = at("2024-03-01 10:00:00")
    columns = {
        "transaction_id": pa.array(["a", "b", "c", "d"]).dictionary_encode(),
        "ts": pa.array([moment, moment, None, moment], pa.timestamp("ns")),
        "merchant_id": pa.array(["m1"] * 4, pa.large_string()),
        "customer_id": pa.array([1, 2, 3, 4]),
        "amount": pa.array([1.5, 1.555, 2.0, 1e20]),
        "currency": pa.array([b"RUB"] * 4),
        "kind": pa.array(["purchase"] * 4),
        "channel": pa.array(["pos"] * 4),
        "points": pa.array([1, 2, 3, 4]),
    }
    path = tmp_path / "transactions.parquet"
    pq.write_table(pa.table(columns), path)
    report = take(store, path).tables["transactions"]
    assert report.reasons == {"bad_amount": 2, "missing_value": 1}
    (row,) = content(store, "transactions")
    assert (row["ts"], row["amount"], row["customer_id"], row["points"]) == (
        at("2024-03-01 07:00:00"),
        Decimal("1.50"),
        "1",
        1,
    )
    columns["ts"] = pa.array([moment] * 4, pa.timestamp("us", "Asia/Tokyo"))
    columns["amount"] = pa.array([Decimal("1.5000"), Decimal("2.0001"), Decimal("-3"), Decimal("99999999999999.99")])
    columns["transaction_id"] = pa.array(["e", "f", "g", "h"])
    pq.write_table(pa.table(columns), path)
    report = take(store, path).tables["transactions"]
    assert (report.accepted, report.reasons) == (1, {"bad_amount": 2, "negative_amount": 1})


def test_the_same_delivery_again_changes_nothing(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "lake"))
    folder = tmp_path / "delivery"
    write(folder / "merchants.csv", [merchant(1), merchant(1, name="Новая"), merchant(2, inn="")])
    write(folder / "customers" / "a.csv", [customer(1), customer(2)])
    write(folder / "customers" / "b.parquet", [customer(2, city="Тула"), customer(3)])
    write(folder / "transactions.csv", [payment(n) for n in range(20)] + [payment(3), payment(4, kind="gift")] * 2)
    first = take(store, folder)
    before = everything(store)
    second = take(store, folder)
    assert (first.changed, second.changed) == (True, False)
    assert second.version == first.version == store.current().number
    assert everything(store) == before
    assert all(report.accepted == 0 for report in second.tables.values())
    assert second.tables["transactions"].reasons == first.tables["transactions"].reasons
    assert len(before["quarantine"]) == sum(report.quarantined for report in first.tables.values())
    (found,) = [row for row in before["merchants"] if row["merchant_id"] == "m1"]
    assert found["name"] == "Новая"


def test_new_content_updates_a_register_and_keeps_what_it_does_not_bring(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "lake"))
    take(
        store,
        write(tmp_path / "merchants.csv", [merchant(1, contact_email="a@b.example"), merchant(2, contact_email="")]),
    )
    report = take(store, write(tmp_path / "merchants.csv", [merchant(1, inn="7799"), merchant(2)])).tables["merchants"]
    assert (report.accepted, report.updated, report.present) == (1, 1, 1)
    rows = content(store, "merchants")
    assert [(row["inn"], row["contact_email"]) for row in rows] == [("7799", "a@b.example"), ("7701", None)]


def test_a_merchant_that_appears_releases_its_payments(tmp_path: Path) -> None:
    store = lake(tmp_path)
    rows = [
        payment(1, merchant_id="m2"),
        payment(2, merchant_id="m3"),
        payment(3),
        payment(4, merchant_id="m2", shop="x"),
    ]
    rows = [{"shop": "", **row} for row in rows]
    path = write(tmp_path / "transactions.csv", rows)
    assert take(store, path).tables["transactions"].reasons == {"unknown_merchant": 3}
    report = take(store, write(tmp_path / "merchants.csv", [merchant(2)]))
    assert (report.retried, report.released) == (2, 2)
    assert [row["raw"] for row in content(store, "quarantine")] == [
        json.dumps(rows[1], separators=(",", ":")).replace('""', "null")
    ]
    assert [row["shop"] for row in content(store, "transactions")] == [None, None, "x"]
    again = take(store, path).tables["transactions"]
    assert (again.accepted, again.present, again.quarantined) == (0, 3, 1)


def test_late_payments_join_their_month_and_months_stay_compact(tmp_path: Path) -> None:
    store = lake(tmp_path)
    for number in range(12):
        take(store, write(tmp_path / "transactions.csv", [payment(number, ts="2025-01-05 10:00:00")]))
    assert len(content(store, "transactions")) == 12
    assert len(store.current().files("transactions")) <= 8
    take(store, write(tmp_path / "transactions.csv", [payment(99, ts="2019-01-05 10:00:00")]))
    version = store.current()
    assert version.facts["watermark"] == "2025-01-05T07:00:00+00:00"
    assert version.facts["data_version"] == version.number
    assert version.facts["rows"]["transactions"] == 13


def test_extra_columns_are_kept(tmp_path: Path) -> None:
    store = lake(tmp_path)
    take(store, write(tmp_path / "transactions.csv", [{**payment(1), "terminal": "7", "month": "x"}]))
    take(store, write(tmp_path / "transactions.csv", [payment(2)]))
    rows = content(store, "transactions")
    assert [(row["transaction_id"], row["terminal"], row["month"]) for row in rows] == [
        ("t1", "7", "x"),
        ("t2", None, None),
    ]


def test_extra_columns_may_change_their_type_and_bear_any_name(tmp_path: Path) -> None:
    store = lake(tmp_path)
    names = {"points": "7", "nth": "a", "r_amount": "b", "same": "c", 'od"d name': "d", "номер": "e"}
    take(store, write(tmp_path / "transactions.csv", [{**payment(1), **names}, {**payment(1), **names}]))
    columns = {name: pa.array([value]) for name, value in payment(2).items()}
    pq.write_table(pa.table({**columns, "points": pa.array([9])}), tmp_path / "transactions.parquet")
    take(store, tmp_path / "transactions.parquet")
    rows = content(store, "transactions")
    assert [(str(row["points"]), row["nth"], row['od"d name']) for row in rows] == [("7", "a", "d"), ("9", None, None)]
    take(store, write(tmp_path / "customers.csv", [{**customer(1), **names}, {**customer(1), **names, "nth": "z"}]))
    assert [(row["nth"], row["same"]) for row in content(store, "customers")] == [("z", "c")]
    for number in range(3, 13):
        take(store, write(tmp_path / "transactions.csv", [payment(number, ts=payment(1)["ts"])]))
    assert len(content(store, "transactions")) == 12


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("transactions.csv", "", "transactions.csv is empty"),
        ("transactions.csv", "a,b\n1,2\n", "transactions.csv lacks the column 'transaction_id'"),
        (
            "transactions.csv",
            csv_text([payment(1)]).replace("amount", "sum"),
            "transactions.csv lacks the column 'amount'",
        ),
        (
            "transactions.csv",
            csv_text([payment(1)]).replace("kind", "ts"),
            "transactions.csv has the column 'ts' twice",
        ),
        ("transactions.parquet", "PAR2", "transactions.parquet is not a Parquet file"),
        ("transactions.parquet", "PAR1 and no more", "transactions.parquet can't be read as Parquet"),
        ("transactions.csv", "PK\x00\x00", "transactions.csv is neither CSV in UTF-8 nor Parquet"),
        ("other.csv", "a,b\n1,2\n", "other.csv fits no table"),
    ],
)
def test_a_file_that_is_no_table_is_one_clear_line(tmp_path: Path, name: str, text: str, says: str) -> None:
    store = lake(tmp_path)
    path = tmp_path / "in" / name
    path.parent.mkdir()
    path.write_text(text)
    for given in (path, path.parent):
        if given.is_dir() and name == "other.csv":
            continue
        with pytest.raises(LakeError, match="^" + says.replace("(", r"\(")) as caught:
            lake_import(store, str(given), now=NOW)
        assert "\n" not in str(caught.value)
    assert store.current().number == 1


def test_paths_and_tables_that_are_not_there(tmp_path: Path) -> None:
    store = lake(tmp_path)
    with pytest.raises(LakeError, match="does not exist"):
        take(store, tmp_path / "nowhere")
    with pytest.raises(LakeError, match="holds no CSV or Parquet file"):
        take(store, store.root)
    with pytest.raises(LakeError, match="can't be written to"):
        take(Store.open(str(tmp_path / "merchants.csv")), tmp_path / "merchants.csv")
    with pytest.raises(LakeError, match="There is no table 'visits'"):
        take(store, tmp_path / "merchants.csv", table="visits")


def test_the_table_is_told_by_option_or_header(tmp_path: Path) -> None:
    store = lake(tmp_path)
    assert take(store, write(tmp_path / "a.csv", [payment(1)])).tables["transactions"].accepted == 1
    assert take(store, write(tmp_path / "b.csv", [customer(1)]), table="customers").tables["customers"].accepted == 1
    folder = tmp_path / "days"
    write(folder / "1.csv", [payment(2)])
    write(folder / "2.csv", [payment(3)])
    assert take(store, folder, table="transactions").tables["transactions"].accepted == 2


def test_a_mistake_in_one_table_leaves_all_as_they_were(tmp_path: Path) -> None:
    store = lake(tmp_path)
    folder = tmp_path / "in"
    write(folder / "merchants.csv", [merchant(5)])
    (folder / "transactions.csv").write_text("x\n")
    with pytest.raises(LakeError):
        take(store, folder)
    assert [row["merchant_id"] for row in content(store, "merchants")] == ["m1"]


def test_a_delivery_may_lie_in_the_lakes_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    write(folder / "merchants" / "1.parquet", [merchant(1)])
    write(folder / "transactions" / "1.parquet", [payment(1)])
    store = Store.open(str(folder))
    take(store, folder)
    before = everything(store)
    assert not take(store, folder).changed
    assert everything(store) == before
    assert (folder / "transactions" / "1.parquet").exists()


def test_progress_reaches_its_end(tmp_path: Path) -> None:
    store = lake(tmp_path)
    seen: list[tuple[str, int, int]] = []
    path = write(tmp_path / "transactions.csv", [payment(n) for n in range(5)])
    lake_import(store, path, now=datetime(2026, 3, 1, tzinfo=UTC), on_progress=lambda *step: seen.append(step))
    size = Path(path).stat().st_size
    assert seen == [("transactions", 0, size), ("transactions", size, size), ("landing", 1, 1)]
