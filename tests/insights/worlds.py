"""Small random banks: two companies, outlets in two time zones, quiet weeks, refunds, zero tickets."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from tests.lake.lakes import Merchant, Payment

ALPHA_INN, BETA_INN = "7701000001", "7702000002"
MERCHANTS = (
    Merchant("a1", ALPHA_INN),
    Merchant("a2", ALPHA_INN, timezone="Asia/Kamchatka", city="Петропавловск-Камчатский"),
    Merchant("b1", BETA_INN),
)
BEGIN = datetime(2024, 10, 1, 9, 0)  # noqa: DTZ001  in UTC without a zone, as the lake keeps it
DAYS = 800


def world(seed: int, *, size: int = 1500, days: int = DAYS, customers: int = 40) -> list[Payment]:
    """Return payments; alpha's first and last day are the lake's, so that beta's rows don't move its ends."""
    chance = random.Random(seed)
    quiet = {chance.randrange(days) for _ in range(days // 5)}
    rows = []
    for _ in range(size):
        day = chance.randrange(1, max(2, days - 1))
        if day in quiet:
            continue
        rows.append(
            Payment(
                BEGIN + timedelta(days=day, minutes=chance.randrange(-540, 900)),
                chance.choice(("a1", "a1", "a2", "b1")),
                f"c{int(chance.paretovariate(0.7)) % customers}",
                Decimal(chance.choice((0, 1, 999, chance.randrange(1, 2_000_00)))) / 100,
                "refund" if chance.random() < 0.08 else "purchase",
                "online" if chance.random() < 0.3 else "pos",
            )
        )
    ends = (BEGIN + timedelta(days=-1), BEGIN + timedelta(days=days, hours=5))
    return rows + [Payment(moment, "a1", "c0") for moment in ends]
