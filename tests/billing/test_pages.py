"""The public pages: prices come from the plans, nothing is for sale that a partner's host would show."""

import re

import pytest

from billing.plans import PLANS
from ui.numbers import rub0


@pytest.mark.parametrize("path", ["/", "/plans/", "/sign-in/", "/password/", "/password/sent/"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_public_pages_have_one_heading_and_no_inline_style(cast, client_for, path, language):
    answer = client_for().get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert not re.search(r"\sstyle=|<style|<script>|onclick", answer.text)
    assert f'<html lang="{language}"' in answer.text
    body = re.sub(r"Русский|<[^>]*>", "", answer.text)
    assert bool(re.search("[а-яё]", body)) == (language == "ru")


@pytest.mark.parametrize(("pay", "price"), [("month", "price_month"), ("year", "price_year")])
@pytest.mark.parametrize("path", ["/", "/plans/"])
def test_every_price_is_the_plans(cast, client_for, pay, price, path):
    text = client_for().get(path, {"pay": pay}).text
    shown = re.findall(r'class="price num">([^<]+)<', text)
    assert shown == [rub0(getattr(plan, price)) for plan in PLANS.values()]


def test_the_comparison_has_a_line_for_every_feature_and_limit(cast, client_for):
    text = client_for().get("/plans/").text
    assert "100\u00a0000" in text
    assert "без предела" in text
    assert "91" in text


def test_the_old_way_in_leads_to_signing_up_for_good(cast, client_for):
    answer = client_for().get("/connect/", {"plan": "network"})
    assert (answer.status_code, answer["Location"]) == (301, "/sign-up/?plan=network")
    answer = client_for().get("/connect/", {"plan": "<b>"})
    assert (answer.status_code, answer["Location"]) == (301, "/sign-up/")


@pytest.mark.parametrize("path", ["/", "/plans/"])
def test_every_plan_leads_to_signing_up(cast, client_for, path):
    text = client_for().get(path).text
    assert all(f'href="/sign-up/?plan={key}"' in text for key in PLANS)
    assert client_for().get("/sign-up/?plan=network").status_code == 200
    assert "Попробовать 30 дней бесплатно" in text


def test_month_and_year_are_a_choice_of_two_that_works_without_script(cast, client_for):
    text = client_for().get("/plans/", {"pay": "year"}).text
    assert 'role="radiogroup"' in text
    assert 'value="year" checked' in text


@pytest.mark.parametrize("path", ["/plans/", "/connect/", "/admin/"])
def test_a_partners_host_has_no_public_pages(alpha, alice, client_for, path):
    assert client_for(alice, alpha).get(path).status_code == 404


def test_the_front_page_asks_the_database_nothing(cast, client_for, django_assert_num_queries):
    with django_assert_num_queries(0):
        client_for().get("/")


def test_the_live_example_is_offered_in_the_demo_only(cast, client_for, settings):
    assert "demo-Passw0rd" not in client_for().get("/").text
    settings.DEMO = True
    assert "http://discount." in client_for().get("/").text
