"""People make an account and prove that its address is theirs; nobody proves it for a stranger."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import RequestFactory
from django.utils import timezone

from tenants.errors import Refused
from tenants.models import Membership, User
from tenants.services import account_create, email_confirm_send, email_confirmed, member_invite
from tests.tenants.second_factors import sign_in

EMAIL = "new@shop.example"
PASSWORD = "a-long-Enough-1"


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Do something; return the letters that left."""

    def of(act, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **kwargs)
        return list(mail.outbox)

    return of


@pytest.fixture
def made(cast):
    return account_create(email=EMAIL, password=PASSWORD, language="ru")


def link_of(letter):
    return re.search(r"http://[^/]+(/confirm/\S+)", letter.body)[1]


@pytest.fixture
def link(made, letters):
    (letter,) = letters(email_confirm_send, user=made, next="/plans/")
    assert letter.to == [EMAIL]
    return link_of(letter)


def test_nobody_signs_in_before_the_address_is_confirmed(made, client_for, letters):
    client = client_for()
    answers = []
    letter = letters(lambda: answers.append(sign_in(client, EMAIL, PASSWORD)))
    assert answers[0]["Location"] == "/email-sent/"
    assert client.get("/workspaces/").status_code == 302
    assert [one.to for one in letter] == [[EMAIL]]
    # A wrong password learns nothing, and sends nothing.
    assert letters(lambda: answers.append(sign_in(client, EMAIL, "wrong-password"))) == []
    assert "Неверный адрес" in answers[1].text


def test_the_link_confirms_by_the_password_signs_in_and_goes_on_once(made, link, client_for):
    client = client_for()
    page = client.get(link)
    assert EMAIL in page.text
    assert not email_confirmed(made)
    assert client.post(link, {"password": "wrong-password"}).status_code == 422
    answer = client.post(link, {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/plans/")
    assert email_confirmed(made)
    assert client.get("/workspaces/").status_code == 200
    assert client_for().post(link, {"password": PASSWORD}).status_code == 404
    assert client_for().get(link).status_code == 404


def test_the_browser_that_signed_up_needs_no_password(made, client_for, letters):
    client = client_for()
    (letter,) = letters(sign_in, client, EMAIL, PASSWORD)
    assert client.get(link_of(letter))["Location"] == "/workspaces/"
    assert client.get("/workspaces/").status_code == 200


def test_a_link_lives_three_days_and_only_on_the_public_host(made, link, alpha, client_for):
    assert client_for(None, alpha).get(link).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=False):
        assert client_for().get(link).status_code == 404
    for broken in (link.replace("/confirm/", "/confirm/x"), "/confirm/x/"):
        assert client_for().get(broken).status_code == 404


def test_an_account_of_anothers_address_is_not_confirmed_by_its_owner(made, client_for, letters):
    """Mallory signs up with Nina's address; later Nina does herself."""
    mallory = client_for()
    (first,) = letters(sign_in, mallory, EMAIL, PASSWORD)
    nina = account_create(email=EMAIL, password="nina-has-Another-1", language="ru")
    assert nina == made
    # Mallory's letters are void, and the browser of Mallory is not remembered any more.
    assert client_for().get(link_of(first)).status_code == 404
    (second,) = letters(email_confirm_send, user=nina)
    page = mallory.get(link_of(second))
    assert "password" in page.text
    assert not email_confirmed(nina)
    assert sign_in(client_for(), EMAIL, PASSWORD).status_code == 200
    assert client_for().post(link_of(second), {"password": "nina-has-Another-1"}).status_code == 302


def test_a_taken_address_is_told_by_a_letter_only(alice, letters):
    made = []
    (letter,) = letters(
        lambda: made.append(account_create(email="ALICE@cast.example", password=PASSWORD, language="en"))
    )
    assert made == [None]
    assert letter.to == [alice.email]
    assert "уже есть учётная запись" in letter.body
    alice.refresh_from_db()
    assert not alice.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [("no-address", PASSWORD, "email"), (EMAIL, "short", "password"), (EMAIL, "password12", "password")],
)
def test_what_can_not_be_used_is_named_at_its_field(cast, email, password, field):
    with pytest.raises(Refused) as refusal:
        account_create(email=email, password=password, language="ru")
    assert refusal.value.field == field
    assert not User.objects.filter(email=email).exists()


def test_people_of_the_bank_and_invited_ones_need_no_confirmation(cast, alice, manager):
    assert email_confirmed(alice)
    assert email_confirmed(manager)


def test_an_invitation_proves_the_address_and_sets_the_password_anew(made, alpha, alice, client_for, letters):
    (letter,) = letters(member_invite, partner=alpha, email=EMAIL, role="viewer", invited_by=alice)
    path = re.search(r"http://[^/]+(/invitation/\S+)", letter.body)[1]
    client = client_for(None, alpha)
    answer = client.post(path, {"full_name": "Нина", "password": "nina-has-Another-1"})
    assert answer.status_code == 302
    assert Membership.objects.filter(partner=alpha, user=made).exists()
    assert email_confirmed(made)
    made.refresh_from_db()
    assert not made.check_password(PASSWORD)


def test_a_new_password_by_a_letter_proves_the_address_and_ends_what_was_open(made, client_for, letters):
    (letter,) = letters(client_for().post, "/password/", {"email": EMAIL})
    path = re.search(r"http://[^/]+(/password/\S+)", letter.body)[1]
    client = client_for()
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"new_password1": "nina-has-Another-1", "new_password2": "nina-has-Another-1"})
    assert email_confirmed(made)
    assert sign_in(client_for(), EMAIL, "nina-has-Another-1")["Location"] == "/workspaces/"


def test_confirming_again_sends_nothing(alice, letters):
    assert letters(email_confirm_send, user=alice, request=RequestFactory().get("/")) == []


def test_the_workspaces_of_a_person(alpha, beta, alice, client_for):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    type(beta).objects.filter(pk=beta.pk).update(status="suspended")
    page = client_for(alice).get("/workspaces/").text
    assert "alpha.example.test" in page
    assert "Приостановлен" in page
    assert page.count("/switch/") == 1
    assert "Бета" not in client_for(cast_of(alpha, "boris")).get("/workspaces/").text


def cast_of(partner, name):
    return partner.memberships.get(user__email=f"{name}@cast.example").user


def test_who_has_no_workspace_reads_how_to_get_one(made, link, client_for):
    client = client_for()
    client.post(link, {"password": PASSWORD})
    page = client.get("/workspaces/").text
    assert "Кабинета пока нет" in page
    assert 'href="/sign-up/"' in page
