"""A small lake with two companies: alpha with four outlets and a growing trade, beta with one outlet."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from lake.engine import EngineOptions
from lake.marts import marts_refresh
from lake.store import Store
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


def shop_lake_make(path: Path) -> Store:
    """Write the lake and its marts."""
    store = small_lake(path, _payments(), MERCHANTS)
    marts_refresh(store, options=EngineOptions(threads=1))
    return store
