"""The owner's page of keys."""

import re
from typing import Any

import pytest

from api.models import ApiKey
from billing.services import plan_set
from tests.api.conftest import Ask

ADDRESS = "/settings/api/"


@pytest.fixture
def key_id(alpha: Any, key: str, as_partner: Any) -> Any:
    """Return the number of alpha's key."""
    with as_partner(alpha):
        return ApiKey.objects.get().pk


def made_on(page: Any) -> str:
    found = re.findall(r"dk_[a-z0-9]{10}_[A-Za-z0-9]{43}", page.content.decode())
    assert len(set(found)) == 1
    return str(found[0])


def test_a_key_is_shown_once_and_works(alpha: Any, alice: Any, pros: Any, client_for: Any, ask: Ask) -> None:
    browser = client_for(alice, alpha)
    page = browser.post(ADDRESS, {"name": "1С", "scope": "read"})
    key = made_on(page)
    assert page["Cache-Control"].find("no-store") >= 0
    assert ask(alpha, "metrics/", key).status_code == 200
    later = browser.get(ADDRESS).content.decode()
    assert key not in later
    assert key.rsplit("_", 1)[1] not in later
    assert key.rsplit("_", 1)[0] in later
    assert "alice@cast.example" in later


def test_a_taken_name_is_told_at_its_field(alpha: Any, alice: Any, pros: Any, client_for: Any) -> None:
    browser = client_for(alice, alpha)
    browser.post(ADDRESS, {"name": "1С", "scope": "read"})
    page = browser.post(ADDRESS, {"name": "1С", "scope": "read"})
    assert page.status_code == 422
    assert "id_name_error" in page.content.decode()
    assert not re.search(r"dk_[a-z0-9]{10}_[A-Za-z0-9]{43}", page.content.decode())


def test_revoking_needs_the_name(cast: Any, key: str, key_id: Any, client_for: Any, ask: Ask) -> None:
    alpha = cast["alpha"]
    browser, address = client_for(cast["alice"], alpha), f"{ADDRESS}{key_id}/revoke/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"name": "other"}).status_code == 422
    assert ask(alpha, "account/", key).status_code == 200
    assert browser.post(address, {"name": "test"}).status_code == 302
    assert ask(alpha, "account/", key).status_code == 401
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("who", ["boris", "vera"])
def test_only_owners_come_here(who: str, cast: Any, key_id: Any, client_for: Any, as_partner: Any) -> None:
    alpha = cast["alpha"]
    browser = client_for(cast[who], alpha)
    for address in (ADDRESS, f"{ADDRESS}{key_id}/revoke/"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"name": "test", "scope": "read"}).status_code == 403
    with as_partner(alpha):
        assert ApiKey.objects.get().revoked_at is None


def test_strangers_sign_in_first(alpha: Any, charlie: Any, beta: Any, client_for: Any) -> None:
    assert client_for(None, alpha).get(ADDRESS).status_code == 302
    assert client_for(charlie, beta).get(ADDRESS).status_code == 200


def test_keys_of_another_are_not_found(beta: Any, charlie: Any, key_id: Any, client_for: Any) -> None:
    theirs, nobodys = (f"{ADDRESS}{x}/revoke/" for x in (key_id, "00000000-0000-4000-8000-000000000000"))
    browser = client_for(charlie, beta)
    assert browser.post(theirs, {"name": "test"}).status_code == 404
    assert browser.post(nobodys, {"name": "test"}).status_code == 404


def test_below_pro_the_page_says_what_a_key_can(alpha: Any, alice: Any, client_for: Any, ask: Ask) -> None:
    plan_set(partner=alpha, plan="start")
    browser = client_for(alice, alpha)
    page = browser.get(ADDRESS).content.decode()
    assert "notice-warning" in page
    assert 'href="/settings/plan/?plan=pro"' in page
    key = made_on(browser.post(ADDRESS, {"name": "1С", "scope": "read"}))
    assert ask(alpha, "account/", key).status_code == 200
