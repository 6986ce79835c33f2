"""The access log: every act in words, for the owner of that partner alone."""

import pytest
from django.utils import translation

from tenants.models import Membership
from tenants.services.audit import ActUnknown, acts, audit


def test_an_act_without_a_sentence_cannot_be_recorded(alpha, alice):
    with pytest.raises(ActUnknown):
        audit(partner=alpha, actor=alice, action="something_new")


def test_every_act_has_its_sentence_in_both_languages(cast):
    details = {"role": "viewer", "email": "a@b.example", "plan": "pro", "until": "2026-12-01", "changes": {}}
    for key, act in acts().items():
        with translation.override("en"):
            english = act.read(details)
        with translation.override("ru"):
            russian = act.read(details)
        assert russian != english, key
        assert "%(" not in russian + english


def test_the_owner_reads_who_did_what(alpha, alice, boris, client_for):
    client = client_for(alice, alpha)
    member = Membership.objects.get(partner=alpha, user=boris)
    client.post(f"/settings/team/{member.pk}/role/", {"role": "viewer"})
    client.post("/settings/team/invite/", {"email": "new@cast.example", "role": "analyst"})
    client.post(f"/settings/team/{member.pk}/remove/")
    page = client.get("/settings/log/").text
    for words in (
        "Роль изменена: boris@cast.example, теперь наблюдатель",
        "Приглашение отправлено: new@cast.example, роль – аналитик",
        "Доступ закрыт: boris@cast.example",
        "Алиса",
    ):
        assert words in page


def test_it_is_for_owners_of_this_partner(cast, client_for):
    alpha, beta, alice, charlie = (cast[name] for name in ("alpha", "beta", "alice", "charlie"))
    audit(partner=alpha, actor=alice, action="member_removed", email="gone@cast.example")
    for person in (cast["boris"], cast["vera"]):
        assert client_for(person, alpha).get("/settings/log/").status_code == 403
        assert "/settings/log/" not in client_for(person, alpha).get("/settings/team/").text
    assert "gone@cast.example" not in client_for(charlie, beta).get("/settings/log/").text
    assert "gone@cast.example" in client_for(alice, alpha).get("/settings/log/").text


def test_it_is_filtered_and_turned_by_pages(alpha, alice, boris, manager, client_for):
    for number in range(60):
        audit(partner=alpha, actor=alice, action="member_removed", email=f"a{number}@cast.example")
    audit(partner=alpha, actor=boris, action="password_changed")
    audit(partner=alpha, actor=manager, action="support_entered", by_bank=True, reason="Вопрос")
    client = client_for(alice, alpha)
    assert client.get("/settings/log/").text.count("<time") == 50
    assert client.get("/settings/log/?page=2").text.count("<time") == 12
    assert client.get(f"/settings/log/?who={boris.pk}").text.count("<time") == 1
    bank = client.get("/settings/log/?who=bank").text
    assert bank.count("<time") == 1
    assert "Марина" in bank
    assert client.get("/settings/log/?who=rubbish&page=rubbish").status_code == 200
