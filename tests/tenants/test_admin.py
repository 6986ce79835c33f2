"""The account managers' admin: on the public host, for their own partners; heads see all."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from billing.entitlements import allows, plan_in_force
from billing.models import Override
from tenants.migrating import schema_current
from tenants.models import AuditEntry, Invitation, Partner, User

LIST = "/admin/tenants/partner/"


@pytest.fixture
def head(cast):
    return User.objects.create_superuser("head@cast.example", "x" * 12)


@pytest.fixture
def mine(alpha, manager):
    """Alpha is the manager's, beta is nobody's."""
    Partner.objects.filter(pk=alpha.pk).update(account_manager=manager)
    return alpha


def test_only_account_managers_get_in(mine, alice, manager, client_for):
    assert client_for().get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client_for().get("/admin/login/?next=/admin/")["Location"] == "/sign-in/?next=%2Fadmin%2F"
    assert client_for(alice).get("/admin/").status_code == 302
    assert client_for(manager).get("/admin/").status_code == 200
    for partner_host in ("alpha.example.test", "beta.example.test"):
        assert client_for(manager).get("/admin/", headers={"host": partner_host}).status_code == 404


def test_a_manager_sees_the_own_partners_and_a_head_all(mine, beta, manager, head, client_for):
    text = client_for(manager).get(LIST).text
    assert "Альфа" in text
    assert "Бета" not in text
    assert client_for(manager).get(f"{LIST}{mine.pk}/change/").status_code == 200
    assert client_for(manager).get(f"{LIST}{beta.pk}/change/").status_code == 404
    for path in ("billing/subscription/", "billing/override/"):
        answer = client_for(manager).get(f"/admin/{path}")
        assert answer.status_code == 200
        assert "Бета" not in answer.text
    whole = client_for(head).get(LIST).text
    assert "Альфа" in whole
    assert "Бета" in whole


def test_suspending_acts_on_the_own_partners_only(mine, beta, manager, alice, client_for):
    member = client_for(alice, mine)
    assert member.get("/settings/team/").status_code == 200
    data = {"action": "suspend", "_selected_action": [str(mine.pk), str(beta.pk)]}
    assert "Напишите причину" in client_for(manager).post(LIST, data, follow=True).text
    data["reason"] = "долг"
    client_for(manager).post(LIST, data)
    assert set(AuditEntry.objects.values_list("partner", "action")) == {(mine.pk, "partner_suspended")}
    assert [Partner.objects.get(pk=row.pk).status for row in (mine, beta)] == ["suspended", "active"]
    assert member.get("/settings/team/").status_code == 403
    client_for(manager).post(LIST, {**data, "action": "resume"})
    assert member.get("/settings/team/").status_code == 200


def test_a_partner_is_added_through_the_service_and_made_by_a_worker(
    manager, client_for, django_capture_on_commit_callbacks
):
    data = {"name": "Гамма", "inn": "7703000003", "subdomain": "www", "owner_email": "g@cast.example", "plan": "growth"}
    client = client_for(manager)
    assert "errors" in client.post(f"{LIST}add/", data).text
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{LIST}add/", {**data, "subdomain": "gamma"}).status_code == 302
    partner = Partner.objects.get(subdomain="gamma")
    assert (partner.status, partner.account_manager) == ("active", manager)
    assert schema_current("p_gamma")
    assert plan_in_force(partner).key == "growth"
    assert Invitation.objects.get(partner=partner).email == "g@cast.example"
    assert LogEntry.objects.filter(object_id=str(partner.pk)).exists()


def test_erasing_is_for_heads_with_the_name_typed(mine, beta, manager, head, client_for):
    path = f"{LIST}{mine.pk}/erase/"
    assert client_for(manager).post(path, {"subdomain": "alpha"}).status_code == 403
    client = client_for(head)
    assert client.get(path).status_code == 200
    assert client.post(path, {"subdomain": "beta"}).status_code == 200
    assert Partner.objects.filter(pk=mine.pk).exists()
    assert client.post(path, {"subdomain": "alpha"}).status_code == 302
    assert list(Partner.objects.values_list("subdomain", flat=True)) == ["beta"]
    assert client.post(f"{LIST}{beta.pk}/delete/").status_code == 403


def test_plans_and_exceptions_go_through_the_services(mine, beta, manager, client_for):
    client = client_for(manager)
    client.post(f"{LIST}{mine.pk}/do/plan/", {"plan": "start", "reason": "as agreed"})
    assert plan_in_force(Partner.objects.get(pk=mine.pk)).key == "start"
    add = "/admin/billing/override/add/"
    data = {"partner": str(mine.pk), "kind": "grant", "name": "api", "value": "", "reason": "pilot"}
    data |= {"expires_at_0": "", "expires_at_1": ""}
    assert client.post(add, {**data, "name": "users"}).status_code == 200
    assert client.post(add, {**data, "partner": str(beta.pk)}).status_code == 200
    assert not Override.objects.exists()
    assert client.post(add, data).status_code == 302
    row = Override.objects.get()
    assert (row.granted_by, row.reason) == (manager, "pilot")
    assert allows(Partner.objects.get(pk=mine.pk), "api")
    client.post("/admin/billing/override/", {"action": "revoke", "_selected_action": [str(row.pk)]})
    assert not allows(Partner.objects.get(pk=mine.pk), "api")


def test_no_page_of_the_admin_shows_a_password_or_a_links_secret(mine, alice, manager, head, client_for):
    for client in (client_for(manager), client_for(head)):
        text = client.get(f"{LIST}{mine.pk}/change/").text
        assert "token" not in text.replace("csrfmiddlewaretoken", "")
        answer = client.get(f"/admin/tenants/user/{alice.pk}/change/")
        assert alice.password not in answer.text
    assert client_for(manager).get(f"/admin/tenants/user/{alice.pk}/change/").status_code == 403


@pytest.mark.parametrize(
    "path", ["", "tenants/partner/", "tenants/partner/add/", "billing/override/add/", "tenants/user/"]
)
def test_the_admin_keeps_to_the_strict_policy(cast, head, client_for, path):
    answer = client_for(head).get(f"/admin/{path}")
    assert answer.status_code == 200
    assert not re.search(r"\sstyle=\"[^\"]|<style|\son\w+=", answer.text)
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
