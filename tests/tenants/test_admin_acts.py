"""What managers do to a partner on its one screen: asked why, done by a service, kept in both logs."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from billing.entitlements import allows, limit, plan_in_force
from billing.models import Override
from tenants.models import AuditEntry, Claim, EntryLink, Membership, Note, Partner, User
from tenants.services.audit import acts
from tenants.services.bank import bank_role_set, groups_make

LIST = "/admin/tenants/partner/"


@pytest.fixture
def mine(alpha, manager):
    """Alpha is the manager's."""
    Partner.objects.filter(pk=alpha.pk).update(account_manager=manager)
    return Partner.objects.get(pk=alpha.pk)


@pytest.fixture
def head(cast):
    person = User.objects.create_user("head@cast.example", "x" * 12, full_name="Глеб")
    bank_role_set(user=person, role="head")
    return person


@pytest.fixture
def client(manager, client_for):
    return client_for(manager)


def do(client, partner, act, **data):
    return client.post(f"{LIST}{partner.pk}/do/{act}/", data)


def fresh(partner):
    return Partner.objects.get(pk=partner.pk)


def newest(partner):
    """Return the newest record of an act: its sentence, and whether the bank did it."""
    row = AuditEntry.objects.filter(partner=partner).first()
    return acts()[row.action].read(row.details), row.by_bank


def test_an_act_asks_why_before_anything_happens(mine, client):
    page = client.get(f"{LIST}{mine.pk}/do/suspend/").text
    assert "Адрес партнёра сразу закроется" in page
    assert do(client, mine, "suspend", reason=" ").status_code == 200
    assert fresh(mine).active
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("act", "data", "said"),
    [
        ("suspend", {}, "Обслуживание приостановлено. Причина: по просьбе"),
        ("plan", {"plan": "network"}, "Назначен тариф по договорённости: «Сеть». Причина: по просьбе"),
        ("trial", {"days": 14}, "Причина: по просьбе"),
        ("feature", {"name": "api"}, "Причина: по просьбе"),
        ("limit", {"name": "users", "value": 7}, "Причина: по просьбе"),
    ],
)
def test_an_act_is_kept_in_both_logs(mine, client, act, data, said):
    assert do(client, mine, act, reason="по просьбе", **data).status_code == 302
    text, by_bank = newest(mine)
    assert said in text
    assert by_bank
    entry = LogEntry.objects.get(object_id=str(mine.pk))
    assert entry.user_id == mine.account_manager_id
    assert "по просьбе" in entry.get_change_message()
    screen = client.get(f"{LIST}{mine.pk}/change/").text
    assert "по просьбе" in screen


def test_what_acts_give_is_in_force_until_its_last_day(mine, client):
    last = timezone.localdate() + timedelta(days=3)
    do(client, mine, "feature", name="webhooks", expires_at=last.isoformat(), reason="pilot")
    do(client, mine, "limit", name="users", value=7, reason="pilot")
    assert allows(fresh(mine), "webhooks")
    assert limit(fresh(mine), "users") == 7
    end = timezone.localtime(Override.objects.get(name="webhooks").expires_at)
    assert (end.date(), end.hour) == (last + timedelta(days=1), 0)
    assert "errors" in do(client, mine, "feature", name="webhooks", expires_at="2020-01-01", reason="x").text
    assert "errors" in do(client, mine, "limit", name="webhooks", value=1, reason="x").text
    do(client, mine, "plan", plan="start", reason="x")
    assert plan_in_force(fresh(mine)).key == "start"
    until = fresh(mine).subscription.trial_until
    do(client, mine, "trial", days=5, reason="x")
    assert until is None
    assert timedelta(days=4) < fresh(mine).subscription.trial_until - timezone.now() <= timedelta(days=5)


def test_suspending_and_resuming_follow_each_other(mine, client):
    assert "do/resume/" not in client.get(f"{LIST}{mine.pk}/change/").text
    do(client, mine, "resume", reason="x")
    do(client, mine, "suspend", reason="x")
    assert fresh(mine).status == "suspended"
    screen = client.get(f"{LIST}{mine.pk}/change/").text
    assert "do/resume/" in screen
    assert "do/suspend/" not in screen
    assert "do/enter/" not in screen
    do(client, mine, "resume", reason="x")
    assert fresh(mine).active


def test_a_manager_enters_by_a_link_with_a_reason(mine, manager, client):
    assert do(client, mine, "enter", reason="").status_code == 200
    answer = do(client, mine, "enter", reason="звонок клиента")
    assert answer["Location"].startswith("http://alpha.example.test")
    link = EntryLink.objects.get()
    assert (link.kind, link.user, link.partner, link.reason) == ("support", manager, mine, "звонок клиента")


def test_only_a_head_changes_the_manager(mine, manager, head, client, client_for):
    assert "do/manager/" not in client.get(f"{LIST}{mine.pk}/change/").text
    assert do(client, mine, "manager", manager=head.pk, reason="x").status_code == 403
    assert fresh(mine).account_manager == manager
    boss = client_for(head)
    assert do(boss, mine, "manager", manager=str(mine.memberships.first().user_id), reason="x").status_code == 200
    assert do(boss, mine, "manager", manager=head.pk, reason="отпуск").status_code == 302
    assert fresh(mine).account_manager == head
    assert "отпуск" in newest(mine)[0]
    assert client.get(f"{LIST}{mine.pk}/change/").status_code == 404


def test_the_form_corrects_name_and_zone_only(mine, head, client):
    data = {"name": "Альфа и дочки", "timezone": "Asia/Omsk", "inn": "1", "status": "suspended"}
    data |= {"account_manager": str(head.pk), "subdomain": "x"}
    assert client.post(f"{LIST}{mine.pk}/change/", data).status_code == 302
    now = fresh(mine)
    assert (now.name, now.timezone, now.inn, now.status) == ("Альфа и дочки", "Asia/Omsk", mine.inn, "active")
    assert now.account_manager == mine.account_manager
    assert newest(mine) == ("Исправлены название или часовой пояс", True)
    assert LogEntry.objects.filter(object_id=str(mine.pk)).count() == 1


def test_notes_stay_with_the_bank(mine, alice, manager, client, client_for):
    assert do(client, mine, "note", text="просили скидку").status_code == 302
    assert do(client, mine, "note", text=" ").status_code == 200
    note = Note.objects.get()
    assert (note.author, note.partner) == (manager, mine)
    assert "просили скидку" in client.get(f"{LIST}{mine.pk}/change/").text
    assert not AuditEntry.objects.exists()
    owner = client_for(alice, mine)
    for path in ("/", "/settings/log/", "/settings/team/", "/settings/profile/"):
        assert "просили скидку" not in owner.get(path).text


def test_claims_are_judged_one_by_one_and_together(mine, beta, manager, client):
    Partner.objects.update(account_manager=manager, proven_at=None)
    for partner in (mine, beta):
        Claim.objects.create(partner=partner, message="это мы")
    screen = client.get(f"{LIST}{mine.pk}/change/").text
    assert "это мы" in screen
    assert do(client, mine, "refuse", reason="").status_code == 200
    assert do(client, mine, "refuse", reason="другая подпись").status_code == 302
    assert Claim.objects.get(partner=mine).state == "refused"
    assert "другая подпись" in newest(mine)[0]
    assert "do/refuse/" not in client.get(f"{LIST}{mine.pk}/change/").text
    keys = [str(key) for key in Claim.objects.values_list("pk", flat=True)]
    data = {"action": "refuse", "_selected_action": keys, "reason": ""}
    assert "причин" in client.post("/admin/tenants/claim/", data, follow=True).text.lower()
    client.post("/admin/tenants/claim/", {**data, "action": "approve", "reason": "видели устав"})
    assert all(partner.proven for partner in Partner.objects.all())
    assert set(Claim.objects.values_list("state", "decided_by")) == {("proven", manager.pk)}
    assert LogEntry.objects.filter(object_id__in=keys).count() == 2


def test_people_are_shown_with_their_second_factor(mine, alice, client):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=alice, type="totp", data={"secret": "geheim"})
    Membership.objects.filter(user=alice).update(seen_at=timezone.now())
    text = client.get(f"{LIST}{mine.pk}/change/").text
    people = text[text.index('id="people"') : text.index('id="letters"')]
    assert people.count("включён") == 1
    assert people.count("выключен") == 2
    assert people.count("ни разу") == 2
    assert "geheim" not in text


def test_roles_are_given_by_heads_and_end_with_the_groups(mine, alice, head, client, client_for):
    assert groups_make() == []
    manager, boss = mine.account_manager, client_for(head)
    data = {"email": alice.email, "full_name": "Алиса", "language": "ru", "is_active": "on", "role": "manager"}
    path = f"/admin/tenants/user/{alice.pk}/change/"
    assert client.post(path, data).status_code == 403
    assert boss.post(path, {**data, "is_superuser": "on", "is_staff": ""}).status_code == 302
    alice.refresh_from_db()
    assert (alice.is_staff, alice.is_superuser) == (True, False)
    assert [group.name for group in alice.groups.all()] == ["Account managers"]
    own = f"/admin/tenants/user/{head.pk}/change/"
    boss.post(own, {**data, "email": head.email, "role": ""})
    assert client_for(head).get("/admin/tenants/user/").status_code == 200
    boss.post(
        f"/admin/tenants/user/{manager.pk}/change/", {**data, "email": manager.email, "full_name": "Марина", "role": ""}
    )
    assert fresh(mine).account_manager is None
    assert client_for(User.objects.get(pk=manager.pk)).get(LIST).status_code != 200
    root = User.objects.create_superuser("root@cast.example", "x" * 12)
    assert boss.post(f"/admin/tenants/user/{root.pk}/change/", data).status_code == 403


def test_a_superuser_is_a_head_without_a_group(beta, client_for):
    root = User.objects.create_superuser("root@cast.example", "x" * 12)
    assert client_for(root).get(f"{LIST}{beta.pk}/change/").status_code == 200
    assert client_for(root).get("/admin/billing/stripeevent/").status_code == 200
