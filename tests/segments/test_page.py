"""The page of customers' worth, as members see it."""

from collections.abc import Callable
from typing import Any

import pytest

from billing.services import plan_set
from lake.store import Store
from segments.models import ModelRun
from tenants.scope import for_partner

PATH = "/customers/value/"
Client = Callable[..., Any]


@pytest.fixture
def page(fitted: Callable[..., None], client_for: Client, alpha: Any, alice: Any) -> Any:
    fitted()
    return client_for(alice, alpha)


def test_it_says_what_a_customer_brings_and_how_far_to_trust_it(page: Any) -> None:
    answer = page.get(PATH, {"months": "12"})
    assert answer.status_code == 200
    shown = answer.context["page"]
    assert [tile.key for tile in shown.tiles] == ["mean", "top", "historic", "again"]
    assert shown.notices == []
    assert len(shown.card.tenths.rows) == 10
    assert {len(row) for row in shown.card.tenths.rows} == {3}
    assert len(shown.card.params) == 4
    for name in ("distribution", "model", "groups", "cohorts"):
        assert f'id="{name}"' in answer.text
    assert answer.context["tabs"][[url for _w, url, _a in answer.context["tabs"]].index(PATH)][2]


def test_the_horizon_is_in_the_address_and_a_strange_one_is_the_longest(page: Any) -> None:
    means = [page.get(PATH, {"months": key}).context["page"].tiles[0].text for key in ("3", "6", "12", "banana")]
    assert len(set(means)) == 3
    assert means[2] == means[3]
    assert 'value="3" selected' in page.get(PATH, {"months": "3"}).text


def test_choices_of_the_other_tabs_are_kept(page: Any) -> None:
    answer = page.get(PATH, {"period": "7d", "months": "6"})
    assert '<input type="hidden" name="period" value="7d">' in answer.text


def test_too_little_says_when_and_shows_what_was(fitted: Client, client_for: Client, beta: Any, charlie: Any) -> None:
    fitted()
    answer = client_for(charlie, beta).get(PATH)
    shown = answer.context["page"]
    assert (shown.bars, shown.card) == (None, None)
    assert len(shown.notices) == 1
    assert [tile.key for tile in shown.tiles] == ["historic", "again"]
    assert "choice" in answer.context
    assert answer.context["choice"] is None
    assert 'id="cohorts"' in answer.text


@pytest.mark.parametrize("reason", ["beaten", "flat", "far_off", "spend_no_mean", "spend_linked"])
def test_a_fallback_is_stated(page: Any, alpha: Any, reason: str) -> None:
    with for_partner(alpha):
        fit = ModelRun.objects.get()
        fit.status, fit.reason = "fallback", reason
        fit.card["estimate"] = "model" if reason.startswith("spend") else "likeness"
        fit.save()
    notice = page.get(PATH, headers={"accept-language": "en"}).context["page"].notices[0].text
    assert notice
    assert ("similar past" in notice or "похожим прошлым" in notice) is not reason.startswith("spend")


def test_a_lower_plan_is_offered_the_one_that_has_it(
    fitted: Client, client_for: Client, alpha: Any, alice: Any, vera: Any
) -> None:
    fitted("growth")
    answer = client_for(alice, alpha).get(PATH)
    assert answer.context["locked"].url
    assert "page" not in answer.context
    assert client_for(vera, alpha).get(PATH).context["locked"].ask


def test_after_an_upgrade_it_says_that_it_is_being_computed(
    fitted: Client, client_for: Client, alpha: Any, alice: Any
) -> None:
    fitted("growth")
    plan_set(partner=alpha, plan="pro")
    answer = client_for(alice, alpha).get(PATH)
    assert answer.status_code == 200
    assert answer.context["nothing"].empty


def test_refunds_alone_make_no_customer_and_no_dash(page: Any, alpha: Any) -> None:
    with for_partner(alpha):
        fit = ModelRun.objects.get()
        fit.status, fit.reason, fit.card = "too_little", "no_customers", {**fit.card, "params": None, "accuracy": None}
        fit.body |= {"customers": 0, "repeaters": 0, "historic_mean": None, "historic_total": 0.0}
        fit.body |= {"outlooks": [], "cohorts": [], "groups": []}
        fit.save()
    answer = page.get(PATH)
    assert answer.status_code == 200
    assert answer.context["page"].tiles == []
    assert "—" not in answer.context["page"].headline


def test_strangers_and_the_empty_workspace(
    lake: Store, client_for: Client, alpha: Any, alice: Any, charlie: Any
) -> None:
    assert client_for(charlie, alpha).get(PATH).status_code in {302, 403, 404}
    assert client_for(None, alpha).get(PATH).status_code == 302
    answer = client_for(alice, alpha).get(PATH)
    assert answer.status_code == 200
    assert answer.context["nothing"]


def test_no_number_is_missing_in_either_language(page: Any) -> None:
    for language in ("ru", "en"):
        page.cookies["django_language"] = language
        text = page.get(PATH).text
        for wrong in (">nan", ">None", "undefined", "Infinity", " -1"):
            assert wrong not in text
