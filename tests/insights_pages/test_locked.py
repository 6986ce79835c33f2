"""What the plan lacks: a labelled sample, its price, and one way: a button for who may pay, a name for others."""

import re

import pytest

from billing.models import Override
from billing.services import override_grant, plan_set
from tests.insights_pages.reading import text_of

pytestmark = pytest.mark.django_db
PLACES = ("/?outlet=a4", "/settings/outlets/", "/growth/revenue/?outlet=a4")


def panels(answer):
    assert answer.status_code == 200
    return re.findall(r'<section class="card locked.*?</section>', answer.content.decode(), flags=re.S)


@pytest.fixture
def grown(shop):
    """Alpha with four outlets on a plan that opens three one by one."""
    plan_set(partner=shop, plan="growth")
    return shop


@pytest.mark.parametrize("place", PLACES)
def test_an_owner_finds_one_button_to_the_plan(grown, alice, client_for, place):
    client = client_for(alice, grown)
    (panel,) = panels(client.get(place))
    assert "Пример" in panel
    assert "4\u00a0990\u00a0₽ в месяц" in panel
    (link,) = re.findall(r'<a [^>]*href="([^"]+)"', panel)
    assert link == "/settings/plan/?plan=pro"
    assert 'id="wanted"' in client.get(link).text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["boris", "vera"])
def test_others_read_whom_to_ask_and_meet_no_dead_button(grown, cast, client_for, place, who):
    (panel,) = panels(client_for(cast[who], grown).get(place))
    assert "Обратитесь к нему: Алиса." in panel
    assert "<a " not in panel
    assert "<button" not in panel


def test_what_the_bank_turned_off_is_not_sold(grown, alice, client_for):
    override_grant(partner=grown, name="export_csv", kind=Override.Kind.REMOVE, reason="по письму", granted_by=None)
    (panel,) = panels(client_for(alice, grown).get("/growth/revenue/"))
    assert "Банк отключил это для вас" in panel
    assert "<a " not in panel


def test_a_clipped_history_leads_the_same_way(grown, alice, client_for):
    plan_set(partner=grown, plan="start")
    page = client_for(alice, grown).get("/growth/revenue/?period=365d")
    assert "/settings/plan/?plan=growth" in page.text
    assert "Перейти на тариф «Рост»" in text_of(page)


def test_the_kept_page_of_an_owner_is_not_shown_to_others(grown, alice, vera, client_for):
    plan_set(partner=grown, plan="start")
    assert "/settings/plan/?plan=" in client_for(alice, grown).get("/").text
    plan_set(partner=grown, plan="growth")
    override_grant(partner=grown, name="outlets", kind=Override.Kind.LIMIT, value=1, reason="проба", granted_by=None)
    assert "/settings/plan/?plan=" in client_for(alice, grown).get("/").text
    assert "/settings/plan/?plan=" not in client_for(vera, grown).get("/").text
