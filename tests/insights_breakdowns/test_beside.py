"""Similar businesses' shares beside the own groups: where the plan has them and the rules allow."""

from datetime import timedelta
from typing import Any

from billing.services import plan_set
from insights.answers_customers import BreakdownAnswer, RetentionAnswer
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from insights.selectors import as_of
from insights.selectors.breakdowns import breakdown
from insights.selectors.peers import peer_references
from insights.selectors.retention import retention
from tests.peers.banks import merchants, payments
from tests.peers.conftest import bank_of

__all__ = ["bank_of"]


def test_others_stand_beside_own_groups_where_the_plan_has_them(bank_of: Any, alpha: Any) -> None:
    shops = merchants(26)
    bank_of(payments(5, shops, size=40_000, customers=600, days=400), shops)
    plan_set(partner=alpha, plan="growth")
    metric_recompute(alpha)
    peers_recompute()
    kept = retention(alpha)
    start = as_of(alpha) - timedelta(days=300)
    gender = breakdown(alpha, "gender", start=start)
    assert isinstance(gender, BreakdownAnswer)
    assert isinstance(kept, RetentionAnswer)
    assert [(row.group, row.reference) for row in gender.rows] == [(("unknown",), 100)]
    assert gender.peers
    others = peer_references(alpha, "retention").shares
    assert {rate.month: rate.reference for rate in kept.rates} == {
        rate.month: others.get((rate.month.isoformat(),)) for rate in kept.rates
    }
    assert any(rate.reference for rate in kept.rates)
    long = breakdown(alpha, "new_returning", start=start)
    assert isinstance(long, BreakdownAnswer)
    assert long.peers is None
    plan_set(partner=alpha, plan="start")
    alone = breakdown(alpha, "gender", start=start)
    assert isinstance(alone, BreakdownAnswer)
    assert (alone.peers, [row.reference for row in alone.rows]) == (None, [None])
