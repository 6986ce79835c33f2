"""A bank of bakeries and cafés in three cities, for groups of an own choice."""

from typing import Any

import pytest

from billing.services import plan_set
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from lake.marts import marts_refresh
from lake.store import Store
from tests.lake.lakes import Merchant, small_lake
from tests.peers.banks import merchants, payments

PLACES = (("Казань", "Татарстан"), ("Самара", "Самарская область"), ("Уфа", "Башкортостан"))


def shops() -> list[Merchant]:
    """Return 26 bakeries of Kazan, alpha and beta among them, and 24 of Samara, 18 cafés of Ufa, 3 of Samara."""
    found = merchants(26)
    for at in range(45):
        mcc, place = ("5462", 1) if at < 24 else ("5814", 2) if at < 42 else ("5814", 1)
        city, region = PLACES[place]
        found.append(Merchant(f"o{at}", f"99{at:08}", mcc=mcc, city=city, region=region))
    return found


@pytest.fixture(scope="session")
def own_bank_uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the lake of the bank lies."""
    path, bank = tmp_path_factory.mktemp("own-bank"), shops()
    marts_refresh(small_lake(path, payments(7, bank, size=14_000, customers=400), bank))
    return str(path)


@pytest.fixture
def own_bank(settings: Any, own_bank_uri: str, alpha: Any, beta: Any) -> Store:
    """Compute and compare alpha and beta on the largest plan; nobody has described a group yet."""
    settings.LAKE_URI = own_bank_uri
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="network")
        metric_recompute(partner)
    assert peers_recompute().failed == ()
    return Store.open(own_bank_uri)
