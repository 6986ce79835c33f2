"""A metric through the API: the contract's form, exact values, the plan's history, and nothing of others."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.services import plan_set
from tests.api.conftest import Ask
from tests.api.figures import AS_OF, FIRST, SALES, Sale, revenue
from tests.api.test_doors import problem

KOPECK = Decimal("0.01")


@pytest.fixture
def shop(computed: tuple[Any, Any]) -> Any:
    """Return alpha, computed, on the plan without limits."""
    plan_set(partner=computed[0], plan="network")
    return computed[0]


def points(ask: Ask, partner: Any, path: str, key: str) -> list[dict[str, Any]]:
    response = ask(partner, path, key)
    assert response.status_code == 200, response.content
    return list(response.json()["points"])


def test_the_form_and_the_defaults(shop: Any, key: str, ask: Ask) -> None:
    body = ask(shop, "metrics/revenue/", key).json()
    assert set(body) == {"key", "unit", "grain", "as_of", "points", "compare", "forecast", "provenance"}
    assert (body["key"], body["unit"], body["grain"]) == ("revenue", "RUB", "day")
    assert (body["as_of"], body["forecast"]) == (AS_OF.isoformat(), [])
    days = [date.fromisoformat(point["period"]) for point in body["points"]]
    assert days == [AS_OF - timedelta(days=27 - number) for number in range(28)]
    assert all(set(point) == {"period", "value", "n", "partial"} for point in body["points"])
    assert set(body["compare"]) == {"value", "change"}
    assert set(body["provenance"]) == {"formula", "rows", "lake_version", "computed_at"}
    assert body["provenance"]["rows"] == sum(sale.outlet.startswith("a") for sale in SALES)
    assert ask(shop, "account/", key).json()["as_of"] == AS_OF.isoformat()
    assert ask(shop, "account/", key).json()["limits"]["outlets"] == {"limit": None, "used": 2}


def test_revenue_by_day_to_the_kopeck(shop: Any, key: str, ask: Ask) -> None:
    for point in points(ask, shop, f"metrics/revenue/?from={FIRST}", key):
        day = date.fromisoformat(point["period"])
        assert Decimal(repr(point["value"])) == revenue(lambda sale, day=day: sale.day == day)  # type: ignore[misc]
        assert point["n"] == sum(
            sale.day == day and sale.outlet.startswith("a") and sale.kind == "purchase" for sale in SALES
        )


@pytest.mark.parametrize("query", ["outlet=a2", "channel=online", "outlet=a1&channel=pos"])
def test_an_outlet_and_a_channel(query: str, shop: Any, key: str, ask: Ask) -> None:
    wanted = dict(part.split("=") for part in query.split("&"))

    def kept(sale: Sale) -> bool:
        return all(getattr(sale, name) == value for name, value in wanted.items())

    (point,) = points(ask, shop, f"metrics/revenue/?from={FIRST}&to={AS_OF}&grain=total&{query}", key)
    assert Decimal(repr(point["value"])) == revenue(kept)


def test_the_ticket_is_rounded_half_up_and_ratios_are_not(shop: Any, key: str, ask: Ask) -> None:
    bought = [sale for sale in SALES if sale.outlet.startswith("a") and sale.kind == "purchase"]
    exact = sum((sale.amount for sale in bought), Decimal(0)) / len(bought)
    (ticket,) = points(ask, shop, f"metrics/average_ticket/?from={FIRST}&grain=total", key)
    assert Decimal(repr(ticket["value"])) == exact.quantize(KOPECK, ROUND_HALF_UP)
    (frequency,) = points(ask, shop, f"metrics/purchase_frequency/?from={FIRST}&grain=total", key)
    assert frequency["value"] == len(bought) / len({sale.customer for sale in bought})


def test_empty_days_and_null(shop: Any, key: str, ask: Ask) -> None:
    empty = (FIRST + timedelta(days=9)).isoformat()
    (none,) = points(ask, shop, f"metrics/revenue/?from={empty}&to={empty}", key)
    assert (none["value"], none["n"]) == (0, 0)
    (ticket,) = points(ask, shop, f"metrics/average_ticket/?from={empty}&to={empty}", key)
    assert (ticket["value"], ticket["n"]) == (None, 0)


def test_a_cut_period_is_partial(shop: Any, key: str, ask: Ask) -> None:
    months = points(ask, shop, "metrics/revenue/?from=2026-09-10&grain=month", key)
    assert [(point["period"], point["partial"]) for point in months] == [
        ("2026-09-01", True), ("2026-10-01", False), ("2026-11-01", True),
    ]  # fmt: skip


def test_the_comparison_is_moved_by_whole_weeks(shop: Any, key: str, ask: Ask) -> None:
    body = ask(shop, "metrics/revenue/?from=2026-11-13&to=2026-11-22&grain=total", key).json()
    now = revenue(lambda sale: date(2026, 11, 13) <= sale.day <= date(2026, 11, 22))
    base = revenue(lambda sale: date(2026, 10, 30) <= sale.day <= date(2026, 11, 8))
    assert Decimal(repr(body["compare"]["value"])) == base
    assert body["compare"]["change"] == pytest.approx(float(now / base - 1), rel=1e-9)


def test_history_beyond_the_plan_is_clipped_and_said(computed: Any, key: str, ask: Ask) -> None:
    from billing.models import Override
    from billing.services import override_grant

    override_grant(
        partner=computed[0], name="history_months", kind=Override.Kind.LIMIT, value=1, reason="test", granted_by=None
    )
    body = ask(computed[0], f"metrics/revenue/?from={FIRST}", key).json()
    assert body["clipped_from"] == body["points"][0]["period"] == "2026-10-23"
    assert "clipped_from" not in ask(computed[0], "metrics/revenue/", key).json()


def test_an_outlet_that_is_not_yours_is_an_outlet_that_is_not(computed: Any, new_key: Any, ask: Ask) -> None:
    alpha, beta = computed
    hers, his = new_key(alpha).text, new_key(beta).text
    assert ask(alpha, "metrics/revenue/?outlet=a1", hers).status_code == 200
    foreign, nobodys = ask(beta, "metrics/revenue/?outlet=a1", his), ask(beta, "metrics/revenue/?outlet=zz", his)
    problem(foreign, 404, "not-found")
    assert foreign.content == nobodys.content
    assert ask(beta, "metrics/revenue/?outlet=b1", his).status_code == 200


def test_an_outlet_beyond_the_plan_is_402(computed: Any, key: str, ask: Ask) -> None:
    from billing.models import Override
    from billing.services import override_grant

    override_grant(
        partner=computed[0], name="outlets", kind=Override.Kind.LIMIT, value=1, reason="test", granted_by=None
    )
    assert ask(computed[0], "metrics/revenue/?outlet=a1", key).status_code == 200
    body = problem(ask(computed[0], "metrics/revenue/?outlet=a2", key), 402, "not-in-plan")
    assert body["feature"] == "outlets"
    assert body["plan"]


def test_a_metric_that_is_not(shop: Any, key: str, ask: Ask) -> None:
    problem(ask(shop, "metrics/revenues/", key), 404, "not-found")
    problem(ask(shop, "metrics/%D1%8F/", key), 404, "not-found")


def test_before_the_first_computation(alpha: Any, key: str, ask: Ask) -> None:
    problem(ask(alpha, "metrics/revenue/", key), 404, "not-found")
    assert ask(alpha, "account/", key).json()["as_of"] is None


def test_the_number_of_queries_does_not_grow(shop: Any, key: str, ask: Ask) -> None:
    asked = []
    for path in ("metrics/revenue/", f"metrics/revenue/?from={FIRST}", f"metrics/customers/?from={FIRST}&grain=week"):
        ask(shop, path, key)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert ask(shop, path, key).status_code == 200
        asked.append([query["sql"] for query in queries])
    assert max(len(sql) for sql in asked) <= 18, asked
    # Revenue also asks what share of all sales it is.
    assert len({len(sql) for sql in asked}) <= 2, asked
