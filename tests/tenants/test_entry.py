"""Doors of one use from host to host, and account managers who look without touching."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

from tenants.errors import Refused
from tenants.models import AuditEntry, EntryLink, Membership, Session, User
from tenants.services import partner_suspend
from tenants.services.entry import entry_link_make, support_link
from tests.tenants.second_factors import app_set_up, sign_in, totp

REASON = "Вопрос о тарифе"


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


@pytest.fixture
def looking(alpha, manager, client_for):
    """Marina in alpha, read-only."""
    alpha.account_manager = manager
    alpha.save()
    client = client_for(None, alpha)
    answer = client.get(path_of(support_link(manager, alpha, REASON)))
    assert answer["Location"] == "/"
    return client


def test_a_member_comes_over_once_within_a_minute(alpha, alice, client_for):
    link = entry_link_make(user=alice, partner=alpha, next="/settings/team/")
    assert "//alpha.example.test" in link
    token = re.search(r"/enter/([^/]+)/", link)[1]
    assert not EntryLink.objects.filter(token_hash__contains=token).exists()
    client = client_for(None, alpha)
    answer = client.get(path_of(link))
    assert (answer.status_code, answer["Location"]) == (302, "/settings/team/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/settings/team/").status_code == 200
    assert Membership.objects.get(partner=alpha, user=alice).seen_at is not None
    again = client_for(None, alpha).get(path_of(link))
    assert again.status_code == 404
    assert "действует один раз" in again.text


def test_it_is_too_late_after_a_minute(alpha, alice, client_for):
    link = entry_link_make(user=alice, partner=alpha)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert client_for(None, alpha).get(path_of(link)).status_code == 404


def test_a_link_of_one_host_is_nothing_on_another_and_stays_good(alpha, beta, alice, client_for):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    link = entry_link_make(user=alice, partner=alpha)
    assert client_for(None, beta).get(path_of(link)).status_code == 404
    assert client_for().get(path_of(link)).status_code == 404
    assert client_for(None, alpha).get(path_of(link)).status_code == 302


def test_asking_what_is_there_does_not_use_it_up(alpha, alice, client_for):
    link = entry_link_make(user=alice, partner=alpha)
    assert client_for(None, alpha).head(path_of(link)).status_code == 405
    assert client_for(None, alpha).get(path_of(link)).status_code == 302


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test", "http://beta.example.test/"])
def test_it_leads_to_this_host_only(alpha, alice, client_for, target):
    link = entry_link_make(user=alice, partner=alpha, next=target)
    assert client_for(None, alpha).get(path_of(link))["Location"] == "/"


def test_who_left_or_is_inactive_does_not_get_in(alpha, alice, boris, client_for):
    link = entry_link_make(user=boris, partner=alpha)
    Membership.objects.filter(partner=alpha, user=boris).delete()
    assert client_for(None, alpha).get(path_of(link)).status_code == 404
    link = entry_link_make(user=alice, partner=alpha)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client_for(None, alpha).get(path_of(link)).status_code == 404


def test_nobody_gets_a_link_to_where_they_do_not_belong(alpha, beta, alice, manager):
    for user, partner in ((alice, beta), (manager, alpha)):
        with pytest.raises(Refused):
            entry_link_make(user=user, partner=partner)
    partner_suspend(partner=alpha)
    with pytest.raises(Refused):
        entry_link_make(user=alice, partner=alpha)


@pytest.mark.parametrize("given", [True, False])
def test_a_second_factor_is_carried_over_only_if_it_was_given(alpha, beta, alice, client_for, given):
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    client = client_for(alice, alpha)
    secret = app_set_up(client)
    if given:
        client = client_for(None, alpha)
        sign_in(client, alice.email)
        with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=False):
            client.post("/sign-in/code/", {"code": totp(secret)})
    link = client.post(f"/switch/{beta.pk}/")["Location"]
    visitor = client_for(None, beta)
    answer = visitor.get(path_of(link))
    assert answer["Location"] == ("/" if given else "/sign-in/code/")
    assert visitor.get("/settings/team/").status_code == (200 if given else 302)


def test_the_switch_leads_to_ones_own_partners_only(alpha, beta, alice, client_for):
    client = client_for(alice, alpha)
    assert client.post(f"/switch/{beta.pk}/").status_code == 404
    assert client_for(None, alpha).post(f"/switch/{alpha.pk}/").status_code == 302
    assert not EntryLink.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "х" * 301])
def test_a_look_needs_a_reason(alpha, manager, reason):
    alpha.account_manager = manager
    alpha.save()
    with pytest.raises(Refused):
        support_link(manager, alpha, reason)


def test_a_manager_looks_at_the_own_partners_a_head_at_all(alpha, beta, alice, manager):
    beta.account_manager = manager
    beta.save()
    support_link(manager, beta, REASON)
    for user in (manager, alice):
        with pytest.raises(Refused):
            support_link(user, alpha, REASON)
    User.objects.filter(pk=manager.pk).update(is_superuser=True)
    support_link(User.objects.get(pk=manager.pk), alpha, REASON)


def test_who_looks_sees_what_an_owner_sees_under_a_banner(looking):
    for path in ("/settings/team/", "/settings/log/", "/settings/api/", "/settings/outlets/", "/"):
        page = looking.get(path)
        assert page.status_code == 200, path
        assert REASON in page.text, path
        assert "Марина" in page.text
    team = looking.get("/settings/team/").text
    assert "manager@cast.example" not in team


def test_who_looks_changes_nothing_at_any_address(looking, alpha):
    tried = 0
    for pattern, keys in addresses():
        if pattern == "sign-out/":
            continue
        answer = looking.post("/" + filled(pattern, keys), {"email": "x@y.example", "role": "viewer"})
        assert answer.status_code == 403, pattern
        tried += 1
    assert tried > 30
    for method in (looking.put, looking.patch, looking.delete):
        assert method("/settings/team/").status_code == 403
    assert AuditEntry.objects.filter(partner=alpha).count() == 1


def test_pages_about_oneself_and_files_are_closed_to_who_looks(looking):
    for path in ("/settings/profile/", "/settings/security/", "/settings/security/app/", "/sign-in/again/"):
        assert looking.get(path).status_code == 403, path
    answer = looking.get("/growth/revenue/points.csv")
    assert answer.status_code in {403, 404}
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_the_database_itself_refuses_a_page_that_writes(looking, alpha, monkeypatch):
    from tenants.views import team

    def writes(_partner):
        AuditEntry.objects.create(partner=alpha, action="member_removed")

    monkeypatch.setattr(team.selectors, "team", writes)
    assert looking.get("/settings/team/").status_code == 403
    assert not AuditEntry.objects.filter(action="member_removed").exists()
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("off",)


def test_a_look_ends_after_half_an_hour_and_nothing_extends_it(looking):
    with time_machine.travel(timezone.now() + timedelta(minutes=29), tick=False):
        assert looking.get("/settings/team/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert looking.get("/settings/team/").status_code == 302


@pytest.mark.parametrize("loss", ["partner", "staff", "active"])
def test_a_look_ends_with_the_right_to_it(looking, alpha, manager, loss):
    if loss == "partner":
        type(alpha).objects.filter(pk=alpha.pk).update(account_manager=None)
    else:
        User.objects.filter(pk=manager.pk).update(**{f"is_{loss}": False})
    assert looking.get("/settings/team/").status_code == 302


def test_both_books_tell_of_coming_and_going(looking, alpha, manager):
    answer = looking.post("/sign-out/")
    assert answer["Location"].endswith(f"/admin/tenants/partner/{alpha.pk}/change/")
    assert looking.get("/settings/team/").status_code == 302
    assert not Session.objects.filter(user=manager).exists()
    acts = [(row.action, row.actor, row.by_bank) for row in AuditEntry.objects.filter(partner=alpha)]
    assert acts == [("support_left", manager, True), ("support_entered", manager, True)]
    assert AuditEntry.objects.get(action="support_entered").details == {"reason": REASON}
    assert LogEntry.objects.filter(user=manager, object_id=str(alpha.pk)).count() == 2


def test_a_look_is_not_a_sign_in_anywhere_else(looking, beta):
    assert looking.get("/settings/team/", headers={"host": "beta.example.test"}).status_code == 302
    assert looking.get("/admin/", headers={"host": "example.test"}).status_code == 302
    assert looking.get("/api/v1/account/").status_code == 401


def addresses():
    """Every address of a partner's host with the names of its parts."""
    resolver = get_resolver("daas.urls_partner")
    for patterns in dict(resolver.reverse_dict.lists()).values():
        for possibilities, *_rest in patterns:
            yield from possibilities


def filled(pattern, keys):
    sample = {"key": "00000000-0000-4000-8000-000000000000", "pk": "1"}
    return pattern % {key: sample.get(key, "x") for key in keys}
