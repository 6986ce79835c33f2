"""Laws of the import: nothing is lost, nothing comes twice, a crash leaves no trace."""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lake.contract import LakeError
from lake.ingest import lake_import
from lake.store import Store
from tests.lake.deliveries import NOW, content, everything, lake, merchant, payment, take, write

changes = st.sampled_from(
    [{}, {}, {}, {"amount": "5.00"}, {"amount": "-5"}, {"kind": "gift"}, {"ts": "never"}, {"merchant_id": "m2"}]
)
deliveries = st.lists(st.tuples(st.integers(1, 6), changes), min_size=1, max_size=12)


@settings(max_examples=8, deadline=None)
@given(st.lists(deliveries, min_size=1, max_size=2), st.sampled_from(["csv", "parquet"]))
def test_any_mixture_obeys_the_laws(files: list[list[tuple[int, dict[str, str]]]], ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = lake(Path(folder))
        expected: dict[str, dict[str, str]] = {}
        paths = []
        for place, delivery in enumerate(files):
            rows = [payment(number, **change) for number, change in delivery]
            path = write(Path(folder, f"transactions{place}.{ending}"), rows)
            report = take(store, path).tables["transactions"]  # it checks the sum
            paths.append(path)
            good = [row for row in rows if row["merchant_id"] == "m1" and row["kind"] == "purchase"]
            good = [row for row in good if row["ts"] != "never" and not row["amount"].startswith("-")]
            fresh = 0
            for row in good:
                fresh += row["transaction_id"] not in expected
                expected.setdefault(row["transaction_id"], row)
            assert report.accepted == fresh
            assert report.present == sum(expected[row["transaction_id"]] == row for row in good) - fresh
        found = {row["transaction_id"]: str(row["amount"]) for row in content(store, "transactions")}
        assert found == {key: row["amount"] for key, row in expected.items()}
        before, version = everything(store), store.current().number
        for path in paths:
            again = take(store, path)
            assert again.tables["transactions"].accepted == 0
        assert everything(store) == before
        assert store.current().number == version


DRIVER = """
import sys
from datetime import datetime, UTC
from lake.ingest import lake_import
from lake.store import Store
print("ready", flush=True)
lake_import(Store.open(sys.argv[1]), sys.argv[2], now=datetime(2026, 3, 1, 12, tzinfo=UTC))
"""


def start(store: Store, path: Path) -> "subprocess.Popen[str]":
    child = subprocess.Popen(
        [sys.executable, "-c", DRIVER, store.root, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


@pytest.fixture
def big(tmp_path: Path) -> Path:
    folder = tmp_path / "delivery"
    rows = [payment(n, transaction_id=f"t{n}", ts=f"2025-{n % 12 + 1:02}-10 10:00:00") for n in range(8_000)]
    for n in range(0, len(rows), 97):
        rows[n]["kind"] = "gift"
    for n in range(0, len(rows), 89):
        rows[n]["merchant_id"] = "m9"
    write(folder / "transactions.csv", rows)
    write(folder / "merchants.csv", [merchant(n) for n in range(1, 5)])
    return folder


def test_killed_at_any_moment_it_leaves_the_lake_as_it_was(tmp_path: Path, big: Path) -> None:
    undisturbed = Store.open(str(tmp_path / "undisturbed"))
    began = time.monotonic()
    take(undisturbed, big)
    length = time.monotonic() - began
    store = lake(tmp_path)
    before = everything(store)
    dice = random.Random(7)
    for _ in range(4):
        child = start(store, big)
        time.sleep(dice.uniform(0, length))
        child.send_signal(signal.SIGKILL)
        child.communicate()
        if store.current().number > 1:  # it was faster than the axe: begin again
            assert everything(store) == everything(undisturbed)
            shutil.rmtree(store.root)
            store = lake(tmp_path)
        assert everything(store) == before
    take(store, big)
    assert everything(store) == everything(undisturbed)
    named = {store.address(file.path) for files in store.current().tables.values() for file in files}
    on_disk = {str(path) for path in Path(store.root).rglob("*.parquet")}
    assert len(on_disk - named) <= 1  # the merchants of the version before
    assert not list(Path(store.root).glob(".spill"))


def test_two_imports_at_once_do_not_mix(tmp_path: Path, big: Path) -> None:
    store = lake(tmp_path)
    child = start(store, big)
    refusals: list[str] = []
    while child.poll() is None:
        try:
            lake_import(store, str(big), now=NOW)
        except LakeError as error:
            refusals.append(str(error))
            time.sleep(0.02)
    assert all("Another import into this lake is running" in refusal for refusal in refusals)
    code = child.wait()
    assert code in {0, 1}  # whoever came second was told so
    take(store, big)
    rows = content(store, "transactions")
    assert (
        len(rows)
        == len({row["transaction_id"] for row in rows})
        == 8_000 - len([n for n in range(8_000) if n % 97 == 0 or n % 89 == 0])
    )
    child.communicate()


def test_a_failed_import_sweeps_after_itself(tmp_path: Path) -> None:
    store = lake(tmp_path)
    folder = tmp_path / "in"
    write(folder / "merchants.csv", [merchant(7)])
    write(folder / "transactions.csv", [payment(1)])

    def fail(stage: str, done: int, total: int) -> None:
        if stage == "landing" or (stage == "transactions" and done == total):
            raise KeyboardInterrupt

    before = sorted(Path(store.root).rglob("*.parquet"))
    with pytest.raises(KeyboardInterrupt):
        lake_import(store, str(folder), now=NOW, on_progress=fail)
    assert sorted(Path(store.root).rglob("*.parquet")) == before
    assert store.current().number == 1
