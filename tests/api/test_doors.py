"""Who gets in: keys, hosts, plans, scopes, and what everybody else is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from api.keys import NewKey
from api.models import ApiKey
from api.services import KeyRefused, key_create, key_revoke
from billing.services import plan_set
from tests.api.conftest import Ask

NewKeyOf = Callable[..., NewKey]
COUNTED = ["metrics/", "metrics/revenue/"]


def problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = dict(response.json())
    assert body["status"] == status
    assert body["type"] == f"/api/v1/docs/#{kind}"
    assert body["title"]
    assert body["detail"]
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    return body


@pytest.mark.parametrize("path", ["account/", *COUNTED])
def test_without_a_valid_key(path: str, computed: Any, key: str, ask: Ask) -> None:
    alpha = computed[0]
    for wrong in (None, "", "dk_", key[:-1], key + "a", key.upper(), f"{key} x", "ключ"):
        headers = {} if wrong is None else {"authorization": f"Bearer {wrong}".encode().decode("latin-1")}
        response = ask(alpha, path, headers=headers)
        problem(response, 401, "no-key")
        assert response["WWW-Authenticate"] == "Bearer"
    problem(ask(alpha, path, headers={"authorization": f"Basic {key}"}), 401, "no-key")
    assert ask(alpha, path, headers={"authorization": f"bearer {key}"}).status_code == 200


@pytest.mark.parametrize("path", ["account/", *COUNTED])
def test_a_key_is_nothing_on_another_host(path: str, computed: Any, key: str, ask: Ask) -> None:
    alpha, beta = computed
    assert ask(alpha, path, key).status_code == 200
    stranger, nobody = ask(beta, path, key), ask(beta, path, "dk_" + "0" * 10 + "_" + "0" * 43)
    problem(stranger, 401, "no-key")
    assert stranger.content == nobody.content


def test_a_revoked_key_is_no_key(alpha: Any, key: str, ask: Ask, as_partner: Any) -> None:
    with as_partner(alpha):
        row = ApiKey.objects.get()
        assert key_revoke(id=row.pk)
        assert not key_revoke(id=row.pk)
    problem(ask(alpha, "account/", key), 401, "no-key")


def test_the_session_of_a_page_is_no_key(alpha: Any, alice: Any, pros: Any, client_for: Any) -> None:
    browser: Client = client_for(alice, alpha)
    problem(browser.get("/api/v1/account/"), 401, "no-key")


def test_no_token_against_forgery_is_asked_for(alpha: Any, key: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": f"{alpha.subdomain}.{settings.BASE_HOST}"})
    answer = strict.post("/api/v1/account/", headers={"authorization": f"Bearer {key}"})
    problem(answer, 403, "scope")


@pytest.mark.parametrize("plan", ["start", "growth"])
@pytest.mark.parametrize("path", COUNTED)
def test_below_pro_only_the_account_answers(plan: str, path: str, alpha: Any, key: str, ask: Ask) -> None:
    plan_set(partner=alpha, plan=plan)
    body = problem(ask(alpha, path, key), 402, "not-in-plan")
    assert (body["feature"], body["plan"]) == ("api", "pro")
    account = ask(alpha, "account/", key)
    assert account.status_code == 200
    assert account.json()["plan"] == plan
    assert account.json()["limits"]["api_calls"] == {"limit": 0, "used": 0}


def test_a_reading_key_does_not_write(alpha: Any, pros: Any, new_key: NewKeyOf, ask: Ask) -> None:
    reads, writes = new_key(alpha, "r").text, new_key(alpha, "w", scope="write").text
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        problem(ask(alpha, "metrics/", reads, method=method), 403, "scope")
        refused = ask(alpha, "metrics/", writes, method=method)
        problem(refused, 405, "method")
        assert refused["Allow"] == "GET, HEAD"


def test_use_is_noted_once_a_minute(alpha: Any, key: str, ask: Ask, as_partner: Any) -> None:
    def used() -> Any:
        with as_partner(alpha):
            return ApiKey.objects.get().last_used_at

    assert used() is None
    ask(alpha, "account/", key)
    first = used()
    ask(alpha, "account/", key)
    assert used() == first
    with as_partner(alpha):
        ApiKey.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
    ask(alpha, "account/", key)
    assert used() > first


def test_only_a_hash_is_kept(alpha: Any, key: str, as_partner: Any) -> None:
    with as_partner(alpha):
        (row,) = ApiKey.objects.values()
    secret = key.rsplit("_", 1)[1]
    assert not any(secret in str(value) for value in row.values())


def test_names_of_working_keys_differ(alpha: Any, key: str, as_partner: Any) -> None:
    with as_partner(alpha):
        for name, scope, field in (("test", "read", "name"), (" ", "read", "name"), ("b", "admin", "scope"),
                                   ("x" * 101, "read", "name"), ("a\x00b", "read", "name")):  # fmt: skip
            with pytest.raises(KeyRefused) as refused:
                key_create(name=name, scope=scope)
            assert refused.value.field == field
        key_revoke(id=ApiKey.objects.get().pk)
        assert key_create(name="test").name == "test"
