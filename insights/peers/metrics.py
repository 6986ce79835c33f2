"""All comparisons there are, each one object: the page, the API and the pass read them here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.features import DEFECTION, PEERS, PEERS_ALL, PEERS_LENSES, SHARED_CUSTOMERS, Feature
from insights.answers_peers import Lens, PeerUnit
from insights.disclosure import switched_off
from insights.metrics import Better
from lake.disclosure import Rules
from lake.peers import levels, together
from lake.peers.compared import Compared
from lake.peers.facts import Facts

Comparing: TypeAlias = Callable[[Facts, int, tuple[int, ...], Rules], Compared]


class UnknownPeerMetric(LookupError):  # noqa: N818
    """A key that no comparison has; says which there are."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no comparison {key!r}. There are: {', '.join(METRICS)}.")
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerMetric:
    """One comparison: its words, what it is counted in, what a plan must hold, and how it is computed."""

    key: str
    title: str | Promise
    description: str | Promise
    unit: PeerUnit
    better: Better
    feature: Feature
    compares: Comparing

    @property
    def switched_off(self) -> bool:
        """Whether the bank tells nobody of it."""
        return switched_off(self.key, self.feature.key)


LENS_FEATURES: Final = {Lens.KIND: PEERS, Lens.SIZE: PEERS_LENSES, Lens.SHARED: PEERS_LENSES}
"""Lens → what a plan must hold."""

QUARTILES: Final = PEERS_ALL
"""What a plan must hold to see more than the median: quartiles, the own place, the traits of the group."""

_LISTED: Final = (
    PeerMetric(
        key="revenue_vs_peers",
        title=_("Revenue growth"),
        description=_("How your revenue has grown, and how that of similar businesses has."),
        unit=PeerUnit.SHARE,
        better=Better.UP,
        feature=PEERS,
        compares=levels.revenue,
    ),
    PeerMetric(
        key="ticket_vs_peers",
        title=_("Average ticket"),
        description=_("What one purchase brings you, and what it brings similar businesses."),
        unit=PeerUnit.RUB,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=levels.ticket,
    ),
    PeerMetric(
        key="frequency_vs_peers",
        title=_("Purchases per customer"),
        description=_("How often a customer buys from you in thirteen weeks, and from similar businesses."),
        unit=PeerUnit.PER_CUSTOMER,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=levels.frequency,
    ),
    PeerMetric(
        key="customers_vs_peers",
        title=_("Growth of the number of customers"),
        description=_("How the number of your customers has grown, and that of similar businesses."),
        unit=PeerUnit.SHARE,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=levels.customers,
    ),
    PeerMetric(
        key="customers_per_outlet_vs_peers",
        title=_("Customers per outlet"),
        description=_("Customers of one outlet; the middle of similar businesses is 100."),
        unit=PeerUnit.INDEX,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=levels.per_outlet,
    ),
    PeerMetric(
        key="segment_share",
        title=_("Share of the segment"),
        description=_("Your part of what you and similar businesses sell together."),
        unit=PeerUnit.SHARE,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=together.segment_share,
    ),
    PeerMetric(
        key="shared_customers",
        title=_("Shared customers"),
        description=_("Of your customers of thirteen weeks, the part that also buys from similar businesses."),
        unit=PeerUnit.SHARE,
        better=Better.DOWN,
        feature=SHARED_CUSTOMERS,
        compares=together.shared_customers,
    ),
    PeerMetric(
        key="copurchase_lift",
        title=_("Pull of similar businesses"),
        description=_("How many times likelier your customers buy there than other customers of your city."),
        unit=PeerUnit.LIFT,
        better=Better.NONE,
        feature=SHARED_CUSTOMERS,
        compares=together.copurchase_lift,
    ),
    PeerMetric(
        key="peer_correlation",
        title=_("Days in common"),
        description=_("Whether your good days are their good days too; the rhythm of the week and the trend left out."),
        unit=PeerUnit.CORRELATION,
        better=Better.NONE,
        feature=SHARED_CUSTOMERS,
        compares=together.peer_correlation,
    ),
    PeerMetric(
        key="share_of_wallet",
        title=_("Share of the wallet"),
        description=_(
            "Of what your customers spend with you and with similar businesses, the part that stays with you."
        ),
        unit=PeerUnit.SHARE,
        better=Better.UP,
        feature=SHARED_CUSTOMERS,
        compares=together.share_of_wallet,
    ),
    PeerMetric(
        key="defection",
        title=_("Where lost customers went"),
        description=_(
            "Customers of the thirteen weeks before who did not come in the last thirteen: where they pay now."
        ),
        unit=PeerUnit.SHARE,
        better=Better.NONE,
        feature=DEFECTION,
        compares=together.defection,
    ),
)

METRICS: Final = {metric.key: metric for metric in _LISTED}
"""Key → comparison, in the order in which they are listed."""


def peer_metric_of(key: str) -> PeerMetric:
    """Return the comparison of a key.

    Raises
    ------
    UnknownPeerMetric
        When there is none.
    """
    try:
        return METRICS[key]
    except KeyError as error:
        raise UnknownPeerMetric(key) from error
