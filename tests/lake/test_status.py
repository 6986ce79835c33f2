"""What `lake_status` says of a lake that is empty, undelivered or full."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from lake.status import lake_status
from lake.store import Store
from tests.lake.deliveries import lake, merchant, payment, take, write


def test_an_empty_lake(tmp_path: Path) -> None:
    status = lake_status(Store.open(str(tmp_path / "nowhere")))
    assert (status.version, status.rows["transactions"], status.watermark, status.stale_days) == (0, 0, None, None)
    assert status.note == "The lake is empty: run lake_import PATH."
    json.dumps(status.as_dict())


def test_a_folder_that_nobody_has_imported(tmp_path: Path) -> None:
    for place, name in enumerate(("merchants.csv", "transactions/1.parquet")):
        folder = tmp_path / str(place)
        write(folder / name, [merchant(1)])
        status = lake_status(Store.open(str(folder)))
        assert status.note == f"{folder} holds tables that are not imported yet: run lake_import {folder}"


def test_a_full_lake(tmp_path: Path) -> None:
    store = lake(tmp_path, merchants=2)
    rows = [
        payment(1, ts="2025-12-31 23:30:00"),
        payment(2, ts="2026-01-01 02:00:00"),
        payment(3, ts="2026-01-31 23:30:00Z"),
        payment(4, kind="gift"),
        payment(5, merchant_id="m9"),
        payment(6, merchant_id="m9"),
    ]
    take(store, write(tmp_path / "transactions.csv", rows))
    status = lake_status(store, now=datetime(2026, 2, 3, 5, 30, tzinfo=UTC))
    assert status.rows == {"merchants": 2, "customers": 0, "transactions": 3, "quarantine": 3}
    assert status.partitions == {"2025-12": 2, "2026-01": 1}
    assert (status.first_day, status.last_day) == (date(2025, 12, 31), date(2026, 2, 1))
    assert status.watermark == "2026-01-31T23:30:00+00:00"
    assert status.quarantine == {"unknown_merchant": 2, "unknown_value": 1}
    assert (status.stale_hours, status.stale_days) == (54.0, 2)
    assert (status.version, status.data_version, status.note) == (2, 2, "")
    assert json.loads(json.dumps(status.as_dict()))["last_day"] == "2026-02-01"
