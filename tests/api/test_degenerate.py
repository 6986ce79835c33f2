"""Partners at the edge: nothing sold, nobody like them, ten customers, one day, one giant beside. No page breaks."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from billing.services import plan_set
from insights.breakdowns.catalogue import catalogue
from insights.peers.metrics import METRICS
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from lake.marts import marts_refresh
from tests.api.conftest import Ask
from tests.api.test_description import conforms
from tests.insights_pages.reading import text_of
from tests.lake.lakes import Merchant, Payment, small_lake

LAST = datetime(2026, 11, 22, 12)  # noqa: DTZ001  in UTC without a zone, as the lake keeps it
ALPHA = Merchant("m0", "7701000001", city="Казань", region="Татарстан")
PAGES = (
    "/", "/growth/", "/customers/", "/customers/value/", "/customers/list/", "/customers/retention/",
    "/customers/loyalty/", "/customers/seasonality/", "/competitors/", "/competitors/group/",
    "/settings/privacy/", "/settings/outlets/",
)  # fmt: skip
LENSES = ("kind", "size", "shared", "custom")


def others(count: int) -> list[Merchant]:
    """Return companies like alpha, one outlet each."""
    return [Merchant(f"m{at}", f"78{at:08}", city="Казань", region="Татарстан") for at in range(1, count + 1)]


def trade(
    shop: Merchant, *, customers: int, days: int, size: int, price: int = 300, mine: bool = False
) -> list[Payment]:
    """Return payments of one shop over so many days up to the last."""
    chance = random.Random(shop.merchant_id)
    who = shop.merchant_id if mine else "c"
    return [
        Payment(
            LAST - timedelta(days=chance.randrange(days), minutes=chance.randrange(300)),
            shop.merchant_id,
            f"{who}{chance.randrange(customers)}",
            Decimal(price * 100 + chance.randrange(price * 50)) / 100,
        )
        for _ in range(size)
    ]


def alone() -> tuple[list[Payment], list[Merchant]]:
    return trade(ALPHA, customers=80, days=400, size=1500), [ALPHA]


def ten_customers() -> tuple[list[Payment], list[Merchant]]:
    shops = others(8)
    rows = [row for shop in shops for row in trade(shop, customers=120, days=400, size=500)]
    return [*rows, *trade(ALPHA, customers=10, days=400, size=80, mine=True)], [ALPHA, *shops]


def one_day() -> tuple[list[Payment], list[Merchant]]:
    shops = [ALPHA, *others(8)]
    return [row for shop in shops for row in trade(shop, customers=60, days=1, size=80)], shops


def newcomer() -> tuple[list[Payment], list[Merchant]]:
    shops = others(8)
    rows = [row for shop in shops for row in trade(shop, customers=120, days=400, size=500)]
    return [*rows, *trade(ALPHA, customers=60, days=1, size=80)], [ALPHA, *shops]


def a_giant() -> tuple[list[Payment], list[Merchant]]:
    (giant,) = others(1)
    rows = trade(giant, customers=200, days=400, size=4000, price=9000)
    return [*rows, *trade(ALPHA, customers=80, days=400, size=800)], [ALPHA, giant]


def a_giant_among_small() -> tuple[list[Payment], list[Merchant]]:
    giant, *small = others(7)
    rows = trade(giant, customers=200, days=400, size=4000, price=9000)
    rows += [row for shop in (ALPHA, *small) for row in trade(shop, customers=80, days=400, size=500)]
    return rows, [ALPHA, giant, *small]


def nothing_sold() -> tuple[list[Payment], list[Merchant]]:
    shops = others(8)
    return [row for shop in shops for row in trade(shop, customers=120, days=400, size=200)], [ALPHA, *shops]


WORLDS = (nothing_sold, alone, ten_customers, one_day, newcomer, a_giant, a_giant_among_small)


class Edge:
    """Alpha in one of the worlds, asked through its API; every answer must be a good one."""

    def __init__(self, partner: Any, ask: Ask, key: str) -> None:
        self.partner, self._ask, self._key = partner, ask, key

    def get(self, path: str, form: str) -> Any:
        answer = self._ask(self.partner, path, self._key)
        assert answer.status_code == 200, (path, answer.content)
        conforms(answer.json(), form)
        return answer.json()

    def reasons(self, lens: str = "kind") -> dict[str, str | None]:
        """Return comparison → why it is not told, None where it is."""
        found = {}
        for key in METRICS:
            body = self.get(f"peers/{key}/?lens={lens}", "PeerAnswer")
            told = body["suppressed"]
            if told:
                assert told["detail"]
                assert not any(sign.isdigit() for sign in told["detail"]), "no threshold is named"
                assert (body["median"], body["q1"], body["percentile"], body.get("parts")) == (None, None, None, None)
            found[key] = told["reason"] if told else None
        return found


@pytest.fixture
def edge(tmp_path: Path, settings: Any, alpha: Any, new_key: Callable[..., Any], ask: Ask) -> Callable[..., Edge]:
    def made(world: Callable[[], tuple[list[Payment], list[Merchant]]]) -> Edge:
        settings.LAKE_URI = str(tmp_path / "lake")
        marts_refresh(small_lake(settings.LAKE_URI, *world()))
        plan_set(partner=alpha, plan="network")
        assert metric_recompute(alpha).outcome == "done"
        assert peers_recompute([alpha]).failed == ()
        return Edge(alpha, ask, new_key(alpha).text)

    return made


@pytest.mark.parametrize("world", WORLDS)
def test_nothing_breaks(world: Any, edge: Callable[..., Edge], alice: Any, client_for: Any) -> None:
    at = edge(world)
    for key in (*catalogue(), "seasonality"):
        at.get(f"breakdowns/{key}/", "Breakdown")
        at.get(f"breakdowns/{key}/?from=2025-01-01&channel=online", "Breakdown")
    at.get("retention/", "Retention")
    at.get("ltv/", "Value")
    at.get("peers/", "PeerPage")
    for lens in LENSES:
        at.reasons(lens)
    client = client_for(alice, at.partner)
    for page in PAGES:
        assert client.get(page).status_code == 200, page


def test_nobody_to_compare_with(edge: Callable[..., Edge]) -> None:
    at = edge(alone)
    assert at.get("peers/", "PeerPage")["groups"] == []
    for lens in LENSES:
        assert set(at.reasons(lens).values()) == {"not_chosen" if lens == "custom" else "no_peers"}
    body = at.get("peers/revenue_vs_peers/", "PeerAnswer")
    assert (body["n_peers"], body["level"], body["group"]) == (None, None, None)


def test_ten_customers(edge: Callable[..., Edge], alice: Any, client_for: Any) -> None:
    at = edge(ten_customers)
    body = at.get("breakdowns/gender/?from=2026-01-01", "Breakdown")
    assert body["total"]["customers"] == 10
    assert all(row["hidden"] for row in body["rows"])
    assert at.reasons()["shared_customers"] == "own_too_small"
    value = at.get("ltv/", "Value")
    assert (value["status"], value["outlooks"], value["model"]) == ("too_little", [], None)
    assert value["historic"]["mean"] > 0
    assert value["detail"]
    assert "у вас пока мало покупателей" in text_of(client_for(alice, at.partner).get("/competitors/"))


@pytest.mark.parametrize("world", [one_day, newcomer])
def test_one_day_of_data(world: Any, edge: Callable[..., Edge]) -> None:
    at = edge(world)
    assert set(at.reasons().values()) <= {"too_young", "nothing_then", "no_peers", "own_too_small"}
    body = at.get("retention/", "Retention")
    assert [cohort["rates"] for cohort in body["cohorts"]] == [[]]
    assert at.get("ltv/", "Value")["status"] == "too_little"
    assert at.get("breakdowns/new_returning/", "Breakdown")["young_data"] is (world is one_day)


def test_one_giant_competitor(edge: Callable[..., Edge]) -> None:
    at = edge(a_giant)
    assert set(at.reasons().values()) == {"too_few"}
    body = at.get("peers/", "PeerPage")
    assert all(group["n_peers"] is None for group in body["groups"])
    assert at.get("peers/revenue_vs_peers/", "PeerAnswer")["n_peers"] is None


def test_a_giant_among_small_ones(edge: Callable[..., Edge]) -> None:
    reasons = edge(a_giant_among_small).reasons()
    assert reasons["segment_share"] == "dominated"
    assert reasons["ticket_vs_peers"] is None
