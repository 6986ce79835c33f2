"""Before the proof a partner gets no figure of the INN's outlets: by no page, task, file, name or count."""

import re

import pytest
from django.db import connection

from api.services import key_create
from insights.behind import partners_behind
from insights.lake_access import lake_store, partner_lake
from insights.models import MetricRun, MetricSeries, MetricTotals, Outlet
from insights.recompute import Outcome, metric_recompute
from insights.tasks import lake_watch, partner_begin, partner_recompute
from lake.contract import LakeError
from lake.disclosure import stricter
from onboarding.pictures import picture_of, pictures_refresh
from tenants.models import Partner
from tenants.scope import for_partner
from tests.onboarding.conftest import CONTACT, SECRET
from tests.tenants.conftest import task_as_a_worker_runs_it

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/growth/", "/growth/revenue/", "/growth/revenue/?outlet=n1", "/growth/revenue/points.csv", "/run/",
    "/settings/outlets/", "/settings/team/", "/welcome/1/", "/welcome/2/", "/welcome/3/", "/welcome/4/",
    "/welcome/progress/", "/?outlet=n1",
)  # fmt: skip


def secrets_in(text: str) -> list[str]:
    words = (SECRET, "на углу", "n1", CONTACT, "company.ru", "1 234", "1234")
    # As words of their own: a form's random token may hold any two letters.
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]


def test_no_page_shows_anything_of_the_outlets(new):
    _partner, client = new
    pictures_refresh()
    for path in PAGES:
        page = client.get(path)
        assert page.status_code in {200, 404}, path
        # The address itself stands in the page, for the switches of language and look.
        assert secrets_in(page.text.replace(path, "")) == [], path
    for path in PAGES[:3]:
        page = client.get(path)
        assert page.status_code == 200
        assert 'id="claim"' in page.text, "the claim's state stands in the place of an error"
        assert 'id="picture"' in page.text


def test_no_task_opens_anything(new):
    partner, _client = new
    for task in (partner_recompute, partner_begin):
        state, _value = task_as_a_worker_runs_it(task, partner.schema_name)
        assert state == "SUCCESS"
    lake_watch()
    assert metric_recompute(partner).outcome is Outcome.UNPROVEN
    assert partner.schema_name not in dict(partners_behind(lake_store().current()))
    with for_partner(partner):
        for model in (Outlet, MetricRun, MetricSeries, MetricTotals):
            assert not model.objects.exists(), f"{model.__name__}: not even a failed run tells of the INN"
    with pytest.raises(LakeError):
        partner_lake(partner)


def test_the_api_says_that_it_is_not_proven(new):
    partner, client = new
    with for_partner(partner):
        secret = key_create(name="Till").text
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    answer = client.get("/api/v1/metrics/revenue/")
    assert answer.status_code == 409
    assert answer.json()["claim"] == "offered"
    assert secrets_in(answer.text) == []
    account = client.get("/api/v1/account/").json()
    assert (account["as_of"], account["limits"]["outlets"]["used"]) == (None, 0)


def test_an_unproven_partner_costs_the_same_queries_whatever_the_bank_knows(new, sign_up, client_for):
    counts = []
    _partner, known = new
    _client, _path, other = sign_up(client_for(), email="olga@new.example", inn="7702070139")
    for client in (known, client_for(other.memberships.get().user, other)):
        client.get("/")
        asked = []
        with connection.execute_wrapper(lambda run, sql, *rest, asked=asked: (asked.append(sql), run(sql, *rest))[1]):
            assert client.get("/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_picture_is_the_same_with_and_without_ones_own_outlets(new, alpha, client_for, alice):
    partner, _client = new
    pictures_refresh()
    first = picture_of(kind="bakery", city="Казань")
    Partner.objects.filter(pk=partner.pk).update(inn=alpha.inn)
    assert first is not None
    assert picture_of(kind="bakery", city="Казань") == first
    assert first.segment.level == "city"


def test_no_picture_is_shown_where_the_bank_tells_nothing_of_others(new, settings):
    _partner, client = new
    pictures_refresh()
    client.post("/welcome/1/", {"kind": "bakery", "city": "Казань"})
    shown = client.get("/").text
    assert 'id="picture"' in shown
    assert 'data-chart="trend"' in shown
    settings.DISCLOSURE_OFF = frozenset({"peers"})
    for path in ("/", "/growth/", "/welcome/1/"):
        page = client.get(path).text
        assert 'id="picture"' not in page, path
        assert "data-chart" not in page, path
    assert 'id="claim"' in client.get("/").text, "the proof is told as before"
    assert picture_of(kind="bakery", city="Казань") is None
    settings.DISCLOSURE_OFF = frozenset({"segment_share"})
    assert picture_of(kind="bakery", city="Казань") is not None


def test_pictures_keep_to_the_banks_thresholds(new, settings):
    settings.DISCLOSURE_RULES = stricter({"growth_holdings": "50"})
    pictures_refresh()
    assert picture_of(kind="bakery", city="Казань") is None


def test_a_proven_partner_beside_it_keeps_its_figures_and_sees_nothing_of_the_other(new, alpha, alice, client_for):
    partner, _client = new
    metric_recompute(alpha)
    page = client_for(alice, alpha).get("/")
    assert page.status_code == 200
    assert "tile-revenue" in page.text
    assert SECRET not in page.text
    assert Partner.objects.get(pk=partner.pk).proven_at is None
