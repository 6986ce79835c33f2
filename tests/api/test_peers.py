"""Similar businesses through the API: the contract's form, nothing that may not be told, and each partner its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.numbers import money
from billing.models import Override
from billing.services import override_grant, plan_set
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from insights.selectors.breakdowns import breakdown
from insights.selectors.peers import peer_metrics
from lake.marts import marts_refresh
from tests.api.conftest import Ask
from tests.api.test_description import conforms
from tests.api.test_doors import problem
from tests.lake.lakes import small_lake
from tests.peers.banks import merchants, payments

LEVELS = ("revenue_vs_peers", "ticket_vs_peers", "frequency_vs_peers", "customers_vs_peers")


@pytest.fixture(scope="session")
def bank_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a bank with 26 bakeries in one city."""
    folder: Path = tmp_path_factory.mktemp("bank")
    shops = merchants(26)
    marts_refresh(small_lake(str(folder), payments(3, shops, size=9000), shops))
    return str(folder)


@pytest.fixture
def bank(pros: tuple[Any, Any], bank_address: str, settings: Any) -> tuple[Any, Any]:
    """Compare both partners with the others."""
    settings.LAKE_URI = bank_address
    for partner in pros:
        assert metric_recompute(partner).outcome == "done"
    assert peers_recompute().failed == ()
    return pros


def test_the_catalogue_and_the_groups(bank: Any, key: str, ask: Ask) -> None:
    body = ask(bank[0], "peers/", key).json()
    conforms(body, "PeerPage")
    assert {*LEVELS} <= {row["key"] for row in body["results"]}
    usual = body["groups"][0]
    assert (usual["lens"], usual["group"], usual["level"], usual["n_peers"]) == ("kind", "usual", "kind|city", 23)
    assert "Казань" in usual["title"]
    assert {group["lens"] for group in body["groups"]} == {"kind", "size", "shared"}
    assert usual["version"] == 1
    assert usual["quarter"] == "2026-10-01"
    assert all(trait["low"] <= trait["high"] for trait in usual["traits"])


def test_pages_of_the_catalogue(bank: Any, key: str, ask: Ask) -> None:
    first = ask(bank[0], "peers/?page_size=2", key).json()
    rest = ask(bank[0], first["next"].split("/api/v1/")[1], key).json()
    every = ask(bank[0], "peers/", key).json()["results"]
    assert [*first["results"], *rest["results"]] == every[:4]


@pytest.mark.parametrize("lens", ["kind", "size", "shared"])
def test_a_comparison_is_what_the_read_door_says(lens: str, bank: Any, key: str, ask: Ask) -> None:
    for name, answer in peer_metrics(bank[0], lens).items():
        body = ask(bank[0], f"peers/{name}/?lens={lens}", key).json()
        conforms(body, "PeerAnswer")
        rounded = money if body["unit"] == "RUB" else lambda value: value
        for figure in ("you", "median", "q1", "q3"):
            assert body[figure] == rounded(getattr(answer, figure)), (name, figure)
        assert (body["key"], body["lens"]) == (name, lens)
        assert body["suppressed"] is None or body["median"] is None


def test_a_line_has_its_steps(bank: Any, key: str, ask: Ask) -> None:
    body = ask(bank[0], "peers/revenue_course/", key).json()
    conforms(body, "PeerAnswer")
    assert (body["unit"], len(body["points"])) == ("index", 13)
    assert set(body["points"][0]) == {"period", "you", "median", "q1", "q3", "provisional"}
    assert (body["points"][0]["period"], body["points"][0]["you"]) == (body["period"]["from"], 100)
    for name in ("you", "median", "q1", "q3"):
        assert body[name] == body["points"][-1][name]
    answer: Any = peer_metrics(bank[0])["revenue_course"]
    assert [point["median"] for point in body["points"]] == [point.median for point in answer.points]
    assert ask(bank[0], "peers/peer_correlation/", key).json()["points"] == [], "it is not told, nor are its weeks"
    assert "points" not in ask(bank[0], "peers/ticket_vs_peers/", key).json()
    override_grant(partner=bank[0], name="peers_all", kind=Override.Kind.REMOVE, reason="test", granted_by=None)
    assert problem(ask(bank[0], "peers/revenue_course/", key), 402, "not-in-plan")["feature"] == "peers_all"


def test_the_default_is_by_kind_and_place(bank: Any, key: str, ask: Ask) -> None:
    plain = ask(bank[0], "peers/ticket_vs_peers/", key)
    assert plain.content == ask(bank[0], "peers/ticket_vs_peers/?lens=kind&group=usual", key).content
    body = plain.json()
    assert (body["level"], body["n_peers"], body["group"], body["provisional"]) == ("kind|city", 23, "usual", True)
    assert body["period"] == {"from": "2026-08-17", "to": "2026-11-15"}
    assert body["q1"] <= body["median"] <= body["q3"]
    assert body["percentile"] % 5 == 0
    assert body["provenance"]["group_version"] == 1


def test_each_partner_sees_its_own(bank: Any, new_key: Callable[..., Any], ask: Ask) -> None:
    alpha, beta = bank
    hers, his = new_key(alpha).text, new_key(beta).text
    mine, theirs = (ask(one, "peers/ticket_vs_peers/", text).json() for one, text in ((alpha, hers), (beta, his)))
    assert mine["you"] != theirs["you"]
    assert ask(beta, "peers/ticket_vs_peers/", hers).status_code == 401
    raw = ask(alpha, "peers/", hers).content.decode() + str(mine)
    assert "78000000" not in raw, "no INN of another"
    assert "Бета" not in raw


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("peers/nothing/", "not-found"),
        ("peers/revenue_vs_peers/?lens=colour", "bad-parameter"),
        ("peers/revenue_vs_peers/?group=wider", "bad-parameter"),
        ("peers/revenue_vs_peers/?outlet=m0-0", "bad-parameter"),
        ("peers/?cursor=x", "bad-parameter"),
        ("peers/?page_size=0", "bad-parameter"),
    ],
)
def test_what_is_wrong_is_named(path: str, kind: str, bank: Any, key: str, ask: Ask) -> None:
    conforms(problem(ask(bank[0], path, key), 404 if kind == "not-found" else 400, kind), "Problem")


def test_what_the_plan_lacks_is_402(bank: Any, key: str, ask: Ask) -> None:
    override_grant(partner=bank[0], name="peers_lenses", kind=Override.Kind.REMOVE, reason="test", granted_by=None)
    assert ask(bank[0], "peers/revenue_vs_peers/", key).status_code == 200
    body = problem(ask(bank[0], "peers/revenue_vs_peers/?lens=size", key), 402, "not-in-plan")
    assert (body["feature"], body["plan"]) == ("peers_lenses", "pro")
    assert {group["lens"] for group in ask(bank[0], "peers/", key).json()["groups"]} == {"kind"}
    for plan in ("start", "growth"):
        plan_set(partner=bank[0], plan=plan)
        for path in ("peers/", "peers/revenue_vs_peers/"):
            assert problem(ask(bank[0], path, key), 402, "not-in-plan")["feature"] == "api"


def test_the_same_again_is_304(bank: Any, key: str, ask: Ask) -> None:
    for path in ("peers/", "peers/revenue_vs_peers/"):
        tag = ask(bank[0], path, key)["ETag"]
        assert ask(bank[0], path, key, headers={"if-none-match": tag}).status_code == 304


def test_words_follow_the_reader(bank: Any, key: str, ask: Ask) -> None:
    ru, en = (ask(bank[0], "peers/", key, headers={"accept-language": one}).json() for one in ("ru", "en"))
    assert ru["results"][0]["title"] != en["results"][0]["title"]
    assert en["results"][0]["title"].isascii()
    assert "Bakery" in en["groups"][0]["title"] or "akeries" in en["groups"][0]["title"]


def test_before_the_first_computation(alpha: Any, key: str, ask: Ask) -> None:
    problem(ask(alpha, "peers/revenue_vs_peers/", key), 404, "not-found")
    assert ask(alpha, "peers/", key).json()["groups"] == []


def test_solvency_is_an_index_told_with_its_days(bank: Any, key: str, ask: Ask) -> None:
    body = ask(bank[0], "breakdowns/solvency/", key).json()
    conforms(body, "Breakdown")
    answer: Any = breakdown(bank[0], "solvency")
    assert [row.get("index") for row in body["rows"]] == [row.index for row in answer.rows]
    days = answer.index_days
    assert body.get("index_days") == (days and {"from": days[0].isoformat(), "to": days[1].isoformat()})
