"""Settings → Usage: a meter for each limit that can be used up, the rest in words."""

import re

import pytest

from billing.counting import spend
from billing.features import API_CALLS
from billing.services import plan_set
from tests.billing.test_plan_pages import words

pytestmark = pytest.mark.django_db
PAGE = "/settings/usage/"


def meters(answer):
    found = re.findall(r'<li id="usage-(\w+)">(.*?)</li>', answer.content.decode(), flags=re.S)
    return {key: re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)) for key, html in found}


@pytest.mark.parametrize("plan", ["start", "growth", "pro", "network"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_plan_reads_in_both_languages(alpha, alice, client_for, plan, language):
    plan_set(partner=alpha, plan=plan)
    client = client_for(alice, alpha)
    client.cookies["django_language"] = language
    answer = client.get(PAGE)
    assert answer.status_code == 200
    shown = re.sub("Алиса|Альфа", "", words(answer)).split("Русский")[0]
    assert bool(re.search("[а-яё]", shown)) == (language == "ru")
    assert not re.search(r"\bNone\b|%\(", shown)
    assert len(meters(answer)) == 5


def test_what_is_used_of_how_much_when_anew_and_what_more_costs(alpha, alice, client_for):
    plan_set(partner=alpha, plan="pro")
    for _ in range(3):
        spend(alpha, API_CALLS)
    found = meters(client_for(alice, alpha).get(PAGE))
    assert "3 из 10\u00a0000" in found["api_calls"] or "3 из 10 000" in found["api_calls"]
    assert "Отсчёт начнётся заново" in found["api_calls"]
    assert "В тарифе «Сеть»: 100" in found["api_calls"]
    assert "3 из 10" in found["users"]
    assert "0, без предела" in found["insights_a_week"]


def test_used_up_leads_an_owner_to_the_plan_and_others_to_the_owner(alpha, alice, boris, client_for):
    plan_set(partner=alpha, plan="growth")
    text = client_for(alice, alpha).get(PAGE).text
    assert "Всё занято" in meters(client_for(alice, alpha).get(PAGE))["users"]
    assert 'href="/settings/plan/?plan=pro"' in text
    other = client_for(boris, alpha).get(PAGE)
    assert 'href="/settings/plan/?plan=pro"' not in other.text
    assert "Обратитесь к нему: Алиса." in meters(other)["users"]


def test_the_rest_of_the_plan_in_words(alpha, alice, client_for):
    plan_set(partner=alpha, plan="growth")
    text = re.sub(r"\s+", " ", words(client_for(alice, alpha).get(PAGE)))
    assert "История 13 мес." in text
    assert "Прогноз по дням 28 дн." in text
    assert "Покупателей в кампании 1 000" in text


def test_only_members_see_it(alpha, charlie, client_for):
    assert client_for(None, alpha).get(PAGE).status_code == 302
    assert client_for(charlie, alpha).get(PAGE).status_code in {302, 403}
