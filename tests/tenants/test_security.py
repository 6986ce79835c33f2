"""A person's own page of sessions and password; what the bank may do for one who lost the phone."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from tenants.agents import agent_words
from tenants.errors import Refused
from tenants.models import AuditEntry, EntryLink, Membership, Session, User
from tenants.services.entry import entry_link_make, support_link
from tenants.services.security import second_factor_remove
from tenants.tasks import sessions_clear
from tests.tenants.second_factors import app_set_up, sign_in

PAGE = "/settings/security/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome, Windows"),
        (CHROME + " YaBrowser/26.1", "Yandex Browser, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Version/20 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_words(agent, words):
    assert agent_words(agent) == words


def test_the_sessions_of_all_hosts_stand_on_one_page_and_can_be_ended(alpha, beta, alice, client_for):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    clients = {name: client_for(None, partner) for name, partner in (("alpha", alpha), ("beta", beta))}
    for client in clients.values():
        client.post("/sign-in/", {"email": alice.email, "password": "correct-horse-9"}, headers={"user-agent": CHROME})
    page = clients["alpha"].get(PAGE)
    assert [(one.host, one.here) for one in page.context["sessions"]] == [("Альфа", True), ("Бета", False)]
    assert "Chrome, Windows" in page.text
    for row in Session.objects.all():
        assert row.session_key not in page.text
    clients["alpha"].post("/settings/security/sessions/end/")
    assert clients["beta"].get(PAGE).status_code == 302
    assert clients["alpha"].get(PAGE).status_code == 200


def test_another_password_ends_the_other_sessions_and_is_recorded(
    alpha, alice, client_for, django_capture_on_commit_callbacks
):
    here, there = client_for(alice, alpha), client_for(alice)
    new = "a-long-Enough-1"
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        data = {"old_password": "correct-horse-9", "new_password1": new, "new_password2": new}
        assert here.post("/settings/security/password/", data)["Location"] == PAGE
    assert here.get(PAGE).status_code == 200
    assert there.get(PAGE).status_code == 302
    assert [letter.to for letter in mail.outbox] == [[alice.email]]
    assert AuditEntry.objects.get(partner=alpha).action == "password_changed"


def test_the_theme_is_remembered_for_the_person(alpha, alice, client_for):
    client_for(alice, alpha).post("/look/theme/", {"theme": "dark"})
    alice.refresh_from_db()
    assert alice.theme == "dark"
    assert 'data-bs-theme="dark"' in client_for(alice).get(PAGE).text


def test_the_language_is_remembered_for_the_person(alpha, alice, client_for):
    client_for(alice, alpha).post("/look/language/", {"language": "en"})
    alice.refresh_from_db()
    assert alice.language == "en"
    client_for(alice, alpha).post("/look/language/", {"language": "xx"})
    alice.refresh_from_db()
    assert alice.language == "en"


def test_a_head_helps_who_lost_the_phone(alpha, alice, manager, client_for):
    client = client_for(alice, alpha)
    app_set_up(client)
    head = User.objects.create_superuser("head@cast.example", "x" * 12)
    for by in (manager, alice):
        with pytest.raises(Refused):
            second_factor_remove(user=alice, by=by)
    data = {"action": "second_factor_remove", "_selected_action": [str(alice.pk)]}
    client_for(manager).post("/admin/tenants/user/", data)
    assert Authenticator.objects.filter(user=alice).exists()
    client_for(head).post("/admin/tenants/user/", data)
    assert not Authenticator.objects.filter(user=alice).exists()
    assert client.get(PAGE).status_code == 302
    assert sign_in(client_for(None, alpha), alice.email)["Location"] == "/"
    entry = AuditEntry.objects.filter(partner=alpha).first()
    assert (entry.action, entry.actor, entry.by_bank) == ("second_factor_removed", head, True)


def test_old_links_of_people_are_cleared_and_the_banks_stay(alpha, alice, manager):
    type(alpha).objects.filter(pk=alpha.pk).update(account_manager=manager)
    entry_link_make(user=alice, partner=alpha)
    support_link(manager, alpha, "Вопрос")
    EntryLink.objects.update(expires_at="2020-01-01T00:00Z")
    entry_link_make(user=alice, partner=alpha)
    sessions_clear()
    assert sorted(EntryLink.objects.values_list("kind", flat=True)) == ["handover", "support"]
