"""A grocery chain's real year: imported, computed, and read through the API to the kopeck."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.house import House, house

EXPECTED = json.loads((Path(__file__).parent.parent / "data" / "complete_journey_expected.json").read_text())[
    "complete_journey_basket_level"
]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    folder = tmp_path_factory.mktemp("cj")
    with house(folder) as own:
        own.start(LAKE_URI=str(folder / "lake"))
        own.manage("lake_sample", "complete_journey", str(folder / "raw"))
        report = own.json("lake_import", str(folder / "raw"))
        assert report["transactions"]["accepted"] == EXPECTED["transactions"]
        inn = _inn(folder / "raw")
        made = own.json("partner_create", "--name", "Бакалея", "--inn", inn, "--subdomain", "grocery",
                        "--owner-email", "owner@grocery.example", "--plan", "network")  # fmt: skip
        assert made["outlets"] == EXPECTED["merchants"]
        own.manage("recompute", "--partner", "grocery", "--inline")
        yield own, own.json("api_key_create", "--partner", "grocery", "--name", "test")["key"]


def _inn(raw: Path) -> str:
    import duckdb

    source = next(
        iter([*raw.glob("merchants*.parquet"), *raw.glob("merchants/*.parquet"), *raw.glob("merchants*.csv")])
    )
    found = duckdb.sql(f"SELECT DISTINCT inn FROM '{source}'").fetchall()
    assert len(found) == 1, "the chain is one company"
    return str(found[0][0])


def _metric(chain: tuple[House, str], key: str, **query: str) -> dict[str, Any]:
    own, secret = chain
    asked = {"from": "2017-01-01", "to": "2018-01-01", **query}
    status, answer = own.get(
        "grocery", f"/api/v1/metrics/{key}/?" + "&".join(f"{k}={v}" for k, v in asked.items()), secret
    )
    assert status == 200, answer
    return dict(answer)


def _months(answer: dict[str, Any]) -> dict[str, Any]:
    return {point["period"][:7]: point["value"] for point in answer["points"]}


def test_totals(chain: tuple[House, str]) -> None:
    revenue = _metric(chain, "revenue", grain="total")
    assert [point["value"] for point in revenue["points"]] == [EXPECTED["revenue"]]
    assert revenue["provenance"]["rows"] == EXPECTED["transactions"]
    assert revenue["as_of"] == "2018-01-01"
    assert _metric(chain, "transactions", grain="total")["points"][0]["value"] == EXPECTED["transactions"]
    assert _metric(chain, "customers", grain="total")["points"][0]["value"] == EXPECTED["customers"]
    ticket = _metric(chain, "average_ticket", grain="total")["points"][0]["value"]
    assert ticket == pytest.approx(EXPECTED["avg_ticket"], abs=0.005)
    frequency = _metric(chain, "purchase_frequency", grain="total")["points"][0]["value"]
    assert frequency == pytest.approx(EXPECTED["tx_per_customer"], abs=5e-5)


def test_months(chain: tuple[House, str]) -> None:
    assert _months(_metric(chain, "revenue", grain="month")) == EXPECTED["monthly_revenue"]
    assert _months(_metric(chain, "customers", grain="month")) == EXPECTED["monthly_active_customers"]


def test_stores(chain: tuple[House, str]) -> None:
    for store, figures in EXPECTED["top5_merchants"].items():
        asked = {"grain": "total", "outlet": store}
        assert _metric(chain, "revenue", **asked)["points"][0]["value"] == figures["revenue"]
        assert _metric(chain, "transactions", **asked)["points"][0]["value"] == figures["tx"]
        assert _metric(chain, "customers", **asked)["points"][0]["value"] == figures["customers"]


def test_weekdays_add_up_to_the_year(chain: tuple[House, str]) -> None:
    from datetime import date

    answer = _metric(chain, "revenue", grain="day")
    shares = [0.0] * 7
    for point in answer["points"]:
        shares[date.fromisoformat(point["period"]).weekday()] += point["value"] / EXPECTED["revenue"]
    assert [round(share, 4) for share in shares] == EXPECTED["dow_share_revenue_mon..sun"]


def test_retention_as_published(chain: tuple[House, str]) -> None:
    own, secret = chain
    status, answer = own.get("grocery", "/api/v1/retention/", secret)
    assert status == 200, answer
    january = next(cohort for cohort in answer["cohorts"] if cohort["month"] == "2017-01-01")
    assert january["size"] == 1982
    assert [round(rate, 4) for rate in january["rates"][:6]] == [0.8885, 0.9001, 0.8956, 0.9036, 0.885, 0.8951]


def test_groups_add_up_to_the_whole(chain: tuple[House, str]) -> None:
    own, secret = chain
    status, answer = own.get("grocery", "/api/v1/breakdowns/new_returning/?from=2017-01-01&to=2018-01-01", secret)
    assert status == 200, answer
    total = answer["total"]
    assert (total["customers"], total["transactions"], total["revenue"]) == (
        EXPECTED["customers"], EXPECTED["transactions"], EXPECTED["revenue"],
    )  # fmt: skip
    assert sum(row["customers"] for row in answer["rows"]) == EXPECTED["customers"]
