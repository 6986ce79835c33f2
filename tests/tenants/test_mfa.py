"""The second factor: one for a person on all hosts, asked for on each."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail

from tenants.models import Membership
from tests.tenants.second_factors import app_set_up, prove_again, sign_in, totp

APP = "/settings/security/app/"
CODE = "/sign-in/code/"


@pytest.fixture
def secret(alpha, alice, client_for):
    return app_set_up(client_for(alice, alpha))


def second(client, code):
    return client.post(CODE, {"code": code})


def inside(client):
    return client.get("/settings/team/").status_code == 200


def later(steps=1):
    """A moment at which the app shows another code: each is good once."""
    return time_machine.travel(time.time() + 30 * steps, tick=False)


def test_the_password_alone_lets_nobody_in_any_more(alpha, alice, secret, client_for):
    client = client_for(None, alpha)
    answer = sign_in(client, alice.email, next="/settings/team/")
    assert answer["Location"] == CODE
    assert not inside(client)
    assert second(client, "000000").status_code == 200
    assert not inside(client)
    with later():
        answer = second(client, totp(secret))
        assert answer["Location"] == "/settings/team/"
        assert inside(client)


def test_who_has_none_is_not_asked(alpha, boris, secret, client_for):
    assert sign_in(client_for(None, alpha), boris.email)["Location"] == "/"


def test_the_second_step_without_the_first_leads_back(alpha, secret, client_for):
    client = client_for(None, alpha)
    assert client.get(CODE)["Location"] == "/sign-in/"
    assert second(client, totp(secret))["Location"] == "/sign-in/"


def test_the_first_step_of_one_host_is_none_on_another(alpha, beta, alice, secret, client_for):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    client = client_for(None, alpha)
    sign_in(client, alice.email)
    with later():
        answer = client.post(CODE, {"code": totp(secret)}, headers={"host": "beta.example.test"})
    assert answer["Location"] == "/sign-in/"
    assert client.get("/settings/team/", headers={"host": "beta.example.test"}).status_code == 302


def test_it_is_asked_for_on_every_host(alpha, beta, alice, secret, client_for):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    for partner in (beta, None):
        assert sign_in(client_for(None, partner), alice.email)["Location"] == CODE


def test_a_code_opens_one_host_once(alpha, beta, alice, secret, client_for):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    with later():
        code = totp(secret)
        for partner, status in ((alpha, 302), (beta, 200), (None, 200)):
            client = client_for(None, partner)
            sign_in(client, alice.email)
            assert second(client, code).status_code == status


def test_wrong_codes_are_counted_over_all_hosts(alpha, beta, alice, secret, client_for):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    clients = [client_for(None, partner) for partner in (alpha, beta, None)]
    for client in clients:
        sign_in(client, alice.email)
    for number in range(5):
        assert "Код неверный" in second(clients[number % 3], "111111").text
    with later():
        for client in clients:
            assert "Подождите пять минут" in second(client, totp(secret)).text


def test_who_leaves_the_team_between_the_steps_stays_out(alpha, alice, secret, client_for):
    client = client_for(None, alpha)
    sign_in(client, alice.email)
    Membership.objects.filter(user=alice, partner=alpha).delete()
    with later():
        assert second(client, totp(secret))["Location"] == "/sign-in/"
    assert client.get("/settings/team/").status_code == 302


def test_a_change_asks_for_the_password_again(alpha, alice, client_for):
    client = client_for(alice, alpha)
    for path in (APP, "/settings/security/passkeys/new/", "/settings/security/codes/new/"):
        assert client.get(path)["Location"].startswith("/sign-in/again/")
        assert client.post(path, {"code": "1"})["Location"].startswith("/sign-in/again/")
    prove_again(client, "wrong-password")
    assert client.get(APP).status_code == 302
    prove_again(client)
    assert client.get(APP).status_code == 200
    with time_machine.travel(time.time() + 601, tick=False):
        assert client.get(APP).status_code == 302


def test_a_code_app_can_be_removed(alpha, alice, secret, client_for):
    client = client_for(alice, alpha)
    prove_again(client)
    assert client.post("/settings/security/app/remove/").status_code == 302
    assert not Authenticator.objects.filter(user=alice).exists()
    assert sign_in(client_for(None, alpha), alice.email)["Location"] == "/"


def test_recovery_codes_are_shown_once_and_each_opens_once(alpha, alice, client_for):
    client = client_for(alice, alpha)
    app_set_up(client)
    page = client.get("/settings/security/codes/")
    codes = page.context["unused_codes"]
    assert len(set(codes)) == 10
    assert all(code in page.text for code in codes)
    again = client.get("/settings/security/codes/").text
    assert not any(code in again for code in codes)
    visitor = client_for(None, alpha)
    sign_in(visitor, alice.email)
    assert second(visitor, codes[0]).status_code == 302
    visitor = client_for(None, alpha)
    sign_in(visitor, alice.email)
    assert second(visitor, codes[0]).status_code == 200
    prove_again(client)
    client.post("/settings/security/codes/new/")
    fresh = client.get("/settings/security/codes/").context["unused_codes"]
    assert not set(fresh) & set(codes)
    assert second(visitor, codes[1]).status_code == 200


def test_the_secret_is_not_kept_in_the_clear(alice, secret):
    kept = Authenticator.objects.get(user=alice, type="totp").data["secret"]
    assert secret not in kept


def test_a_change_is_recorded_at_each_of_ones_partners_and_told_by_a_letter(
    alpha, beta, alice, client_for, django_capture_on_commit_callbacks
):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        app_set_up(client_for(alice, alpha))
    for partner in (alpha, beta):
        entry = partner.audit_entries.get()
        assert (entry.action, entry.actor) == ("totp_activated", alice)
    assert [letter.to for letter in mail.outbox] == [[alice.email]]
    assert "приложение с кодами" in mail.outbox[0].body


def test_one_cannot_touch_anothers_passkeys(alpha, alice, boris, client_for):
    key = Authenticator.objects.create(user=boris, type="webauthn", data={"name": "Бориса", "credential": {}})
    client = client_for(alice, alpha)
    prove_again(client)
    for path in (f"/settings/security/passkeys/{key.pk}/", f"/settings/security/passkeys/{key.pk}/remove/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"name": "x"}).status_code == 404
    assert "Бориса" not in client.get("/settings/security/").text


@pytest.mark.parametrize("credential", ["", "{", "1", "[]", "{}", '{"id": 1}', '{"response": []}', '{"rawId": "x"}'])
def test_a_broken_passkey_is_a_wrong_one(alpha, alice, secret, client_for, credential):
    client = client_for(None, alpha)
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    assert client.post("/sign-in/passkey/", {"credential": credential})["Location"] == "/sign-in/"
    sign_in(client, alice.email)
    assert client.post(CODE, {"credential": credential}).status_code == 200
    assert not inside(client)


def test_the_admin_asks_account_managers_for_a_second_factor(cast, manager, client_for, settings):
    settings.STAFF_MFA = True
    client = client_for(manager)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/settings/security/"
    secret = app_set_up(client)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/sign-in/again/code/")
    with later():
        client.post("/sign-in/again/code/?next=/admin/", {"code": totp(secret)})
        assert client.get("/admin/").status_code == 200
    settings.STAFF_MFA = False
    assert client_for(manager).get("/admin/").status_code == 200
