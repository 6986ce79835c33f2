"""A judge that judges nothing: figures of however few, exact, and whatever was told before."""

from typing import Any, Final

from lake.disclosure import Rules

ANYTHING: Final = Rules(
    growth_holdings=1,
    quartile_holdings=1,
    rest_share=0.0,
    largest_share=1.0,
    sum_rest_share=0.0,
    sum_largest_share=1.0,
    own_customers=1,
    peer_customers=1,
    cluster_competitors=1,
    shared_customers=1,
    own_group=1,
    overlap_holdings=0,
)


def judge_break(monkeypatch: Any) -> None:
    """Take the thresholds, the rounding, the rule of sums and the ledger out of the product."""
    monkeypatch.setattr("insights.peers.recompute.disclosure_rules", lambda: ANYTHING)
    monkeypatch.setattr("lake.disclosure.quantiles.Rules", lambda: ANYTHING)
    monkeypatch.setattr("lake.disclosure.quantiles.two_digits", lambda amount: amount)
    for place in ("quantiles", "shares"):
        monkeypatch.setattr(f"lake.disclosure.{place}.percent", lambda share: share * 100)
    monkeypatch.setattr("lake.disclosure.shares.sum_passes", lambda *_: True)
    monkeypatch.setattr("lake.disclosure.shares.dominance_passes", lambda *_, **__: True)
    monkeypatch.setattr("lake.peers.together.dominance_passes", lambda *_, **__: True)
    monkeypatch.setattr("tenants.services.releases.ReleaseLedger.admits", lambda *_: True)
    monkeypatch.setattr("lake.disclosure.ledger.Book.admits", lambda *_: True)
