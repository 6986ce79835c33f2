"""A bank of many small companies, imported, folded, and compared."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lake.marts import marts_refresh
from lake.store import Store
from tests.lake.lakes import Merchant, Payment, small_lake


@pytest.fixture
def bank_of(settings: Any, tmp_path: Path) -> Callable[..., Store]:
    """Make a lake and point the product at it."""

    def make(payments: list[Payment], merchants: list[Merchant], name: str = "lake") -> Store:
        settings.LAKE_URI = str(tmp_path / name)
        store = small_lake(settings.LAKE_URI, payments, merchants)
        marts_refresh(store)
        return store

    return make
