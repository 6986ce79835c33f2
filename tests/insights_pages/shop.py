"""A small lake with two companies: alpha with four outlets and a growing trade, beta with one outlet."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from lake.engine import EngineOptions
from lake.marts import marts_refresh
from lake.store import DataFile, Store
from tests.lake.lakes import Merchant, Payment, small_lake

ZONE = ZoneInfo("Europe/Moscow")
FIRST, LAST = date(2025, 8, 1), date(2026, 11, 22)
ALPHA, BETA = "7701000001", "7702000002"
MERCHANTS = (
    Merchant("a1", ALPHA, name="Пекарня на Тверской"),
    Merchant("a2", ALPHA, name="Пекарня у вокзала", city="Тула"),
    Merchant("a3", ALPHA, name="Пекарня на рынке", city=None),
    Merchant("a4", ALPHA, name="=Пекарня онлайн"),
    Merchant("b1", BETA, name="Чужая лавка"),
)
PEOPLE = pa.schema(
    [("customer_id", pa.string()), ("birth_date", pa.date32()), ("gender", pa.string()),
     ("marital_status", pa.string()), ("is_corporate", pa.bool_())]
)  # fmt: skip
WEEK = (0.8, 0.8, 0.9, 1.0, 1.3, 1.5, 1.1)
SHARES = {"a1": 9, "a2": 5, "a3": 2, "a4": 3}


def _payments() -> Iterator[Payment]:
    chance = random.Random(7)
    for at in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=at)
        for merchant, usual in {**SHARES, "b1": 3}.items():
            for _ in range(max(1, round(usual * WEEK[day.weekday()] * (1 + at / 1200) * chance.uniform(0.8, 1.2)))):
                yield _payment(chance, day, merchant)


def _payment(chance: random.Random, day: date, merchant: str) -> Payment:
    moment = datetime(day.year, day.month, day.day, chance.randint(9, 21), chance.randint(0, 59), tzinfo=ZONE)
    return Payment(
        ts=moment.astimezone(UTC).replace(tzinfo=None),
        merchant_id=merchant,
        customer_id=f"{'b' if merchant == 'b1' else 'c'}{int(chance.triangular(0, 900, 40))}",
        amount=Decimal(chance.randint(12_000, 95_000)) / 100,
        kind="refund" if chance.random() < 0.015 else "purchase",
        channel="online" if merchant == "a4" else "pos",
    )


def _people() -> Iterator[dict[str, Any]]:
    chance = random.Random(11)
    for name in "cb":
        for number in range(901):
            if chance.random() < 0.95:
                yield {
                    "customer_id": f"{name}{number}",
                    "birth_date": date(int(chance.triangular(1940, 2010, 1988)), chance.randint(1, 12), 15),
                    "gender": chance.choice(("F", "F", "M")),
                    "marital_status": chance.choice(("married", "single")),
                    "is_corporate": chance.random() < 0.3,
                }


def people_list(store: Store) -> None:
    """Write what the bank knows of the customers: of most all, of some nothing."""
    rows = list(_people())
    path = store.new_path("customers")
    pq.write_table(pa.Table.from_pylist(rows, PEOPLE), store.address(path))
    store.commit(lambda base: base.with_table("customers", [DataFile(path, len(rows))]))


def shop_lake_make(path: Path) -> Store:
    """Write the lake and its marts."""
    store = small_lake(path, _payments(), MERCHANTS)
    people_list(store)
    marts_refresh(store, options=EngineOptions(threads=1))
    return store
