"""Whatever goes wrong is a problem in the caller's language, and tells nothing of our inside."""

from typing import Any

import pytest
from django.db import OperationalError

from api.views.account import AccountView
from tests.api.conftest import Ask
from tests.api.test_doors import problem


@pytest.mark.parametrize("path", ["", "nothing/", "account", "metrics/revenue", "metrics/revenue/x/", "../v2/", "%00/"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
def test_unknown_paths(path: str, method: str, alpha: Any, ask: Ask) -> None:
    problem(ask(alpha, path, method=method), 404, "not-found")


def test_forms(alpha: Any, key: str, ask: Ask) -> None:
    problem(ask(alpha, "account/", key, headers={"accept": "text/html"}), 406, "not-acceptable")
    assert ask(alpha, "account/", key, headers={"accept": "text/html, */*;q=0.1"}).status_code == 200


def test_ours_is_logged_and_not_shown(
    alpha: Any, key: str, ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(view: AccountView, request: Any) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(AccountView, "get", broken)
    response = ask(alpha, "account/", key, raising=False)
    problem(response, 500, "internal")
    assert b"secret of the house" not in response.content
    assert b"Traceback" not in response.content


def test_language_of_errors(alpha: Any, ask: Ask) -> None:
    english = ask(alpha, "account/", headers={"accept-language": "en"})
    russian = ask(alpha, "account/", headers={"cookie": "django_language=en"})
    assert (english["Content-Language"], russian["Content-Language"]) == ("en", "ru")
    assert english.json()["title"].isascii()
    assert not russian.json()["title"].isascii()
    assert not russian.json()["detail"].isascii()
    for response in (english, russian):
        assert {"Authorization", "Accept-Language"} <= {name.strip() for name in response["Vary"].split(",")}


def test_a_failure_before_the_view_is_a_problem_too(alpha: Any, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(host: str) -> None:
        raise OperationalError("a secret of the house")

    monkeypatch.setattr("tenants.middleware.partner_at", down)
    response = ask(alpha, "account/", raising=False, headers={"accept-language": "en"})
    assert problem(response, 500, "internal")["title"].isascii()
    assert b"secret" not in response.content


def test_a_host_that_is_nobodys_is_a_problem_too(alpha: Any, ask: Ask) -> None:
    problem(ask(alpha, "account/", headers={"host": "elsewhere.example"}), 400, "bad-request")
