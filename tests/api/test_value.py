"""Customer value through the API: the contract's form, the figures of the read door, each partner its own."""

from collections.abc import Callable
from typing import Any

from api.numbers import money
from billing.models import Override
from billing.services import override_grant
from segments.selectors import ltv
from tests.api.conftest import Ask
from tests.api.test_description import conforms
from tests.api.test_doors import problem


def test_it_is_what_the_read_door_says(computed: Any, key: str, ask: Ask) -> None:
    body = ask(computed[0], "ltv/", key).json()
    conforms(body, "Value")
    answer: Any = ltv(computed[0])
    assert (body["key"], body["status"], body["customers"]) == ("ltv", answer.status, answer.customers)
    assert body["historic"] == {"mean": money(answer.historic_mean), "total": money(answer.historic_total)}
    assert len(body["outlooks"]) == len(answer.outlooks)
    assert body["provenance"]["rows"] == answer.provenance.rows
    if body["status"] != "fitted":
        assert body["reason"]
        assert body["detail"]


def test_each_partner_its_own(computed: Any, new_key: Callable[..., Any], ask: Ask) -> None:
    alpha, beta = computed
    hers, his = new_key(alpha).text, new_key(beta).text
    mine, theirs = ask(alpha, "ltv/", hers).json(), ask(beta, "ltv/", his).json()
    assert mine["historic"] != theirs["historic"]
    problem(ask(beta, "ltv/", hers), 401, "no-key")


def test_what_is_not_there(alpha: Any, key: str, ask: Ask) -> None:
    problem(ask(alpha, "ltv/", key), 404, "not-found")
    problem(ask(alpha, "ltv/?from=2026-01-01", key), 400, "bad-parameter")


def test_a_plan_without_it_is_402(computed: Any, key: str, ask: Ask) -> None:
    override_grant(partner=computed[0], name="ltv", kind=Override.Kind.REMOVE, reason="test", granted_by=None)
    assert problem(ask(computed[0], "ltv/", key), 402, "not-in-plan")["feature"] == "ltv"
