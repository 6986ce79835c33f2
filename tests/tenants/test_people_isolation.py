"""Each place where a row names a person: one who may, and one who may not.

The places are found by asking the models. A new key to a person without a case here fails.
"""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from billing.models import Override
from onboarding.models import SignUp
from tenants.models import Claim, ErasureCertificate, Membership, Note, Partner, User
from tenants.selectors import session_name, sessions_of
from tenants.services import member_invite
from tenants.services.audit import audit
from tenants.services.bank import bank_role_set
from tenants.services.entry import entry_link_make
from tests.tenants.second_factors import prove_again, sign_in

ADMIN = "/admin/tenants/partner/"


def places() -> set[str]:
    """Every field of every model that names a person, the joins of many-to-many fields included."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None) and field.related_model is User and not field.auto_created
    }


class World:
    """The cast, two account managers with a partner each, and the means to look."""

    def __init__(self, cast, client_for):
        self.__dict__.update(cast)
        self.client_for = client_for
        self.other = User.objects.create_user("other@cast.example", "x" * 12)
        bank_role_set(user=self.other, role="manager")
        for partner, manager in ((self.alpha, self.manager), (self.beta, self.other)):
            Partner.objects.filter(pk=partner.pk).update(account_manager=manager)

    def sees(self, user, path, words, partner=None):
        answer = self.client_for(user, partner).get(path, follow=True)
        return answer.status_code == 200 and words in answer.text

    def in_admin(self, path, words):
        """Alpha's manager sees it, beta's does not, nor does alpha's owner."""
        assert self.sees(self.manager, path, words)
        assert not self.sees(self.other, path, words)
        assert not self.sees(self.alice, path, words)


@pytest.fixture
def world(cast, client_for):
    return World(cast, client_for)


def email_address(w):
    EmailAddress.objects.create(user=w.boris, email=w.boris.email, primary=True)
    assert not w.sees(w.boris, "/workspaces/", "Альфа")
    assert w.sees(w.alice, "/workspaces/", "Альфа")


def authenticator(w):
    key = Authenticator.objects.create(user=w.boris, type="webauthn", data={"name": "Бориса", "credential": {}})
    assert w.sees(w.boris, "/settings/security/", "Бориса", w.alpha)
    for user, partner in ((w.alice, w.alpha), (w.charlie, w.beta), (w.manager, None)):
        assert not w.sees(user, "/settings/security/", "Бориса", partner)
        client = w.client_for(user, partner)
        prove_again(client)
        assert client.post(f"/settings/security/passkeys/{key.pk}/remove/").status_code == 404
    assert sign_in(w.client_for(None, w.alpha), w.boris.email)["Location"] == "/sign-in/code/"
    assert sign_in(w.client_for(None, w.alpha), w.alice.email)["Location"] == "/"


def account_manager(w):
    w.in_admin(f"{ADMIN}{w.alpha.pk}/change/", "Альфа")
    w.in_admin(ADMIN, "Альфа")


def group(w):
    person = User.objects.create_user("third@cast.example", "x" * 12, is_staff=True)
    Partner.objects.filter(pk=w.alpha.pk).update(account_manager=person)
    assert not w.sees(person, ADMIN, "Альфа")
    person.groups.add(Group.objects.get(name="Account managers"))
    assert w.sees(person, ADMIN, "Альфа")
    w.alice.groups.add(Group.objects.get(name="Account managers"))
    assert not w.sees(w.alice, ADMIN, "Альфа")


def permission(w):
    """Django's own permissions open nothing: roles do."""
    view = Permission.objects.get(codename="view_partner")
    for user in (w.alice, w.other):
        user.user_permissions.add(view)
        assert not w.sees(user, f"{ADMIN}{w.alpha.pk}/change/", "Альфа")
    assert w.sees(w.manager, f"{ADMIN}{w.alpha.pk}/change/", "Альфа")


def audit_entry(w):
    audit(partner=w.alpha, actor=w.boris, action="member_removed", email="gone@cast.example")
    assert w.sees(w.alice, "/settings/log/", "gone@cast.example", w.alpha)
    for user, partner in ((w.boris, w.alpha), (w.vera, w.alpha), (w.charlie, w.beta)):
        assert not w.sees(user, "/settings/log/", "gone@cast.example", partner)


def claim(w):
    row = Claim.objects.create(partner=w.alpha, decided_by=w.manager, contact="c***t@cast.example")
    w.in_admin(f"/admin/tenants/claim/{row.pk}/change/", "c***t@cast.example")


def entry_link(w):
    link = entry_link_make(user=w.alice, partner=w.alpha)
    path = link[link.index("/enter/") :]
    assert w.client_for(w.charlie, w.beta).get(path).status_code == 404
    client = w.client_for(None, w.alpha)
    client.get(path)
    assert client.get("/settings/team/").context["me"] == w.alice.pk


def erasure(w):
    row = ErasureCertificate.objects.create(
        partner_name="Прежняя", subdomain="gone", schema_name="p_gone", inn_hash="x", requested_by=w.manager
    )
    path = f"/admin/tenants/erasurecertificate/{row.pk}/change/"
    head = User.objects.create_superuser("head@cast.example", "x" * 12)
    assert w.sees(head, path, "Прежняя")
    for user in (w.other, w.alice):
        assert not w.sees(user, path, "Прежняя")


def membership(w):
    assert w.sees(w.alice, "/settings/team/", "Борис", w.alpha)
    assert not w.sees(w.charlie, "/settings/team/", "Борис", w.beta)
    assert sign_in(w.client_for(None, w.alpha), w.charlie.email).status_code == 200
    other = Membership.objects.get(partner=w.alpha, user=w.boris)
    assert w.client_for(w.charlie, w.beta).post(f"/settings/team/{other.pk}/remove/").status_code == 404


def invitation(w):
    row = member_invite(partner=w.alpha, email="new@cast.example", role="viewer", invited_by=w.alice)
    revoke = f"/settings/team/invitations/{row.pk}/revoke/"
    assert w.sees(w.alice, "/settings/team/", "new@cast.example", w.alpha)
    assert not w.sees(w.charlie, "/settings/team/", "new@cast.example", w.beta)
    assert w.client_for(w.charlie, w.beta).post(revoke).status_code == 404
    assert w.client_for(w.boris, w.alpha).post(revoke).status_code == 403
    assert w.client_for(w.alice, w.alpha).post(revoke).status_code == 302


def note(w):
    Note.objects.create(partner=w.alpha, author=w.manager, text="Просил перезвонить")
    w.in_admin(f"{ADMIN}{w.alpha.pk}/change/", "Просил перезвонить")
    for path in ("/settings/log/", "/settings/team/", "/settings/profile/"):
        assert not w.sees(w.alice, path, "Просил перезвонить", w.alpha)


def session(w):
    own = w.client_for(w.boris, w.alpha)
    (row,) = sessions_of(w.boris, current=own.session.session_key)
    assert row.host == "Альфа"
    end = f"/settings/security/sessions/{session_name(own.cookies['sessionid'].value)}/end/"
    for user, partner in ((w.alice, w.alpha), (w.charlie, w.beta), (w.manager, None)):
        client = w.client_for(user, partner)
        assert client.post(end).status_code == 404
        client.post("/settings/security/sessions/end/")
    assert own.get("/settings/team/").status_code == 200
    elsewhere = w.client_for(w.boris)
    assert elsewhere.post(end).status_code == 302
    assert own.get("/settings/team/").status_code == 302


def override(w):
    later = timezone.now() + timedelta(days=9)
    Override.objects.create(
        partner=w.alpha, kind="grant", name="api", reason="Опыт с кассой", granted_by=w.manager, expires_at=later
    )
    w.in_admin("/admin/billing/override/", "Опыт с кассой")


def sign_up(w):
    row = SignUp.objects.create(user=w.boris, company="Новая лавка", inn="7701000001", consent_at=timezone.now())
    assert w.sees(w.boris, "/workspaces/", "Новая лавка")
    assert not w.sees(w.alice, "/workspaces/", "Новая лавка")
    for user in (w.alice, w.manager, None):
        assert not w.sees(user, f"/sign-up/{row.pk}/", "Новая лавка")


def log_entry(w):
    LogEntry.objects.create(
        user=w.manager,
        content_type=ContentType.objects.get_for_model(Partner),
        object_id=str(w.alpha.pk),
        object_repr="Альфа",
        action_flag=CHANGE,
        change_message="Сверка договора",
    )
    w.in_admin(f"{ADMIN}{w.alpha.pk}/history/", "Сверка договора")


CASES = {
    "account.EmailAddress.user": email_address,
    "mfa.Authenticator.user": authenticator,
    "tenants.Partner.account_manager": account_manager,
    "tenants.User_groups.user": group,
    "tenants.User_user_permissions.user": permission,
    "tenants.AuditEntry.actor": audit_entry,
    "tenants.Claim.decided_by": claim,
    "tenants.EntryLink.user": entry_link,
    "tenants.ErasureCertificate.requested_by": erasure,
    "tenants.Membership.user": membership,
    "tenants.Invitation.invited_by": invitation,
    "tenants.Note.author": note,
    "tenants.Session.user": session,
    "billing.Override.granted_by": override,
    "onboarding.SignUp.user": sign_up,
    "admin.LogEntry.user": log_entry,
}


def test_each_place_that_names_a_person_has_a_case():
    assert places() == set(CASES), "Add to CASES one who may and one who may not."


@pytest.mark.parametrize("place", CASES)
def test_one_may_and_one_may_not(world, place):
    CASES[place](world)
