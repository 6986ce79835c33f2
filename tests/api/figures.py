"""A small lake of the cast's partners, and the same figures by plain Python."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from lake.engine import EngineOptions
from lake.marts import marts_refresh
from lake.store import Store
from tests.lake.lakes import Merchant, Payment, at, small_lake

FIRST, AS_OF = date(2026, 8, 3), date(2026, 11, 22)
ALPHA, BETA = "7701000001", "7702000002"
MERCHANTS = (Merchant("a1", inn=ALPHA), Merchant("a2", inn=ALPHA, name="Пекарня на углу"), Merchant("b1", inn=BETA))


@dataclass(frozen=True)
class Sale:
    """A payment on a local day."""

    day: date
    outlet: str
    customer: str
    amount: Decimal
    kind: str = "purchase"
    channel: str = "pos"


def _sales() -> Iterator[Sale]:
    chance = Random(5)
    for number in range((AS_OF - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        for outlet, buyers in (("a1", 3), ("a2", 2), ("b1", 2)):
            for _ in range(buyers if number % 9 else 0):
                amount = Decimal(chance.randint(1, 300_000)) / 100
                customer, channel = f"c{chance.randint(1, 25)}", chance.choice(("pos", "pos", "online"))
                yield Sale(day, outlet, customer, amount, channel=channel)
        if number % 11 == 5:
            yield Sale(day, "a1", "c1", Decimal("10.05"), "refund")


SALES = tuple(_sales())


def lake_write(folder: Path) -> Store:
    """Write the lake and fold its marts."""
    payments = [
        Payment(at(f"{sale.day} 00:10"), sale.outlet, sale.customer, sale.amount, sale.kind, sale.channel)
        for sale in SALES
    ]
    store = small_lake(folder, payments, MERCHANTS)
    marts_refresh(store, options=EngineOptions(threads=1))
    return store


def revenue(keep: Callable[[Sale], Any], outlets: str = "a") -> Decimal:
    """Add up what was paid less what was given back."""
    sign = {"purchase": 1, "refund": -1}
    return sum(
        (sign[sale.kind] * sale.amount for sale in SALES if sale.outlet.startswith(outlets) and keep(sale)),
        Decimal(0),
    )
