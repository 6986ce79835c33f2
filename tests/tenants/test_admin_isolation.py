"""Every page, list, action, choice and address of the admin × a manager's own row and another manager's."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from billing.models import Override, StripeEvent
from insights.admin import PartnerAdmin
from tenants.models import AuditEntry, Claim, Note, Partner, User
from tenants.services.bank import bank_role_set
from tests.tenants.bank import rows_make

HEADS_ONLY = {"tenants.user", "tenants.erasurecertificate", "billing.stripeevent"}
LIST = "/admin/tenants/partner/"


@pytest.fixture
def rival(cast):
    """Beta's manager."""
    person = User.objects.create_user("rival@cast.example", "x" * 12, full_name="Семён")
    bank_role_set(user=person, role="manager")
    return person


@pytest.fixture
def rows(alpha, beta, manager, rival):
    """Give alpha to the manager and beta to the rival; return both partners' rows by model."""
    for partner, person in ((alpha, manager), (beta, rival)):
        Partner.objects.filter(pk=partner.pk).update(account_manager=person)
    mine, other = Partner.objects.get(pk=alpha.pk), Partner.objects.get(pk=beta.pk)
    return rows_make(mine, manager), rows_make(other, rival)


def page(label, name, *args):
    return reverse(f"admin:{label.replace('.', '_')}_{name}", settings.PUBLIC_SCHEMA_URLCONF, args=args)


def labels():
    return {model._meta.label_lower for model in admin.site._registry}


def test_every_registered_page_is_tried(rows):
    assert labels() == set(rows[0]) | HEADS_ONLY
    ours = {config.name for config in apps.get_app_configs()} & {"tenants", "billing", "insights", "onboarding"}
    assert {type(one).__module__.split(".")[0] for one in admin.site._registry.values()} <= ours


def test_a_row_opens_for_its_manager_alone(rows, manager, rival, client_for):
    client, (mine, other) = client_for(manager), rows
    for label, row in mine.items():
        for name in ("change", "history"):
            assert client.get(page(label, name, row.pk)).status_code == 200, (label, name)
            assert client.get(page(label, name, other[label].pk)).status_code == 404, (label, name)
        assert client.post(page(label, "change", other[label].pk), {"name": "Взлом"}).status_code in {403, 404}, label
        assert client.post(page(label, "delete", row.pk), {"post": "yes"}).status_code == 403, label
        assert client.post(page(label, "delete", other[label].pk), {"post": "yes"}).status_code in {403, 404}, label
    assert Partner.objects.get(subdomain="beta").name == "Бета"


def test_a_list_names_the_own_partners_alone(rows, manager, client_for):
    client, (mine, other) = client_for(manager), rows
    for label in mine:
        for query in ("", "?q=a", "?all=", "?q=%D0%91%D0%B5%D1%82%D0%B0"):
            text = client.get(page(label, "changelist") + query).text
            assert "Бета" not in text.replace('value="Бета"', ""), (label, query)
            assert str(other[label].pk) not in text, (label, query)
    assert "Альфа" in client.get(page("tenants.partner", "changelist")).text


def test_what_only_heads_see_is_closed_to_managers(rows, manager, client_for):
    client = client_for(manager)
    event = StripeEvent.objects.create(pk="evt_1", type="x", created_at="2026-01-01T00:00Z", state="dead")
    keys = {"tenants.user": manager.pk, "billing.stripeevent": event.pk, "tenants.erasurecertificate": manager.pk}
    for label in HEADS_ONLY:
        assert client.get(page(label, "changelist")).status_code == 403
        assert client.get(page(label, "change", keys[label])).status_code == 403
        client.post(page(label, "changelist"), {"action": "drop", "_selected_action": [str(keys[label])]})
    assert StripeEvent.objects.get().state == "dead"
    text = client.get("/admin/").text
    assert "stripeevent" not in text
    assert "tenants/user/" not in text


@pytest.mark.parametrize("act", [act.key for act in PartnerAdmin.acts])
def test_no_act_reaches_another_managers_partner(rows, manager, client_for, act):
    _mine, other = rows
    before = Partner.objects.values().get(subdomain="beta")
    client, path = client_for(manager), f"{LIST}{other['tenants.partner'].pk}/do/{act}/"
    kept = AuditEntry.objects.count(), Note.objects.count(), Override.objects.count()
    data = {"reason": "x", "text": "x", "plan": "network", "days": 5, "name": "api", "value": 5, "manager": manager.pk}
    assert client.get(path).status_code == 404
    assert client.post(path, data).status_code == 404
    assert Partner.objects.values().get(subdomain="beta") == before
    assert (AuditEntry.objects.count(), Note.objects.count(), Override.objects.count()) == kept


def test_no_action_of_a_list_reaches_another_managers_row(rows, manager, client_for):
    mine, other = rows
    client = client_for(manager)
    for label, model_admin in ((model._meta.label_lower, one) for model, one in admin.site._registry.items()):
        for action in () if label in HEADS_ONLY else [*(model_admin.actions or ()), "delete_selected"]:
            data = {"action": action, "_selected_action": [str(other[label].pk)], "reason": "x", "post": "yes"}
            client.post(page(label, "changelist"), data)
    assert Partner.objects.get(subdomain="beta").status == "active"
    assert Claim.objects.get(pk=other["tenants.claim"].pk).state == "waiting"
    assert Override.objects.get(pk=other["billing.override"].pk).revoked_at is None
    assert all(type(row).objects.filter(pk=row.pk).exists() for row in [*mine.values(), *other.values()])


def test_choices_offer_the_own_partners_alone(rows, manager, rival, client_for):
    client = client_for(manager)
    text = client.get("/admin/billing/override/add/").text
    assert "Альфа" in text
    assert "Бета" not in text
    where = {"app_label": "billing", "model_name": "override", "field_name": "partner", "term": "а"}
    found = client.get("/admin/autocomplete/", where).json()["results"]
    assert [row["text"] for row in found] == ["Альфа"]
    people = {"app_label": "tenants", "model_name": "partner", "field_name": "account_manager", "term": "cast"}
    assert client.get("/admin/autocomplete/", people).status_code == 403


def test_addresses_by_hand_lead_nowhere(rows, manager, client_for):
    client, (_mine, other) = client_for(manager), rows
    key = other["tenants.partner"].pk
    kind = ContentType.objects.get_for_model(Partner).pk
    for path in (f"{LIST}{key}/", f"{LIST}{key}/runs/", f"{LIST}{key}/erase/", f"/admin/r/{kind}/{key}/"):
        assert client.get(path, follow=True).status_code == 404, path
    assert (
        client.get(f"{LIST}?account_manager__id__exact={other['tenants.partner'].account_manager_id}").status_code < 400
    )
    assert "Бета" not in client.get("/admin/").text
    assert "Бета" not in client.get("/admin/runs/").text


def test_a_head_sees_all_and_a_person_without_a_role_nothing(rows, manager, rival, client_for):
    mine, other = rows
    bank_role_set(user=rival, role="head")
    client = client_for(rival)
    for label in mine:
        for row in (mine[label], other[label]):
            assert client.get(page(label, "change", row.pk)).status_code == 200, label
    assert client.get(page("tenants.user", "changelist")).status_code == 200
    manager.groups.clear()
    stranger = client_for(User.objects.get(pk=manager.pk))
    assert "Альфа" not in stranger.get("/admin/").text
    for label in mine:
        assert stranger.get(page(label, "changelist")).status_code == 403, label
        assert stranger.get(page(label, "change", mine[label].pk)).status_code in {403, 404}, label
    for path in ("/admin/billing/report/", "/admin/runs/"):
        assert "Альфа" not in stranger.get(path).text
