"""A lake of two companies, imported, folded and computed for both partners of the cast."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lake.marts import marts_refresh
from lake.store import Store
from tests.insights.worlds import MERCHANTS, world
from tests.lake.lakes import Payment, small_lake


@pytest.fixture
def lake_of(settings: Any, tmp_path: Path) -> Callable[..., Store]:
    """Make a lake and point the product at it."""

    def make(payments: list[Payment], merchants: Any = MERCHANTS, name: str = "lake") -> Store:
        settings.LAKE_URI = str(tmp_path / name)
        store = small_lake(settings.LAKE_URI, payments, merchants)
        marts_refresh(store)
        return store

    return make


@pytest.fixture
def computed(lake_of: Callable[..., Store], alpha: Any, beta: Any) -> Store:
    """Give a lake of which both partners' figures are computed."""
    from insights.recompute import metric_recompute

    store = lake_of(world(7))
    for partner in (alpha, beta):
        metric_recompute(partner)
    return store
