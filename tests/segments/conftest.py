"""A lake in which alpha is a shop with planted customers, beta a stall with a handful."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from billing.services import plan_set
from insights.recompute import metric_recompute
from lake.marts import marts_refresh
from lake.store import Store
from tests.insights.worlds import ALPHA_INN, BETA_INN
from tests.lake.lakes import Merchant, Payment, small_lake
from tests.segments.planted import FIRST, Rows, Truth, simulate

MERCHANTS = (Merchant("a1", ALPHA_INN), Merchant("b1", BETA_INN))
DAYS = 420
NOON = datetime(FIRST.year, FIRST.month, FIRST.day, 9, tzinfo=UTC).replace(tzinfo=None)


def payments(rows: Rows, merchant: str, prefix: str) -> list[Payment]:
    """Write planted rows as payments at noon in Moscow."""
    return [
        Payment(NOON + timedelta(days=day), merchant, f"{prefix}{customer}", Decimal(kopecks) / 100)
        for customer, day, kopecks in zip(rows.customer.tolist(), rows.day.tolist(), rows.kopecks.tolist(), strict=True)
    ]


@pytest.fixture
def shop() -> Rows:
    return simulate(Truth(), customers=600, days=DAYS, seed=11)


@pytest.fixture
def lake(settings: Any, tmp_path: Path, shop: Rows) -> Store:
    """Make the lake and point the product at it; both have a payment on its last day."""
    settings.LAKE_URI = str(tmp_path / "lake")
    stall = simulate(Truth(), customers=12, days=DAYS, seed=12)
    ends = [Payment(NOON + timedelta(days=DAYS - 1), merchant, "end") for merchant in ("a1", "b1")]
    store = small_lake(settings.LAKE_URI, [*payments(shop, "a1", "p"), *payments(stall, "b1", "q"), *ends], MERCHANTS)
    marts_refresh(store)
    return store


@pytest.fixture
def fitted(lake: Store, alpha: Any, beta: Any) -> Callable[..., None]:
    """Compute both partners on a plan."""

    def make(plan: str = "pro") -> None:
        for partner in (alpha, beta):
            plan_set(partner=partner, plan=plan)
            metric_recompute(partner, force=True)

    return make
