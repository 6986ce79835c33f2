"""Shares: of the segment's sales, and of customers that others share."""

from collections.abc import Sequence
from dataclasses import dataclass

from lake.disclosure.dominance import dominance_passes, enough_for_growth, sum_passes
from lake.disclosure.quantiles import Contribution
from lake.disclosure.rounding import percent
from lake.disclosure.rules import Reason, Rules


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure, rounded, or the reason why it is not told."""

    value: float | None = None
    reason: Reason | None = None


def judge_share(own: float, others: Sequence[Contribution], rules: Rules = Rules()) -> Judged:
    """Tell the viewer's share of the whole segment, itself included, where no other holding can be read from it.

    Parameters
    ----------
    own : float
        Sales of the viewer's own holding.
    others : sequence of Contribution
        Sales of each other holding of the segment.
    rules : Rules
        Thresholds.
    """
    amounts = [one.value for one in others]
    if not amounts:
        return Judged(reason=Reason.NO_PEERS)
    if not enough_for_growth(len({one.holding for one in others}), rules, viewer_inside=False):
        return Judged(reason=Reason.TOO_FEW)
    if own <= 0:
        return Judged(reason=Reason.OWN_TOO_SMALL)
    if not sum_passes(amounts, rules):
        return Judged(reason=Reason.DOMINATED)
    return Judged(percent(own / (own + sum(amounts))) / 100)


def judge_cluster(
    *,
    competitors: int,
    shared_customers: int,
    own_customers: int,
    share: float,
    parts: Sequence[float] = (),
    rules: Rules = Rules(),
) -> Judged:
    """Tell a share of the viewer's customers that a cluster of competitors has too, never of few people.

    Parameters
    ----------
    competitors : int
        Holdings of the cluster.
    shared_customers : int
        Customers of the viewer that bought there too.
    own_customers : int
        Customers of the viewer that the share is of.
    share : float
        What would be told.
    parts : sequence of float
        Shared customers of each holding of the cluster: where almost all are one's, the figure would be about that one.
    rules : Rules
        Thresholds.
    """
    if not competitors:
        return Judged(reason=Reason.NO_PEERS)
    if competitors < rules.cluster_competitors:
        return Judged(reason=Reason.TOO_FEW)
    if own_customers < rules.own_group:
        return Judged(reason=Reason.OWN_TOO_SMALL)
    if shared_customers < rules.shared_customers:
        return Judged(reason=Reason.TOO_FEW_CUSTOMERS)
    if parts and not dominance_passes(parts, rules, viewer_inside=False):
        return Judged(reason=Reason.DOMINATED)
    return Judged(percent(share) / 100)
