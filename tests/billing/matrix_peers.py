"""Where the features about others show: the page Competitors, the API, what a run stores of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from billing.features import FEATURES
from billing.plans import PLANS
from insights.models import PeerFigure
from insights.peers.recompute import peers_recompute
from tenants.models import PeerChoice
from tenants.scope import for_partner
from tests.billing.matrix_api import api_agrees
from tests.billing.test_gate import cheapest

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


def _row(feature: str, *keys: str, lens: str = "kind") -> Callable[[Any], bool]:
    def met(seen: Any) -> bool:
        stored, shown = kept(seen), _page(seen, feature, lens)
        for key in keys:
            assert ((key, lens) in stored) is shown, (feature, key)
            api_agrees(seen, f"peers/{key}/?lens={lens}", feature, opened=shown)
        return shown

    return met


def has_own_group(seen: Any) -> bool:
    """Say whether a partner can describe a group of its own: page, lens, API and what is computed agree."""
    wanted = {"quarter": date(2020, 1, 1), "description": {"kinds": ["bakery"]}}
    PeerChoice.objects.update_or_create(partner=seen.partner, defaults=wanted)
    kept(seen)
    page = seen.page.get(f"{PAGE}group/")
    assert page.status_code == 200
    shown = "locked" not in page.context
    assert ('name="kinds"' in page.text) is shown
    if not shown:
        assert str(PLANS[cheapest("peers_custom")].title) in page.context["locked"].plan
    assert _row("peers_custom", "revenue_vs_peers", lens="custom")(seen) is shown
    assert PeerChoice.objects.filter(partner=seen.partner).exists(), "a plan hides, it deletes nothing"
    return shown


PEER_ROWS = {
    "peers": _row("peers", "revenue_vs_peers"),
    "peers_all": _row("peers_all", "ticket_vs_peers", "revenue_course"),
    "peers_lenses": _row("peers_lenses", "revenue_vs_peers", lens="size"),
    "shared_customers": _row("shared_customers", "copurchase_lift", "peer_correlation"),
    "peers_custom": has_own_group,
    "defection": _row("defection", "defection"),
}
"""Feature → whether a partner meets it."""
