"""Alpha and beta among two dozen other bakeries, compared: for the page Competitors and the contributor's page."""

from pathlib import Path
from typing import Any

import pytest

from lake.engine import EngineOptions
from lake.marts import marts_refresh
from tests.lake.lakes import small_lake
from tests.peers.banks import merchants, payments


@pytest.fixture(scope="session")
def bank_uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the lake of a bank with many bakeries lies."""
    path: Path = tmp_path_factory.mktemp("bank-lake")
    shops = merchants(26)
    marts_refresh(small_lake(path, payments(3, shops, size=9000), shops), options=EngineOptions(threads=1))
    return str(path)


@pytest.fixture
def bank(settings: Any, bank_uri: str, alpha: Any, beta: Any) -> Any:
    """Return alpha on the largest plan, computed and compared; beta beside it."""
    settings.LAKE_URI = bank_uri
    compared(alpha, beta)
    return alpha


def compared(*partners: Any) -> None:
    """Put partners on the largest plan, compute and compare them."""
    from billing.services import plan_set
    from insights.peers.recompute import peers_recompute
    from insights.recompute import metric_recompute

    for partner in partners:
        plan_set(partner=partner, plan="network")
        metric_recompute(partner)
    assert peers_recompute().failed == ()
