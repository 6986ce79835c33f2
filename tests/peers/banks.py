"""Small random banks of many companies: two of them are the partners of the cast, some belong to holdings."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from tests.lake.lakes import Merchant, Payment

ALPHA_INN, BETA_INN = "7701000001", "7702000002"
BAKERY, CAFE = "5462", "5814"
LAST = datetime(2026, 11, 22, 12)  # noqa: DTZ001  a Sunday, in UTC without a zone, as the lake keeps it
DAYS = 560


def merchants(count: int = 14, *, holdings: bool = True, mcc: str = BAKERY) -> list[Merchant]:
    """Return alpha, beta and others of one kind in one city; every fifth has two outlets, some share a holding."""
    found = []
    for at in range(count):
        inn = {0: ALPHA_INN, 1: BETA_INN}.get(at, f"78{at:08}")
        holding = f"H{at // 2}" if holdings and at in {4, 5, 6, 7} else None
        for outlet in range(2 if at % 5 == 0 else 1):
            found.append(
                Merchant(f"m{at}-{outlet}", inn, mcc=mcc, city="Казань", region="Татарстан", holding=holding)
            )  # fmt: skip
    return found


def payments(
    seed: int, shops: list[Merchant], *, size: int = 6000, customers: int = 160, days: int = DAYS
) -> list[Payment]:
    """Return payments over so many days up to the last; each shop has its own weight, ticket and trend."""
    chance = random.Random(seed)
    weight = {shop.merchant_id: chance.uniform(0.5, 2.0) for shop in shops}
    price = {shop.merchant_id: chance.uniform(100, 900) for shop in shops}
    names = list(weight)
    rows = []
    for _ in range(size):
        shop = chance.choices(names, [weight[name] for name in names])[0]
        kopecks = round(price[shop] * 100 * chance.uniform(0.5, 2))
        rows.append(
            Payment(
                LAST - timedelta(days=chance.randrange(days), minutes=chance.randrange(600)),
                shop,
                f"c{int(chance.paretovariate(0.6)) % customers}",
                Decimal(kopecks) / 100,
                "refund" if chance.random() < 0.05 else "purchase",
                "online" if chance.random() < 0.2 else "pos",
            )
        )
    ends = (LAST - timedelta(days=days), LAST)
    return rows + [Payment(moment, names[0], "c0", Decimal("1.00")) for moment in ends]
