"""Answers about others as the read door would give them, made up: for what the panels make of each."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from insights.answers_peers import Lens, PeerAnswer, PeerGroup, PeerInfo, PeerUnit, Suppressed
from insights.metrics import Better

UNITS = {
    "revenue_vs_peers": PeerUnit.SHARE,
    "ticket_vs_peers": PeerUnit.RUB,
    "frequency_vs_peers": PeerUnit.PER_CUSTOMER,
    "customers_vs_peers": PeerUnit.SHARE,
    "customers_per_outlet_vs_peers": PeerUnit.INDEX,
    "segment_share": PeerUnit.SHARE,
    "revenue_course": PeerUnit.INDEX,
    "shared_customers": PeerUnit.SHARE,
    "share_of_wallet": PeerUnit.SHARE,
    "copurchase_lift": PeerUnit.LIFT,
    "peer_correlation": PeerUnit.CORRELATION,
    "defection": PeerUnit.SHARE,
}


def group(
    businesses: int = 17, lens: Lens = Lens.KIND, *, wide: bool = False, kind: str = "", level: str = "kind|city"
) -> PeerGroup:
    return PeerGroup(lens, wide, level, "Кофейни, Москва", businesses, date(2026, 10, 1), 1, kind=kind)


def answer(key: str, *, businesses: int = 17, lens: Lens = Lens.KIND, **facts: Any) -> PeerAnswer:
    info = PeerInfo(key, f"Показатель {key}", "Как считается", UNITS[key], Better.UP, "peers")
    made = PeerAnswer(
        info=info,
        lens=lens,
        group=group(businesses, lens),
        start=date(2026, 8, 17),
        end=date(2026, 11, 15),
        you=0.12,
        data_version=3,
        computed_at=datetime(2026, 11, 22, 6, tzinfo=UTC),
    )
    return replace(made, **facts)


def few(key: str, *, wider: bool = False, reason: str = "too_few", **facts: Any) -> PeerAnswer:
    return answer(key, suppressed=Suppressed(reason, f"Причина {reason}", wider), **facts)
