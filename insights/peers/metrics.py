"""All comparisons there are, each one object: the page, the API and the pass read them here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.features import DEFECTION, PEERS, PEERS_ALL, PEERS_CUSTOM, PEERS_LENSES, SHARED_CUSTOMERS, Feature
from insights.answers_peers import Lens, PeerUnit
from insights.disclosure import switched_off
from insights.metrics import Better
from lake.disclosure import Rules
from lake.peers import course, levels, together
from lake.peers.calendar import LONG, TRAILING, YEAR
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
    """One comparison: its words, what it is counted in, what a plan must hold, and how it is computed.

    `definition` is the exact one, in English, for the documentation. `lined`: whether the steps of a line are told with
    it; `drawn` gives them where they are judged and entered on their own. `weeks` are the whole weeks of data that it
    needs.
    """

    key: str
    title: str | Promise
    description: str | Promise
    definition: str
    unit: PeerUnit
    better: Better
    feature: Feature
    compares: Comparing
    drawn: Comparing | None = None
    lined: bool = False
    weeks: int = 13

    @property
    def switched_off(self) -> bool:
        """Whether the bank tells nobody of it."""
        return switched_off(self.key, self.feature.key)


LENS_FEATURES: Final = {
    Lens.KIND: PEERS,
    Lens.SIZE: PEERS_LENSES,
    Lens.SHARED: PEERS_LENSES,
    Lens.CUSTOM: PEERS_CUSTOM,
}
"""Lens → what a plan must hold."""

QUARTILES: Final = PEERS_ALL
"""What a plan must hold to see more than the median: quartiles, the own place, the traits of the group."""

GROWTH: Final = (
    f"{{amount}} of the {TRAILING} days / {{amount}} of the same days {YEAR} days earlier − 1; where the data or the "
    f"own sales do not reach back so far, of the {TRAILING} days before, and the answer says so (`against`). "
    "Difference: own less median"
)
LEVEL: Final = "{level}. Difference: own / median − 1"

_LISTED: Final = (
    PeerMetric(
        key="revenue_vs_peers",
        title=_("Revenue growth"),
        description=_("How your revenue has grown, and how that of similar businesses has."),
        definition=GROWTH.format(amount="net revenue"),
        unit=PeerUnit.SHARE,
        better=Better.UP,
        feature=PEERS,
        compares=levels.revenue,
    ),
    PeerMetric(
        key="ticket_vs_peers",
        title=_("Average ticket"),
        description=_("What one purchase brings you, and what it brings similar businesses."),
        definition=LEVEL.format(level="sum of purchases / count of purchases"),
        unit=PeerUnit.RUB,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=levels.ticket,
    ),
    PeerMetric(
        key="frequency_vs_peers",
        title=_("Purchases per customer"),
        description=_("How often a customer buys from you in thirteen weeks, and from similar businesses."),
        definition=LEVEL.format(level="count of purchases / distinct customers with a purchase"),
        unit=PeerUnit.PER_CUSTOMER,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=levels.frequency,
    ),
    PeerMetric(
        key="customers_vs_peers",
        title=_("Growth of the number of customers"),
        description=_("How the number of your customers has grown, and that of similar businesses."),
        definition=GROWTH.format(amount="distinct customers with a purchase"),
        unit=PeerUnit.SHARE,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=levels.customers,
    ),
    PeerMetric(
        key="customers_per_outlet_vs_peers",
        title=_("Customers per outlet"),
        description=_("Customers of one outlet; the middle of similar businesses is 100."),
        definition=(
            "distinct customers / outlets with a purchase, × 100 / the others' median, which is 100; the own index is "
            "in whole numbers, and told only where the others' are"
        ),
        unit=PeerUnit.INDEX,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=levels.per_outlet,
    ),
    PeerMetric(
        key="segment_share",
        title=_("Share of the segment"),
        description=_("Your part of what you and similar businesses sell together."),
        definition="own net revenue / (own + the others' net revenue), in whole percents",
        unit=PeerUnit.SHARE,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=together.segment_share,
    ),
    PeerMetric(
        key="revenue_course",
        title=_("Revenue over a year"),
        description=_(
            "How your revenue has gone over a year by four weeks, and how that of similar businesses has: the first "
            "four weeks are 100."
        ),
        definition=(
            f"net revenue of {course.PERIODS} periods of {course.PERIOD_WEEKS} whole weeks up to the same Sunday; each "
            "business as an index, its own first period being 100. Who has no net revenue in the first period is left "
            "out, so the same businesses are behind all periods; who closed since counts as 0. Median and quartiles "
            "of each period in whole numbers; `points` are the periods, the figure itself is the last. Difference: own "
            "less median, / 100"
        ),
        unit=PeerUnit.INDEX,
        better=Better.UP,
        feature=PEERS_ALL,
        compares=course.revenue_course,
        lined=True,
        weeks=52,
    ),
    PeerMetric(
        key="shared_customers",
        title=_("Shared customers"),
        description=_("Of your customers of thirteen weeks, the part that also buys from similar businesses."),
        definition=(
            "of the own customers with a purchase, the share with a purchase at one or more of the others in the same "
            "days, in whole percents"
        ),
        unit=PeerUnit.SHARE,
        better=Better.DOWN,
        feature=SHARED_CUSTOMERS,
        compares=together.shared_customers,
    ),
    PeerMetric(
        key="copurchase_lift",
        title=_("Pull of similar businesses"),
        description=_("How many times likelier your customers buy there than an average cardholder of your city."),
        definition=(
            "share of the own customers who bought from the others / that share of all customers with a purchase at "
            "any outlet of the own home city (of the bank, where the city is not known), to 0.01"
        ),
        unit=PeerUnit.LIFT,
        better=Better.NONE,
        feature=SHARED_CUSTOMERS,
        compares=together.copurchase_lift,
    ),
    PeerMetric(
        key="peer_correlation",
        title=_("Days in common"),
        description=_("Whether your good days are their good days too; the rhythm of the week and the trend left out."),
        definition=(
            f"Pearson's correlation of the own daily net revenue and that of all others together over the trailing "
            f"{LONG} days, after the weekday means and a linear trend, fitted together, are taken from each; to 0.01. "
            f"`points` are the {course.WEEKS} weeks of these days: net revenue less the business's own linear trend of "
            "weeks, as an index of its mean week, which is 100; of the others the median, in whole numbers"
        ),
        unit=PeerUnit.CORRELATION,
        better=Better.NONE,
        feature=SHARED_CUSTOMERS,
        compares=together.peer_correlation,
        drawn=course.weeks_in_common,
        lined=True,
        weeks=26,
    ),
    PeerMetric(
        key="share_of_wallet",
        title=_("Share of the wallet"),
        description=_(
            "Of what your customers spend with you and with similar businesses, the part that stays with you."
        ),
        definition=(
            "sum of the own customers' purchases here / the sum of them here and at the others, in whole percents"
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
        definition=(
            f"of the customers with a purchase in the {TRAILING} days before and none in the last {TRAILING}: the "
            "shares who in the last ones bought from the others, bought only elsewhere by the bank's cards, bought "
            "nothing; whole percents that add up to 100 (largest remainders)"
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
