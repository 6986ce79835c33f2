"""From the form to the workspace: by a letter, once, and telling a stranger nothing."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from billing.entitlements import holding
from onboarding.models import SignUp
from onboarding.services import workspace
from onboarding.services.forgetting import sign_ups_forget
from onboarding.services.workspace import ATTEMPTS
from onboarding.subdomains import subdomain_of
from onboarding.tasks import workspace_prepare, workspaces_resume
from tenants.models import Claim, Membership, Partner, User
from tests.onboarding.conftest import FORM, INN, SILENT

pytestmark = pytest.mark.django_db


def test_a_stranger_becomes_an_owner_with_a_month_of_the_trial(sign_up):
    client, path, partner = sign_up()
    assert (partner.name, partner.subdomain, partner.status) == ("ООО «Тёплый хлеб»", "teplyy-hleb", "active")
    assert not partner.proven
    held = holding(partner)
    assert held.trial_until is not None
    assert 29 <= (held.trial_until - timezone.now()).days <= 30
    assert partner.memberships.get().role == "owner"
    claim = Claim.objects.get(partner=partner)
    assert (claim.state, claim.contact) == ("offered", "i…@c…ny.ru")
    page = client.get(path)
    assert "teplyy-hleb.example.test" in page.text
    assert f"/switch/{partner.pk}/" in page.text
    link = client.post(f"/switch/{partner.pk}/", {"next": "/welcome/"})["Location"]
    assert link.startswith("http://teplyy-hleb.example.test/enter/")


def test_the_form_says_what_is_wrong_and_loses_nothing_but_the_password(at_bank, client_for):
    wrong = {**FORM, "inn": "7707083890", "email": "no address", "password": "a-long-Enough-1", "consent": ""}
    page = client_for().post("/sign-up/", wrong)
    assert page.status_code == 422
    assert 'class="error-summary"' in page.text
    for name in ("email", "consent"):
        assert f'id="id_{name}_error"' in page.text
    for kept in ("no address", "7707083890", "Тёплый хлеб"):
        assert kept in page.text
    assert "a-long-Enough-1" not in page.text
    page = client_for().post("/sign-up/", {**wrong, "email": "d@new.example", "consent": "on"})
    assert 'id="id_inn_error"' in page.text
    assert not User.objects.filter(email="d@new.example").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("inn", "123"), ("inn", "0000000000"), ("inn", "770708389a"), ("inn", "500100732258"), ("subdomain", "admin"),
        ("subdomain", "Два слова"), ("subdomain", "alpha"), ("company", "   "), ("password", "short"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(at_bank, client_for, field, value):
    page = client_for().post("/sign-up/", {**FORM, field: value})
    assert page.status_code == 422
    assert f'id="id_{field}_error"' in page.text
    assert not SignUp.objects.exists()


def test_an_entrepreneurs_inn_with_blanks_is_fine(sign_up):
    _client, _path, partner = sign_up(inn=" 5001 0073 2259 ")
    assert partner.inn == "500100732259"


def test_a_known_address_is_answered_like_a_new_one(at_bank, client_for, later, alice):
    pages = []
    for email in (alice.email, "nobody@new.example"):
        client = client_for()
        mail.outbox.clear()
        with later():
            answer = client.post("/sign-up/", {**FORM, "email": email})
        page = client.get(answer["Location"])
        pages.append((answer.status_code, answer["Location"], page.text.replace(email, "…").split("<form")[0]))
        assert [letter.to for letter in mail.outbox] == [[email]]
    assert pages[0] == pages[1]
    assert not SignUp.objects.filter(user=alice).exists()


def test_nothing_is_opened_before_the_address_is_confirmed(at_bank, client_for, later):
    client = client_for()
    with later():
        client.post("/sign-up/", FORM)
    row = SignUp.objects.get()
    assert row.state == "unconfirmed"
    assert client.get(f"/sign-up/{row.pk}/").status_code == 302
    assert not Partner.objects.filter(inn=INN).exists()


def test_the_form_sent_twice_and_the_page_opened_twice_open_one_workspace(sign_up, later):
    client, path, partner = sign_up()
    with later():
        for _ in range(2):
            assert client.get(path).status_code == 200
            again = client.post("/sign-up/", {**FORM, "company": "Другое имя", "email": "", "password": ""})
            assert again["Location"] == path
    assert list(Partner.objects.filter(inn=INN)) == [partner]
    assert SignUp.objects.count() == 1


def test_two_people_of_one_company_get_two_workspaces_with_addresses_of_their_own(sign_up, client_for):
    _one, _path, first = sign_up()
    _two, _path, second = sign_up(client_for(), email="oleg@new.example")
    assert (first.subdomain, second.subdomain) == ("teplyy-hleb", "teplyy-hleb-2")
    assert not first.proven
    assert not second.proven


def test_who_has_proven_a_company_sends_the_next_one_to_the_manager(sign_up, client_for):
    _one, _path, first = sign_up()
    Partner.objects.filter(pk=first.pk).update(proven_at=timezone.now())
    _two, _path, second = sign_up(client_for(), email="oleg@new.example")
    _three, _path, third = sign_up(client_for(), email="olga@new.example", inn=SILENT)
    claims = [Claim.objects.get(partner=partner) for partner in (second, third)]
    assert [(claim.state, claim.contact) for claim in claims] == [("waiting", "")] * 2


def test_one_person_waits_for_three_companies_at_most(sign_up, later):
    client, _path, _partner = sign_up()
    for number, inn in enumerate(("7736050003", "7702070139", "7728168971")):
        with later():
            path = client.post("/sign-up/", {**FORM, "inn": inn}).get("Location", "")
        assert bool(path) is (number < 2), number
    assert Membership.objects.filter(user__email="dasha@new.example").count() == 3


def test_a_sign_up_is_its_owners_alone(sign_up, client_for, alice, alpha):
    _client, path, _partner = sign_up()
    stranger = client_for(None)
    assert stranger.get(path)["Location"].startswith("/sign-in/")
    other, other_path, _second = sign_up(client_for(), email="oleg@new.example", inn=SILENT)
    assert other.get(other_path).status_code == 200
    for address in (path, f"{path}state/"):
        assert other.get(address).status_code == 404
    assert other.post(f"{path}retry/").status_code == 404


def test_what_failed_is_tried_again_and_says_so(at_bank, sign_up, later, monkeypatch):
    def broken(_partner):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(workspace, "partner_provision", broken)
    client, path, partner = sign_up()
    row = SignUp.objects.get()
    assert (row.state, row.attempts) == ("preparing", 1)
    assert 'hx-trigger="every 1s"' in client.get(f"{path}state/").text
    for _ in range(ATTEMPTS - 1):
        workspace_prepare(str(row.pk))
    page = client.get(path)
    assert 'role="alert"' in page.text
    assert "hx-trigger" not in page.text.split("<main", 1)[1]
    monkeypatch.undo()
    with later():
        client.post(f"{path}retry/")
    row.refresh_from_db()
    assert row.state == "ready"
    assert Partner.objects.filter(inn=INN).count() == 1
    assert partner.pk == row.partner_id


def test_nobody_waits_for_the_bank_and_its_answer_comes_later(sign_up, monkeypatch):
    monkeypatch.setattr(workspace, "bank_ask", lambda **_facts: None)
    client, path, partner = sign_up()
    assert f"/switch/{partner.pk}/" in client.get(path).text
    assert not Claim.objects.exists()
    monkeypatch.undo()
    SignUp.objects.update(touched_at=timezone.now() - timedelta(minutes=1))
    workspaces_resume()
    assert Claim.objects.get(partner=partner).state == "offered"


@pytest.mark.parametrize("reached", ["nothing", "schema", "bank"])
def test_a_worker_killed_at_any_moment_is_replaced(sign_up, monkeypatch, reached):
    from tenants.provisioning import partner_provision

    monkeypatch.setattr(workspace, "_prepare", lambda _row: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        sign_up()
    row = SignUp.objects.get()
    monkeypatch.undo()
    if reached != "nothing":
        partner_provision(row.partner)
    if reached == "bank":
        workspace.claim_open(partner=row.partner, contact="")
    workspaces_resume()
    row.refresh_from_db()
    assert row.state == "preparing", "its worker may still live"
    SignUp.objects.update(touched_at=timezone.now() - timedelta(minutes=1))
    workspaces_resume()
    row.refresh_from_db()
    assert row.state == "ready"
    assert Claim.objects.filter(partner=row.partner).count() == 1


def test_too_many_forms_are_stopped(at_bank, client_for):
    client = client_for()
    answers = {client.post("/sign-up/", {**FORM, "password": "a-long-Enough-1"}).status_code for _ in range(11)}
    assert 429 in answers


@pytest.mark.parametrize(
    ("company", "label"),
    [
        ("ООО «Тёплый хлеб»", "teplyy-hleb"), ("ИП Щукин Ёж", "schukin-ezh"), ("Café 24/7", "caf-24-7"),
        ("24 часа", "shop-24-chasa"), ("…", "shop"), ('АО "Я & Ко"', "ya-ko"), ("Zara LLC", "zara"),
    ],
)  # fmt: skip
def test_addresses_are_made_of_names(company, label):
    assert subdomain_of(company) == label


def test_the_address_is_checked_while_it_is_typed(at_bank, client_for):
    ask = client_for().get
    assert "teplyy-hleb.example.test" in ask("/sign-up/address/", {"company": FORM["company"]}).text
    assert "example.test" not in ask("/sign-up/address/", {"subdomain": "alpha"}).text
    assert "alpha-2.example.test" in ask("/sign-up/address/", {"company": "Alpha"}).text
    assert "example.test" not in ask("/sign-up/address/", {"subdomain": "admin"}).text


def test_the_plan_looked_at_is_kept(sign_up, client_for):
    assert 'value="network"' in client_for().get("/sign-up/?plan=network").text
    sign_up()
    assert SignUp.objects.get().plan_wanted == "growth"


def test_what_nobody_confirms_is_forgotten_after_a_month(at_bank, client_for, sign_up, later):
    sign_up()
    with later():
        client_for().post("/sign-up/", {**FORM, "email": "nobody@new.example"})
    SignUp.objects.update(created_at=timezone.now() - timedelta(days=29))
    assert sign_ups_forget() == 0
    SignUp.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert sign_ups_forget() == 1
    assert not User.objects.filter(email="nobody@new.example").exists()
    assert SignUp.objects.get().user.email == "dasha@new.example"
