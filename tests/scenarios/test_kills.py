"""kill -9 at any moment: after a restart the results are those of an undisturbed run."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from daas.env import ROOT
from lake.demo import KNOWN
from tests.scenarios.house import House, house

SUBDOMAINS = ("discount", "coffee", "bakery", "flowers")
ASKED = tuple(
    f"/api/v1/metrics/{key}/?grain={grain}"
    for key in ("revenue", "customers", "average_ticket", "days_between_purchases")
    for grain in ("day", "week", "total")
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kills")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[tuple[House, dict[str, str], dict[str, Any]]]:
    """A small demo that runs, a key of each partner that may use the API, and what they read undisturbed."""
    with house(folder) as own:
        own.start(DEMO_SIZE="40000")
        keys = {
            name: own.json("api_key_create", "--partner", name, "--name", "kills")["key"]
            for name in ("discount", "coffee")
        }
        yield own, keys, _read(own, keys)


def _read(own: House, keys: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key in keys.items():
        for path in ASKED:
            status, answer = own.get(name, path, key)
            assert status == 200, answer
            found[f"{name}{path}"] = (answer["points"], answer["compare"], answer["provenance"]["rows"])
    return found


def test_the_demo_serves_what_it_promises(demo: tuple[House, dict[str, str], dict[str, Any]]) -> None:
    own, _keys, undisturbed = demo
    assert any(points for points, _compare, _rows in undisturbed.values())
    told = (own.var / "stranger.log").read_text()
    for name in SUBDOMAINS:
        assert f"http://{name}.localhost:{own.port}/" in told
        assert own.get(name, "/")[0] in {200, 302}
    assert own.get("nobody", "/")[0] == 404
    assert own.get("", "/")[0] == 200


def _late_payments(own: House) -> Path:
    """Write a delivery of late payments for the two partners that are read."""
    lake = own.var / "lake"
    shops = duckdb.sql(
        f"SELECT merchant_id FROM read_parquet('{lake}/merchants/*.parquet') WHERE inn IN "
        f"('{KNOWN['discount'].inn}', '{KNOWN['coffee'].inn}')"
    ).fetchall()
    last = date.fromisoformat(own.json("lake_status")["last_day"])
    lines = [
        f"late-{shop}-{number},{last - timedelta(days=3 + number)} 12:00:00,{shop},late-{number},99.50,RUB,purchase,pos"
        for (shop,) in shops
        for number in range(5)
    ]
    file = own.var / "transactions.csv"
    file.write_text(
        "transaction_id,ts,merchant_id,customer_id,amount,currency,kind,channel\n" + "\n".join(lines) + "\n"
    )
    return file


def test_the_worker_dies_while_it_computes(demo: tuple[House, dict[str, str], dict[str, Any]]) -> None:
    own, keys, undisturbed = demo
    own.manage("lake_import", str(_late_payments(own)))
    queued = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "recompute", "--all"], env=own.environ, cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    chance = random.Random(11)
    for _ in range(3):
        time.sleep(chance.uniform(2, 5))
        for process in own.children("celery"):
            if "beat" not in Path(f"/proc/{process}/cmdline").read_text():
                os.kill(process, signal.SIGKILL)
    assert queued.wait(200) == 0, queued.stderr.read() if queued.stderr else ""
    after_kills = _read(own, keys)
    assert after_kills != undisturbed
    own.manage("recompute", "--all", "--force", "--inline")
    assert _read(own, keys) == after_kills
    undisturbed |= after_kills


def test_the_web_dies(demo: tuple[House, dict[str, str], dict[str, Any]]) -> None:
    own, keys, undisturbed = demo
    for process in own.children("gunicorn"):
        os.kill(process, signal.SIGKILL)
    deadline = time.monotonic() + 40
    while True:
        try:
            assert own.get("", "/healthz")[0] == 200
            break
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    assert _read(own, keys) == undisturbed


def test_the_whole_house_dies_and_starts_again(demo: tuple[House, dict[str, str], dict[str, Any]]) -> None:
    own, keys, undisturbed = demo
    assert own.process is not None
    own.process.kill()
    own.process.wait()
    own.process = None
    (own.var / "run" / "ready").unlink(missing_ok=True)
    own.start(DEMO_SIZE="40000")
    assert _read(own, keys) == undisturbed


def test_ctrl_c_stops_every_process(demo: tuple[House, dict[str, str], dict[str, Any]]) -> None:
    own, _keys, _undisturbed = demo
    family = own.children("")
    assert len(family) > 4
    assert own.stop() == 0
    time.sleep(0.5)
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []
    left = own.var / "postgres" / "postmaster.pid"
    server = int(left.read_text().split()[0]) if left.exists() else 0
    assert not (server and Path(f"/proc/{server}").exists()), (own.var / "postgres" / "log").read_text()[-3000:]
