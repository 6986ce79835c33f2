"""Which comparisons, lenses and details a partner's plan holds: for the door and for what is computed."""

from dataclasses import dataclass

from billing.entitlements import Locked, allows, locked_limit
from billing.features import PEER_METRICS, SOLVENCY
from billing.limits import clip
from insights.answers_peers import Lens
from insights.disclosure import switched_off
from insights.peers.metrics import LENS_FEATURES, METRICS, QUARTILES, PeerMetric
from insights.selectors.gate import feature_lock
from tenants.models import Partner, PeerChoice


@dataclass(frozen=True, slots=True)
class PeersHeld:
    """What is computed for a partner."""

    metrics: tuple[PeerMetric, ...]
    lenses: tuple[Lens, ...]
    detailed: bool
    solvency: bool = False


def peers_held(partner: Partner) -> PeersHeld:
    """Return what the plan holds of comparisons."""
    return PeersHeld(
        metrics=tuple(metric for metric in METRICS.values() if metric_lock(partner, metric) is None),
        lenses=tuple(lens for lens in Lens if lens_lock(partner, lens) is None and chosen_held(partner, lens)),
        detailed=detail_held(partner),
        solvency=allows(partner, SOLVENCY),
    )


def metric_lock(partner: Partner, metric: PeerMetric) -> Locked | None:
    """Return what stands in the place of a comparison that the plan lacks."""
    if lock := feature_lock(partner, metric.feature):
        return lock
    held = [one.key for one in METRICS.values() if allows(partner, one.feature)]
    place = held.index(metric.key) + 1
    if clip(partner, PEER_METRICS, place) < place:
        return locked_limit(partner, PEER_METRICS, wanted=place)
    return None


def lens_lock(partner: Partner, lens: Lens) -> Locked | None:
    """Return what stands in the place of a lens that the plan lacks."""
    return feature_lock(partner, LENS_FEATURES[lens])


def chosen_held(partner: Partner, lens: Lens) -> bool:
    """Say whether it is known whom a lens chooses: for the own choice the partner says so."""
    return lens is not Lens.CUSTOM or PeerChoice.objects.filter(partner=partner).exists()


def detail_held(partner: Partner) -> bool:
    """Say whether the plan shows more than the median, and the bank does."""
    return allows(partner, QUARTILES) and not switched_off(QUARTILES.key)
