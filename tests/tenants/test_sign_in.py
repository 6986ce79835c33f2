"""Signing in: each host knows its own people only."""

import pytest
from django.conf import settings
from django.test import Client

from tenants.models import Membership, Session, User
from tenants.scope import for_partner
from tenants.tasks import sessions_clear
from tests.conftest import PASSWORD

WRONG = "Неверный адрес почты или пароль."


def sign_in(client: Client, email: str, password: str = PASSWORD, **data: str):
    return client.post("/sign-in/", {"email": email, "password": password, **data})


@pytest.mark.parametrize("name", ["alice", "boris", "vera"])
def test_a_member_signs_in_on_the_own_host(alpha, client_for, name):
    answer = sign_in(client_for(None, alpha), f"{name.upper()}@cast.example ")
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("alice@cast.example", "wrong-password"),
        ("nobody@cast.example", PASSWORD),
        ("charlie@cast.example", PASSWORD),
        ("manager@cast.example", PASSWORD),
    ],
)
def test_wrong_password_stranger_non_member_and_manager_read_the_same(alpha, client_for, email, password):
    answer = sign_in(client_for(None, alpha), email, password)
    assert answer.status_code == 200
    assert answer.text.count(WRONG) == 1
    assert not Session.objects.filter(schema_name="p_alpha").exists()


def test_the_public_host_leads_managers_to_the_admin_and_others_to_their_workspaces(cast, client_for):
    assert sign_in(client_for(), "manager@cast.example")["Location"] == "/admin/"
    client = client_for()
    assert sign_in(client, "alice@cast.example")["Location"] == "/workspaces/"
    assert "Альфа" in client.get("/workspaces/").text
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_inactive_person_stays_out(alpha, alice, client_for):
    inside = client_for(alice, alpha)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert WRONG in sign_in(client_for(None, alpha), alice.email).text
    assert inside.get("/settings/team/").status_code == 302


def test_a_session_of_one_host_is_nothing_on_another(alpha, beta, alice, client_for):
    client = client_for(alice, alpha)
    assert client.get("/settings/team/").status_code == 200
    for host in ("beta.example.test", "example.test"):
        assert client.get("/sign-in/", headers={"host": host}).status_code == 200
        assert client.get("/settings/profile/", headers={"host": host}).status_code in {302, 404}
    # Even where the person belongs to both hosts.
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    assert client.get("/settings/team/", headers={"host": "beta.example.test"}).status_code == 302


def test_signing_out_on_another_host_leaves_the_session(alpha, alice, client_for):
    client = client_for(alice, alpha)
    client.post("/sign-out/", headers={"host": "beta.example.test"})
    key = Session.objects.get(schema_name="p_alpha").session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/settings/team/").status_code == 200
    client.post("/sign-out/")
    assert not Session.objects.filter(session_key=key).exists()


def test_who_left_the_team_is_out_at_once(alpha, boris, client_for):
    client = client_for(boris, alpha)
    assert client.get("/settings/team/").status_code == 200
    Membership.objects.filter(partner=alpha, user=boris).delete()
    assert client.get("/settings/team/").status_code == 302


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test/", "javascript:alert(1)", "/\\evil.test"])
def test_signing_in_leads_to_this_host_only(alpha, client_for, target):
    assert sign_in(client_for(None, alpha), "alice@cast.example", next=target)["Location"] == "/"


def test_the_eleventh_try_waits(alpha, beta, client_for):
    client = client_for(None, alpha)
    for _ in range(10):
        assert sign_in(client, "alice@cast.example", "wrong-password").status_code == 200
    answer = sign_in(client, "alice@cast.example")
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    # Neither another person from this address here, nor the same person from another one …
    assert sign_in(client, "boris@cast.example").status_code == 429
    elsewhere = client_for(None, alpha, REMOTE_ADDR="10.0.0.9")
    assert sign_in(elsewhere, "alice@cast.example").status_code == 429
    # … but other hosts are not touched.
    assert sign_in(client_for(None, beta), "charlie@cast.example").status_code == 302


def test_an_office_that_signs_in_rightly_is_not_locked_out(alpha, client_for):
    for _ in range(15):
        assert sign_in(client_for(None, alpha), "alice@cast.example").status_code == 302


def test_the_session_row_belongs_to_its_schema(alpha, alice, client_for):
    client_for(alice, alpha)
    assert Session.objects.get().schema_name == "p_alpha"
    with for_partner(alpha):
        assert Session.objects.count() == 1


def test_the_page_speaks_the_persons_language(alpha, alice, client_for):
    client = client_for(alice, alpha)
    assert client.get("/settings/team/").headers["Content-Language"] == "ru"
    client.post("/settings/profile/", {"full_name": "Alice", "language": "en", "theme": "dark"})
    answer = client.get("/settings/team/")
    assert answer.headers["Content-Language"] == "en"
    assert 'data-bs-theme="dark"' in answer.text


def test_ended_sessions_are_cleared_and_others_stay(alpha, alice, beta, charlie, client_for):
    ended, lasting = client_for(alice, alpha), client_for(charlie, beta)
    Session.objects.filter(schema_name="p_alpha").update(expire_date="2020-01-01T00:00Z")
    sessions_clear()
    assert list(Session.objects.values_list("schema_name", flat=True)) == ["p_beta"]
    assert ended.get("/settings/team/").status_code == 302
    assert lasting.get("/settings/team/").status_code == 200
