"""Where the features about others show: the page Competitors, the API, what a run stores of them."""

from collections.abc import Callable
from typing import Any

from billing.features import FEATURES
from insights.models import PeerFigure
from insights.peers.recompute import peers_recompute
from tenants.scope import for_partner
from tests.billing.matrix_api import api_agrees

PAGE = "/competitors/"


def kept(seen: Any) -> set[tuple[str, str]]:
    """Return the comparisons that a pass stores for the partner, with their lenses."""
    assert peers_recompute([seen.partner]).failed == ()
    with for_partner(seen.partner):
        return set(PeerFigure.objects.values_list("key", "lens"))


def _page(seen: Any, feature: str, lens: str) -> bool:
    """Say whether the page has the feature: what it lacks stands there as an offer under the feature's name."""
    answer = seen.page.get(PAGE, {"lens": lens})
    assert answer.status_code == 200
    return str(FEATURES[feature].title) not in {offer.title for offer in answer.context["page"].offers}


def _row(feature: str, key: str, lens: str = "kind") -> Callable[[Any], bool]:
    def met(seen: Any) -> bool:
        stored, shown = (key, lens) in kept(seen), _page(seen, feature, lens)
        assert stored is shown, feature
        return api_agrees(seen, f"peers/{key}/?lens={lens}", feature, opened=shown)

    return met


PEER_ROWS = {
    "peers": _row("peers", "revenue_vs_peers"),
    "peers_all": _row("peers_all", "ticket_vs_peers"),
    "peers_lenses": _row("peers_lenses", "revenue_vs_peers", "size"),
    "shared_customers": _row("shared_customers", "copurchase_lift"),
    "defection": _row("defection", "defection"),
}
"""Feature → whether a partner meets it."""
