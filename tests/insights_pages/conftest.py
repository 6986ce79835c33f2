"""Alpha and beta with figures: their small lake imported, computed, ready to be looked at."""

from pathlib import Path
from typing import Any

import pytest

from tests.insights_pages.shop import shop_lake_make


@pytest.fixture(scope="session")
def shop_uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the lake of both companies lies."""
    path: Path = tmp_path_factory.mktemp("shop-lake")
    shop_lake_make(path)
    return str(path)


@pytest.fixture
def shop(settings: Any, shop_uri: str, alpha: Any, beta: Any) -> Any:
    """Alpha, computed; beta beside it."""
    from insights.recompute import metric_recompute

    settings.LAKE_URI = shop_uri
    for partner in (alpha, beta):
        metric_recompute(partner)
    return alpha
