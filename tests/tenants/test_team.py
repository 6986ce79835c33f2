"""The team: who may, who may not, and nothing across partners."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from billing.services import plan_set
from tenants.errors import Refused
from tenants.models import Invitation, Membership, User
from tenants.services import invitation_accept, member_invite, member_remove, member_role_change
from tenants.services.invitations import token_hash
from tests.conftest import PASSWORD


@pytest.fixture
def invited(alpha, alice, django_capture_on_commit_callbacks):
    """Invite someone; return the path of the link in the letter."""

    def invite(email="new@cast.example", role="analyst", partner=alpha, by=alice):
        with django_capture_on_commit_callbacks(execute=True):
            member_invite(partner=partner, email=email, role=role, invited_by=by)
        return re.search(r"http://\S+?(/invitation/\S+/)", mail.outbox[-1].body)[1]

    return invite


def member(partner, user):
    return Membership.objects.get(partner=partner, user=user)


PAGES = ["/settings/team/", "/settings/profile/"]


@pytest.mark.parametrize("path", PAGES)
def test_members_read_others_are_asked_to_sign_in(alpha, beta, cast, client_for, path):
    for name in ("alice", "boris", "vera"):
        assert client_for(cast[name], alpha).get(path).status_code == 200
    answer = client_for(None, alpha).get(path)
    assert answer["Location"] == f"/sign-in/?next={path}"
    assert client_for(cast["charlie"], alpha).get(path).status_code == 302
    assert client_for(cast["manager"], alpha).get(path).status_code == 302
    assert client_for(cast["manager"]).get(path).status_code == 404


def test_a_team_page_names_its_own_people_only(alpha, beta, alice, charlie, client_for):
    mine, theirs = (
        client_for(who, where).get("/settings/team/").text for who, where in ((alice, alpha), (charlie, beta))
    )
    assert "Борис" in mine
    assert "Чарли" not in mine
    assert "Чарли" in theirs
    assert "Алиса" not in theirs


ACTIONS = [
    ("/settings/team/invite/", {"email": "x@cast.example", "role": "viewer"}),
    ("/settings/team/{member}/role/", {"role": "viewer"}),
    ("/settings/team/{member}/remove/", {}),
    ("/settings/team/invitations/{invitation}/revoke/", {}),
]


@pytest.mark.parametrize("action", ACTIONS)
def test_owners_change_the_team_and_nobody_else(cast, client_for, invited, action):
    alpha, beta, (path, data) = cast["alpha"], cast["beta"], action
    invited()
    path = path.format(member=member(alpha, cast["boris"]).pk, invitation=Invitation.objects.get().pk)
    before = [list(rows.values()) for rows in (Membership.objects.order_by("pk"), Invitation.objects.order_by("pk"))]
    for name in ("boris", "vera"):
        assert client_for(cast[name], alpha).post(path, data).status_code == 403
    assert client_for(None, alpha).post(path, data).status_code == 302
    # An owner elsewhere, with the ids of this partner: as if there were none.
    if not path.endswith("/invite/"):
        assert client_for(cast["charlie"], beta).post(path, data).status_code == 404
    after = [list(rows.values()) for rows in (Membership.objects.order_by("pk"), Invitation.objects.order_by("pk"))]
    assert after == before
    answer = client_for(cast["alice"], alpha).post(path, data)
    assert answer["Location"] == "/settings/team/"
    assert [
        list(rows.values()) for rows in (Membership.objects.order_by("pk"), Invitation.objects.order_by("pk"))
    ] != before


def test_services_refuse_members_and_invitations_of_another_partner(alpha, beta, alice, charlie):
    theirs = member(alpha, alice)
    with pytest.raises(Refused):
        member_remove(partner=beta, member=theirs, by=charlie)
    with pytest.raises(Refused):
        member_role_change(partner=beta, member=theirs, role="viewer", by=charlie)


def test_nobody_removes_or_demotes_themselves_nor_the_last_owner(alpha, alice, boris):
    for act in (
        lambda: member_remove(partner=alpha, member=member(alpha, alice), by=alice),
        lambda: member_role_change(partner=alpha, member=member(alpha, alice), role="viewer", by=alice),
        lambda: member_remove(partner=alpha, member=member(alpha, alice), by=boris),
        lambda: member_role_change(partner=alpha, member=member(alpha, alice), role="viewer", by=boris),
        lambda: member_role_change(partner=alpha, member=member(alpha, boris), role="tsar", by=alice),
    ):
        with pytest.raises(Refused):
            act()
    member_role_change(partner=alpha, member=member(alpha, boris), role="owner", by=alice)
    member_remove(partner=alpha, member=member(alpha, alice), by=boris)
    assert not Membership.objects.filter(partner=alpha, user=alice).exists()


def test_an_invitation_is_a_letter_and_its_secret_is_not_kept(alpha, invited):
    path = invited()
    token = path.split("/")[2]
    row = Invitation.objects.get()
    assert token not in str(row.__dict__)
    assert row.token_hash == token_hash(token)
    letter = mail.outbox[-1]
    assert letter.to == ["new@cast.example"]
    assert letter.subject == "Альфа приглашает вас"
    assert "Ваша роль: Аналитик." in letter.body
    assert "http://alpha.example.test" in letter.body
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert 'lang="ru"' in html
    assert path in html


def test_a_letter_speaks_its_readers_language(alpha, alice, charlie, invited):
    User.objects.filter(pk=charlie.pk).update(language="en")
    invited(charlie.email)
    assert mail.outbox[-1].subject == "Альфа invites you"
    with translation.override("en"):
        invited("someone@cast.example")
    assert 'lang="en"' in mail.outbox[-1].alternatives[0][0]


def test_someone_new_joins_once(alpha, client_for, invited):
    path = invited("New@Cast.example")
    client = client_for(None, alpha)
    assert "new@cast.example" in client.get(path).text
    assert client.post(path, {"full_name": "Новый", "password": "short"}).status_code == 200
    assert not User.objects.filter(email="new@cast.example").exists()
    answer = client.post(path, {"full_name": "Новый", "password": "a-long-Enough-1"})
    assert answer["Location"] == "/"
    row = Membership.objects.get(partner=alpha, user__email="new@cast.example")
    assert (row.role, row.user.full_name) == ("analyst", "Новый")
    assert client.get("/settings/team/").status_code == 200
    assert client_for(None, alpha).get(path).status_code == 404


def test_someone_known_proves_it_is_them(alpha, beta, charlie, client_for, invited):
    path = invited(charlie.email, "viewer")
    client = client_for(None, alpha)
    assert client.post(path, {"password": "not-the-password"}).status_code == 200
    assert not Membership.objects.filter(partner=alpha, user=charlie).exists()
    assert client.post(path, {"password": PASSWORD}).status_code == 302
    charlie.refresh_from_db()
    assert charlie.check_password(PASSWORD)
    assert member(alpha, charlie).role == "viewer"
    assert member(beta, charlie).role == "owner"


@pytest.mark.parametrize("end", ["expired", "revoked", "replaced", "other host"])
def test_a_link_that_ended_or_is_of_another_host_does_nothing(alpha, beta, client_for, invited, end):
    path = invited()
    where = beta if end == "other host" else alpha
    if end == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "revoked":
        Invitation.objects.update(revoked_at=timezone.now())
    elif end == "replaced":
        invited()
    client = client_for(None, where)
    assert client.get(path).status_code == 404
    assert client.post(path, {"full_name": "N", "password": "a-long-Enough-1"}).status_code == 404
    with pytest.raises(Refused):
        invitation_accept(partner=where, token=path.split("/")[2], full_name="N", password="a-long-Enough-1")
    assert not User.objects.filter(email="new@cast.example").exists()


def test_the_plan_limits_the_team(alpha, beta, alice, charlie, invited):
    plan_set(partner=alpha, plan="growth")  # three people, and three there are
    with pytest.raises(Refused, match="3"):
        member_invite(partner=alpha, email="x@cast.example", role="viewer", invited_by=alice)
    plan_set(partner=alpha, plan="pro")
    path = invited()
    plan_set(partner=alpha, plan="growth")
    with pytest.raises(Refused):
        invitation_accept(partner=alpha, token=path.split("/")[2], full_name="N", password="a-long-Enough-1")
    plan_set(partner=beta, plan="start")
    with pytest.raises(Refused):
        member_invite(partner=beta, email="x@cast.example", role="viewer", invited_by=charlie)


@pytest.mark.parametrize("email", ["", "no-at", "a@b", "boris@cast.example"])
def test_a_bad_invitation_says_why_at_its_field(alpha, alice, client_for, email):
    answer = client_for(alice, alpha).post("/settings/team/invite/", {"email": email, "role": "viewer"})
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert 'class="field-error" id="id_email_error"' in answer.text


def test_a_person_changes_the_own_profile_and_password(alpha, alice, boris, client_for):
    client = client_for(alice, alpha)
    data = {"full_name": "Алиса А.", "language": "ru", "theme": "light", "email": "evil@cast.example", "id": boris.pk}
    assert client.post("/settings/profile/", data).status_code == 302
    alice.refresh_from_db()
    assert (alice.full_name, alice.theme, alice.email) == ("Алиса А.", "light", "alice@cast.example")
    other = client_for(alice, alpha)
    bad = {"old_password": "wrong", "new_password1": "a-long-Enough-1", "new_password2": "a-long-Enough-1"}
    assert client.post("/settings/security/password/", bad).status_code == 422
    assert client.post("/settings/security/password/", {**bad, "old_password": PASSWORD}).status_code == 302
    assert client.get("/settings/team/").status_code == 200
    assert other.get("/settings/team/").status_code == 302
