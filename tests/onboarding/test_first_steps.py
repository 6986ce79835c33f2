"""The first steps on the partner's host: proof, outlets, coverage, wishes, summary; each kept, in any order."""

import re

import pytest
from django.core import mail

from billing.plans import AFTER_TRIAL
from billing.services import plan_set
from insights.models import MetricRun, Outlet, Setting
from insights.selectors.setting import setting_of
from onboarding.pictures import pictures_refresh
from tenants.models import Claim, Membership, Partner
from tenants.scope import for_partner
from tenants.services import claim_approve, claim_refuse
from tests.onboarding.conftest import CONTACT, SECRET, SILENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def proven(new, later):
    """The same partner after the code."""
    partner, client = new
    prove(client, later)
    partner.refresh_from_db()
    return partner, client


def prove(client, later):
    mail.outbox.clear()
    with later():
        assert client.post("/welcome/claim/code/")["Location"] == "/welcome/1/#claim"
    assert [letter.to for letter in mail.outbox] == [[CONTACT]]
    code = re.search(r"^(\d{6})$", mail.outbox[0].body, re.MULTILINE)[1]
    with later():
        assert client.post("/welcome/claim/check/", {"code": code})["Location"] == "/welcome/1/#claim"
    return code


def test_a_code_opens_the_outlets_and_the_figures(new, later):
    partner, client = new
    assert "i…@c…ny.ru" in client.get("/welcome/1/").text
    prove(client, later)
    page = client.get("/welcome/1/").text
    assert f"{SECRET} на углу" in page
    assert "Казань" in page
    with for_partner(partner):
        assert MetricRun.objects.get().status == "done"
        assert Outlet.objects.filter(listed=True).count() == 2
    assert "tile-revenue" in client.get("/").text


def test_a_wrong_code_is_told_at_its_field(new, later):
    _partner, client = new
    with later():
        client.post("/welcome/claim/code/")
    page = client.post("/welcome/claim/check/", {"code": "12"})
    assert page.status_code == 422
    assert 'id="id_code_error"' in page.text
    assert 'class="error-summary"' in page.text


def test_without_a_contact_the_manager_decides(sign_up, client_for, manager, later):
    _client, _path, partner = sign_up(inn=SILENT)
    client = client_for(partner.memberships.get().user, partner)
    page = client.get("/welcome/1/").text
    assert "/welcome/claim/manager/" in page
    assert "/welcome/claim/code/" not in page
    assert client.post("/welcome/claim/manager/", {"message": " "}).status_code == 422
    with later():
        client.post("/welcome/claim/manager/", {"message": "Договор 17 от 2019 года"})
    claim = Claim.objects.get(partner=partner)
    assert claim.message == "Договор 17 от 2019 года"
    with later():
        claim_refuse(claim=claim, by=manager, reason="Договор на другое имя")
    assert "Договор на другое имя" in client.get("/").text
    with later():
        claim_approve(claim=claim, by=manager)
    assert "tile-revenue" in client.get("/").text


def test_every_step_is_kept_and_leads_on(proven):
    partner, client = proven
    pictures_refresh()
    assert client.get("/welcome/")["Location"] == "/welcome/1/"
    ours = {"ours": ["n1", "n2"], "kind": "bakery", "city": "Казань"}
    assert client.post("/welcome/1/", ours)["Location"] == "/welcome/2/"
    assert client.get("/welcome/")["Location"] == "/welcome/2/"
    assert client.post("/welcome/2/", {"coverage": "60"})["Location"] == "/welcome/3/"
    wishes = {"goal": "1 500 000 ₽", "day": "4", "language": "en"}
    assert client.post("/welcome/3/", wishes)["Location"] == "/welcome/4/"
    facts = setting_of(partner)
    assert (facts.kind, facts.city, facts.coverage, facts.revenue_goal) == ("bakery", "Казань", 60, 1_500_000)
    assert (facts.digest_day, facts.digest_language) == (4, "en")
    page = client.get("/welcome/4/").text
    assert "406" in page
    assert client.post("/welcome/4/")["Location"] == "/"
    assert setting_of(partner).set_up_at is not None
    assert 'href="/welcome/"' not in client.get("/").text


def test_back_and_again_takes_nobody_back_and_loses_nothing(proven):
    partner, client = proven
    client.post("/welcome/1/", {"ours": ["n1", "n2"], "kind": "bakery", "city": ""})
    client.post("/welcome/2/", {"unknown": "on"})
    client.post("/welcome/1/", {"ours": ["n1", "n2"], "kind": "cafe", "city": ""})
    assert client.get("/welcome/")["Location"] == "/welcome/3/"
    assert "selected>" in client.get("/welcome/1/").text
    page = client.get("/welcome/2/").text
    assert re.search(r'name="unknown"[^>]*checked', page)
    assert setting_of(partner).coverage is None


@pytest.mark.parametrize(
    ("step", "wrong", "field"),
    [
        (1, {"kind": "", "ours": "n1"}, "kind"), (1, {"kind": "no such", "ours": "n1"}, "kind"),
        (2, {}, "coverage"), (2, {"coverage": "5"}, "coverage"), (2, {"coverage": "101"}, "coverage"),
        (3, {"goal": "много", "day": "1", "language": "ru"}, "goal"), (3, {"day": "9", "language": "ru"}, "day"),
        (3, {"goal": "0", "day": "1", "language": "ru"}, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_kept(proven, step, wrong, field):
    partner, client = proven
    page = client.post(f"/welcome/{step}/", wrong)
    assert page.status_code == 422
    assert 'class="error-summary"' in page.text
    if field:
        assert f'id="id_{field}_error"' in page.text
    assert setting_of(partner).step == 1


def test_an_outlet_that_is_not_ours_leaves_every_figure(proven, later):
    partner, client = proven
    with later():
        client.post("/welcome/1/", {"ours": ["n1"], "kind": "bakery", "city": ""})
    with for_partner(partner):
        assert list(Outlet.objects.filter(listed=True).values_list("merchant_id", flat=True)) == ["n1"]
        runs = MetricRun.objects.order_by("-started_at")
        assert runs.count() == 2
        assert runs[0].payments * 2 == runs[1].payments
    assert f"{SECRET} у реки" not in client.get("/settings/outlets/").text
    assert f"{SECRET} у реки" in client.get("/welcome/1/").text
    page = client.post("/welcome/1/", {"kind": "bakery", "city": ""})
    assert page.status_code == 422
    with later():
        client.post("/welcome/1/", {"ours": ["n1", "n2"], "kind": "bakery", "city": ""})
    with for_partner(partner):
        assert Outlet.objects.filter(listed=True).count() == 2


def test_goals_are_asked_only_where_the_plan_has_them(proven):
    partner, client = proven
    plan_set(partner=partner, plan=AFTER_TRIAL)
    page = client.get("/welcome/3/").text
    assert 'name="goal"' not in page
    client.post("/welcome/3/", {"goal": "100", "day": "0", "language": "ru"})
    with for_partner(partner):
        assert not Setting.objects.exclude(revenue_goal=None).exists()


def test_only_owners_set_up(new, cast, client_for):
    partner, _client = new
    for person, role in ((cast["boris"], "analyst"), (cast["vera"], "viewer")):
        Membership.objects.create(partner=partner, user=person, role=role)
        client = client_for(person, partner)
        for path in ("/welcome/", "/welcome/1/", "/welcome/progress/"):
            assert client.get(path).status_code == 403
        for path in ("/welcome/1/", "/welcome/claim/code/", "/welcome/claim/check/", "/welcome/claim/manager/"):
            assert client.post(path, {"code": "123456", "message": "…", "kind": "cafe"}).status_code == 403
        page = client.get("/")
        assert page.status_code == 200
        assert "/welcome/" not in page.text
    assert client_for(cast["charlie"], partner).get("/welcome/")["Location"].startswith("/sign-in/")
    assert setting_of(partner).kind == ""
    assert Claim.objects.get(partner=partner).sends == 0


def test_a_partner_of_the_bank_is_led_to_the_steps_too(at_bank, alpha, alice, client_for):
    client = client_for(alice, alpha)
    assert 'href="/welcome/"' in client.get("/").text
    page = client.get("/welcome/1/").text
    assert "claim" not in re.findall(r'id="(\w+)"', page)
    assert client.get("/welcome/5/").status_code == 404


def test_a_company_without_figures_sees_the_picture_of_its_segment(sign_up, client_for, manager, later):
    pictures_refresh()
    _client, _path, partner = sign_up(inn="7702070139")
    client = client_for(partner.memberships.get().user, partner)
    client.post("/welcome/1/", {"kind": "bakery", "city": "Казань"})
    for _state in ("waiting", "proven"):
        page = client.get("/").text
        assert "Казань" in page
        assert 'data-chart="trend"' in page
        with later():
            if _state == "waiting":
                claim_approve(claim=Claim.objects.get(partner=partner), by=manager)
    assert Partner.objects.get(pk=partner.pk).proven


def test_too_few_is_said_without_a_number(new):
    _partner, client = new
    pictures_refresh()
    client.post("/welcome/1/", {"kind": "taxi", "city": "Казань"})
    page = client.get("/").text
    assert "анонимн" in page or "anonymous" in page
    assert "data-chart" not in page
