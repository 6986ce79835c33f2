"""With a margin everything expected is profit: at the read door, on the page, by the API; what was stays revenue."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from api.services import key_create
from billing.entitlements import NotEntitled
from billing.services import plan_set
from insights.models import Setting
from insights.selectors.setting import setting_of
from insights.services import margin_set, setting_change
from segments.models import ModelRun
from segments.selectors import ltv
from tenants.errors import Refused
from tenants.scope import for_partner

PATH = "/customers/value/"
Client = Callable[..., Any]


@pytest.fixture
def given(fitted: Callable[..., None], alpha: Any) -> Callable[[int | None], None]:
    """Fit both partners, and let alpha give a margin."""
    fitted()

    def give(percent: int | None) -> None:
        with for_partner(alpha):
            margin_set(partner=alpha, percent=percent)

    return give


def margin_of(partner: Any) -> int | None:
    return setting_of(partner).margin


def test_the_door_multiplies_all_that_is_expected_and_nothing_that_was(given: Any, alpha: Any) -> None:
    before: Any = ltv(alpha)
    with for_partner(alpha):
        body = ModelRun.objects.get().body
    given(30)
    after: Any = ltv(alpha)
    assert (before.margin, after.margin) == (None, 30)
    for was, now in zip(before.outlooks, after.outlooks, strict=True):
        for name in ("mean", "low", "high", "median", "total"):
            assert getattr(now, name) == pytest.approx(getattr(was, name) * 0.3)
        assert now.top_share == was.top_share
        assert [bar.low for bar in now.bars] == pytest.approx([bar.low * 0.3 for bar in was.bars])
        assert [bar.customers for bar in now.bars] == [bar.customers for bar in was.bars]
        assert now.bars[-1].high is None
    for was, now in zip(
        [*(row for _day, row in before.cohorts), *before.segments],
        [*(row for _day, row in after.cohorts), *after.segments],
        strict=True,
    ):
        assert now.predicted == pytest.approx([value * 0.3 for value in was.predicted])
        assert (now.group, now.customers, now.historic) == (was.group, was.customers, was.historic)
    assert (after.historic_mean, after.historic_total) == (before.historic_mean, before.historic_total)
    assert (after.accuracy, after.params) == (before.accuracy, before.params)
    assert after.provenance.formula.startswith(str(before.provenance.formula))
    assert "30" in after.provenance.formula
    with for_partner(alpha):
        assert ModelRun.objects.get().body == body
    given(None)
    assert ltv(alpha) == before


def test_each_partner_its_own(given: Any, alpha: Any, beta: Any) -> None:
    given(30)
    assert (margin_of(alpha), margin_of(beta)) == (30, None)
    answer: Any = ltv(beta)
    assert answer.margin is None


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_a_margin_is_a_share_in_the_service_and_in_the_table(alpha: Any, percent: int) -> None:
    plan_set(partner=alpha, plan="pro")
    with for_partner(alpha):
        with pytest.raises(Refused) as refusal:
            margin_set(partner=alpha, percent=percent)
        assert refusal.value.field == "margin"
        setting_change(kind="coffee")
        if percent >= 0:
            with pytest.raises(IntegrityError), transaction.atomic():
                Setting.objects.update(margin=percent)


def test_a_plan_without_values_has_no_margin(alpha: Any) -> None:
    plan_set(partner=alpha, plan="growth")
    with for_partner(alpha), pytest.raises(NotEntitled):
        margin_set(partner=alpha, percent=30)


def test_the_page_says_that_it_is_profit(given: Any, client_for: Client, alpha: Any, alice: Any) -> None:
    client = client_for(alice, alpha)
    client.cookies["django_language"] = "en"
    before = client.get(PATH)
    given(30)
    after = client.get(PATH)
    assert "times your margin of 30%" not in before.text
    assert after.text.count("times your margin of 30%") >= 2
    assert "a profit of" in after.context["page"].headline
    assert "This is revenue, not profit" in before.text
    assert "This is revenue, not profit" not in after.text
    shown = {tile.key: tile for tile in after.context["page"].tiles}
    was = {tile.key: tile for tile in before.context["page"].tiles}
    assert "profit" in shown["mean"].label
    assert "revenue" in shown["historic"].label.lower()
    assert shown["historic"].text == was["historic"].text
    assert shown["mean"].text != was["mean"].text
    for table in (after.context["page"].groups, after.context["page"].cohorts):
        assert (table.ahead, table.so_far) == ("Expected profit in 12 months", "Revenue so far")


def test_a_small_margin_leaves_bounds_apart(given: Any, client_for: Client, alpha: Any, alice: Any) -> None:
    given(1)
    names = [row.label for row in client_for(alice, alpha).get(PATH).context["page"].bars.rows]
    assert len(set(names)) == len(names)


def test_an_owner_gives_it_changes_it_and_takes_it_back(
    given: Any, client_for: Client, alpha: Any, beta: Any, alice: Any
) -> None:
    client = client_for(alice, alpha)
    for typed, kept in (("30", 30), (" 45 % ", 45), ("", None), ("100%", 100), ("1", 1)):
        answer = client.post(f"{PATH}?months=3", {"margin": typed})
        assert (answer.status_code, answer["Location"]) == (302, f"{PATH}?months=3")
        assert margin_of(alpha) == kept
    assert margin_of(beta) is None
    page = client.get(PATH).text
    assert 'name="margin" value="1"' in page
    assert 'id="margin-remove"' in page


@pytest.mark.parametrize("typed", ["0", "101", "30,5", "third", "-5", "³", "9" * 20])
def test_what_is_no_margin_is_kept_in_the_field_and_changes_nothing(
    given: Any, client_for: Client, alpha: Any, alice: Any, typed: str
) -> None:
    given(20)
    answer = client_for(alice, alpha).post(PATH, {"margin": typed})
    assert answer.status_code == 200
    assert f'value="{typed}"' in answer.text
    assert 0 < answer.text.find("error-summary") < answer.text.index('class="headline"')
    assert answer.context["page"].margin.form.errors["margin"]
    assert margin_of(alpha) == 20


def test_others_read_it_and_may_not_change_it(
    given: Any, client_for: Client, alpha: Any, boris: Any, vera: Any
) -> None:
    given(20)
    for person in (boris, vera):
        client = client_for(person, alpha)
        answer = client.get(PATH)
        assert answer.context["page"].margin.form is None
        assert 'name="margin"' not in answer.text
        assert "20" in answer.context["page"].profit
        assert client.post(PATH, {"margin": "90"}).status_code == 403
    assert margin_of(alpha) == 20


def test_strangers_and_forged_forms_change_nothing(
    given: Any, client_for: Client, alpha: Any, alice: Any, charlie: Any
) -> None:
    assert client_for(charlie, alpha).post(PATH, {"margin": "90"}).status_code in {302, 403, 404}
    assert client_for(None, alpha).post(PATH, {"margin": "90"}).status_code == 302
    assert client_for(alice, alpha, enforce_csrf_checks=True).post(PATH, {"margin": "90"}).status_code == 403
    assert margin_of(alpha) is None


@pytest.mark.usefixtures("given")
def test_without_a_forecast_it_waits(client_for: Client, beta: Any, charlie: Any) -> None:
    small = client_for(charlie, beta)
    assert small.post(PATH, {"margin": "40"}).status_code == 302
    page = small.get(PATH).context["page"]
    assert (page.profit, page.margin.given, margin_of(beta)) == ("", True, 40)
    assert "40" in page.margin.title


@pytest.mark.usefixtures("given")
def test_on_a_lower_plan_the_form_leads_to_the_offer(client_for: Client, alpha: Any, alice: Any) -> None:
    plan_set(partner=alpha, plan="growth")
    answer = client_for(alice, alpha).post(PATH, {"margin": "40"}, follow=True)
    assert answer.context["locked"].url
    assert margin_of(alpha) is None


def test_by_the_api_it_is_the_same(given: Any, client_for: Client, alpha: Any, beta: Any) -> None:
    keys = {}
    for partner in (alpha, beta):
        with for_partner(partner):
            keys[partner.pk] = key_create(name="test").text

    def ask(partner: Any) -> Any:
        key = keys[partner.pk]
        return client_for(None, partner).get("/api/v1/ltv/", headers={"authorization": f"Bearer {key}"}).json()

    before = ask(alpha)
    given(25)
    after, theirs = ask(alpha), ask(beta)
    assert (before["margin"], after["margin"], theirs["margin"]) == (None, 25, None)
    assert after["historic"] == before["historic"]
    for was, now in zip(before["outlooks"], after["outlooks"], strict=True):
        assert now["mean"] == pytest.approx(was["mean"] / 4, abs=0.01)
        assert now["high"] == pytest.approx(was["high"] / 4, abs=0.01)
    for was, now in zip(before["cohorts"], after["cohorts"], strict=True):
        assert now["predicted"][2]["value"] == pytest.approx(was["predicted"][2]["value"] / 4, abs=0.01)
        assert now["historic"] == was["historic"]
