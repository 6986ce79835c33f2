"""Customers by value through the API: pages, choices, plans; each partner its own and nobody else's codes."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from api.numbers import money
from billing.models import Override
from billing.services import override_grant
from segments.customers.choice import Choice
from segments.selectors import customers_page
from tests.api.conftest import Ask
from tests.api.test_description import conforms
from tests.api.test_doors import problem
from tests.segments.conftest import fitted, lake, shop  # noqa: F401

PATH = "ltv/customers/"
FORM = "CustomerPage"
HUGE = urlsafe_b64encode(json.dumps(["-value", 10**400, False, "0000-0000-0000", False]).encode()).decode()
"""A cursor with a number that no float holds."""


@pytest.fixture
def listed(fitted: Callable[..., None]) -> None:  # noqa: F811
    """Compute both partners on Pro."""
    fitted()


def followed(ask: Ask, partner: Any, key: str, url: str, way: str = "next") -> list[Any]:
    """Return the bodies of all pages in one direction."""
    bodies = []
    while url:
        body = ask(partner, url.rsplit("/api/v1/", maxsplit=1)[-1], key).json()
        bodies.append(body)
        url = body[way]
    return bodies


def test_it_is_the_list_of_the_read_door(listed: None, alpha: Any, key: str, ask: Ask) -> None:
    answer: Any = customers_page(alpha, Choice(), size=1000)
    bodies = followed(ask, alpha, key, f"{PATH}?page_size=200")
    for body in bodies:
        conforms(body, FORM)
    rows = [row for body in bodies for row in body["results"]]
    assert [row["customer"] for row in rows] == [row.pseudonym for row in answer.rows]
    assert rows[0]["predicted"][2]["value"] == money(answer.rows[0].expected[2].value)
    assert rows[0]["scores"] == dict(zip(("recency", "frequency", "money"), answer.rows[0].scores, strict=True))
    assert {body["count"] for body in bodies} == {601}
    value = ask(alpha, "ltv/", key).json()
    assert sum(row["revenue"] for row in rows) == pytest.approx(value["historic"]["total"])
    back = followed(ask, alpha, key, bodies[-1]["previous"], "previous")
    assert [body["results"] for body in back] == [body["results"] for body in bodies[-2::-1]]


def test_filters_and_order_stay_on_the_next_page(listed: None, alpha: Any, key: str, ask: Ask) -> None:
    bodies = followed(ask, alpha, key, f"{PATH}?recency=5&sort=revenue&page_size=20")
    rows = [row for body in bodies for row in body["results"]]
    assert len(rows) == bodies[0]["count"] > 20
    assert {row["scores"]["recency"] for row in rows} == {5}
    assert [row["revenue"] for row in rows] == sorted(row["revenue"] for row in rows)
    best = ask(alpha, f"{PATH}?group=champions", key).json()
    assert {row["group"] for row in best["results"]} == {"champions"}
    assert ask(alpha, f"{PATH}?group=champions&recency=1", key).json()["results"] == []


def test_each_partner_its_own(listed: None, alpha: Any, beta: Any, new_key: Any, ask: Ask) -> None:
    hers, his = new_key(alpha).text, new_key(beta).text
    mine = {row["customer"] for body in followed(ask, alpha, hers, PATH) for row in body["results"]}
    body = ask(beta, PATH, his).json()
    conforms(body, FORM)
    theirs = {row["customer"] for row in body["results"]}
    assert (len(mine), len(theirs)) == (601, 13)
    assert not mine & theirs
    assert all(row["predicted"] == [] for row in body["results"]), "too few customers to foretell anything"
    problem(ask(beta, PATH, hers), 401, "no-key")


def test_nothing_of_a_person_stands_beside_a_code(listed: None, alpha: Any, key: str, ask: Ask) -> None:
    row = ask(alpha, PATH, key).json()["results"][0]
    assert set(row) == {
        "customer", "first_purchase", "last_purchase", "purchase_days", "purchases", "revenue", "scores", "group",
        "alive", "predicted",
    }  # fmt: skip
    for name in ("gender", "age", "marital_status", "city"):
        told = problem(ask(alpha, f"{PATH}?{name}=F", key), 400, "bad-parameter")
        assert told["parameter"] == name


def test_an_unchanged_list_is_not_sent_twice(listed: None, alpha: Any, key: str, ask: Ask) -> None:
    first = ask(alpha, PATH, key)
    assert ask(alpha, PATH, key, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "wrong",
    [("recency", "6"), ("frequency", "often"), ("money", "0"), ("group", "rich"), ("sort", "gender"),
     ("horizon", "30"), ("cursor", "abc"), ("cursor", "W10"), ("cursor", "é"), ("cursor", HUGE),
     ("page_size", "1000"), ("outlet", "a1")],
)  # fmt: skip
def test_what_is_wrong_is_named(listed: None, alpha: Any, key: str, ask: Ask, wrong: tuple[str, str]) -> None:
    name, value = wrong
    assert problem(ask(alpha, f"{PATH}?{name}={quote(value)}", key), 400, "bad-parameter")["parameter"] == name


def test_a_cursor_belongs_to_its_order(listed: None, alpha: Any, key: str, ask: Ask) -> None:
    cursor = ask(alpha, f"{PATH}?sort=revenue&page_size=5", key).json()["next"].split("cursor=")[1].split("&")[0]
    told = problem(ask(alpha, f"{PATH}?sort=-first_purchase&cursor={cursor}", key), 400, "bad-parameter")
    assert told["parameter"] == "cursor"


def test_too_little_data_for_an_order_is_said(
    listed: None,
    beta: Any,
    new_key: Any,
    ask: Ask,
) -> None:
    told = problem(ask(beta, f"{PATH}?sort=-value", new_key(beta).text), 400, "bad-parameter")
    assert told["parameter"] == "sort"


def test_a_plan_without_it_is_402(listed: None, alpha: Any, key: str, ask: Ask) -> None:
    override_grant(partner=alpha, name="ltv", kind=Override.Kind.REMOVE, reason="test", granted_by=None)
    assert problem(ask(alpha, PATH, key), 402, "not-in-plan")["feature"] == "ltv"


def test_before_the_first_run_there_is_none(alpha: Any, key: str, ask: Ask) -> None:
    problem(ask(alpha, PATH, key), 404, "not-found")
