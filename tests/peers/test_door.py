"""Through the read door: what a partner sees of others, by plan, and what it never sees."""

import pytest

from billing.entitlements import Locked
from billing.services import plan_set
from insights.answers_peers import Lens
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from insights.selectors.peers import peer_groups, peer_metric, peer_metrics
from tests.peers.banks import merchants, payments


@pytest.fixture
def compared(bank_of, alpha, beta):
    shops = merchants(26)
    store = bank_of(payments(3, shops, size=9000), shops)
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="network")
        metric_recompute(partner)
    assert peers_recompute().failed == ()
    return store


def test_a_partner_sees_its_own_figure_beside_the_middle_of_the_others(compared, alpha, beta):
    answers = peer_metrics(alpha)
    for key in ("revenue_vs_peers", "ticket_vs_peers", "frequency_vs_peers", "customers_vs_peers"):
        answer = answers[key]
        assert answer.suppressed is None, key
        assert answer.you is not None, key
        assert answer.q1 <= answer.median <= answer.q3, key
        assert answer.percentile in range(5, 100, 5)
        assert answer.provisional
        assert ((answer.end - answer.start).days, answer.end.weekday()) == (90, 6)
    assert answers["revenue_vs_peers"].against == "year"
    usual = peer_groups(alpha)[0]
    assert (usual.lens, usual.level, usual.businesses) == (Lens.KIND, "kind|city", 23)
    assert "Казань" in usual.level_text
    assert peer_metric(beta, "ticket_vs_peers").you != answers["ticket_vs_peers"].you


def test_the_cheapest_plan_sees_one_median(compared, alpha):
    plan_set(partner=alpha, plan="start")
    answers = peer_metrics(alpha)
    assert [key for key, one in answers.items() if not isinstance(one, Locked)] == ["revenue_vs_peers"]
    one = answers["revenue_vs_peers"]
    assert one.median is not None
    assert (one.q1, one.q3, one.percentile, one.group.traits) == (None, None, None, ())
    assert isinstance(peer_metric(alpha, "revenue_vs_peers", lens="size"), Locked)
