"""A forgotten password: only for people of the host, by a link that holds on it alone."""

import re

import pytest
from django.core import mail

from tenants.models import Membership
from tests.conftest import PASSWORD

NEW = {"new_password1": "a-long-Enough-1", "new_password2": "a-long-Enough-1"}


@pytest.fixture
def link(django_capture_on_commit_callbacks):
    def ask(client, email):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/password/", {"email": email})
        assert answer["Location"] == "/password/sent/"
        return re.search(r"http://\S+?(/password/\S+/)", mail.outbox[0].body)[1] if mail.outbox else None

    return ask


@pytest.mark.parametrize("email", ["charlie@cast.example", "manager@cast.example", "nobody@cast.example"])
def test_a_stranger_gets_no_letter_and_the_same_answer(alpha, client_for, link, email):
    assert link(client_for(None, alpha), email) is None


def test_a_member_sets_a_new_password_once(alpha, alice, client_for, link):
    client = client_for(None, alpha)
    path = link(client, "ALICE@cast.example")
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    assert client.post(form, {**NEW, "new_password2": "other"}).status_code == 200
    assert client.post(form, NEW)["Location"] == "/sign-in/"
    alice.refresh_from_db()
    assert alice.check_password(NEW["new_password1"])
    assert "new_password1" not in client_for(None, alpha).get(path, follow=True).text


@pytest.mark.parametrize("both", [False, True])
def test_a_link_of_one_host_is_nothing_on_another(cast, client_for, link, both):
    alpha, beta, alice = (cast[name] for name in ("alpha", "beta", "alice"))
    path = link(client_for(None, alpha), alice.email)
    if both:
        Membership.objects.create(partner=beta, user=alice, role="owner")
    answer = client_for(None, beta).get(path, follow=True)
    assert "new_password1" not in answer.text
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


@pytest.mark.parametrize("email", ["manager@cast.example", "alice@cast.example"])
def test_everybody_resets_on_the_public_host(cast, client_for, link, email):
    path = link(client_for(), email)
    assert "new_password1" in client_for().get(path, follow=True).text
    assert "new_password1" not in client_for(None, cast["alpha"]).get(path, follow=True).text


def test_letters_are_limited(alpha, client_for):
    client = client_for(None, alpha)
    answers = [client.post("/password/", {"email": "alice@cast.example"}).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]
