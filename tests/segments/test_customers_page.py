"""The page that lists customers, and the ways that lead to it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from insights.selectors.breakdowns import breakdown
from lake.store import Store

PATH = "/customers/list/"
Client = Callable[..., Any]


@pytest.fixture
def page(fitted: Callable[..., None], client_for: Client, alpha: Any, alice: Any) -> Any:
    fitted()
    return client_for(alice, alpha)


def test_it_lists_the_most_valuable_first(page: Any) -> None:
    answer = page.get(PATH)
    shown = answer.context["page"]
    assert answer.status_code == 200
    assert (len(shown.rows), shown.pages.paginator.count, shown.offers) == (50, 601, [])
    assert [head.aria for head in shown.heads] == ["", "", "", "", "", "", "descending", ""]
    assert len(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b", answer.text)) == 50
    second = page.get(PATH, {"page": "2"}).context["page"]
    assert not {row.code for row in shown.rows} & {row.code for row in second.rows}


def test_a_head_orders_and_turns_round(page: Any) -> None:
    head = page.get(PATH).context["page"].heads[4]
    assert head.url == f"{PATH}?sort=-revenue"
    answer = page.get(head.url)
    assert 'aria-sort="descending"' in answer.text
    turned = answer.context["page"].heads[4]
    assert (turned.aria, turned.url) == ("descending", f"{PATH}?sort=revenue")
    assert page.get(turned.url).context["page"].heads[4].aria == "ascending"


def test_every_cell_and_group_leads_to_its_customers(page: Any, alpha: Any) -> None:
    told: Any = breakdown(alpha, "rfm")
    blocks = {block.id: block for block in page.get("/customers/loyalty/").context["page"].blocks}
    cells = [cell for row in blocks["rfm"].facts.grid.rows for cell in row.cells]
    assert sum(int(cell.text) for cell in cells) == sum(row.customers or 0 for row in told.trailing)
    for cell in cells:
        assert bool(cell.url) is (cell.text != "0")
        if cell.url:
            assert page.get(cell.url).context["page"].pages.paginator.count == int(cell.text)
    for named in blocks["rfm"].facts.named:
        assert page.get(named.url).context["page"].pages.paginator.count == named.customers


def test_figures_of_other_days_or_a_part_lead_to_no_list(page: Any) -> None:
    for choice in ({"from": "2024-06-01", "to": "2024-06-30"}, {"channel": "pos"}):
        blocks = {block.id: block for block in page.get("/customers/loyalty/", choice).context["page"].blocks}
        facts = blocks["rfm"].facts
        assert not any(cell.url for row in facts.grid.rows for cell in row.cells)
        assert not any(named.url for named in facts.named)
        assert facts.all_url == PATH


def test_the_page_of_values_leads_to_it(page: Any) -> None:
    assert f'href="{PATH}"' in page.get("/customers/value/").text


def test_choices_are_kept_and_shown(page: Any) -> None:
    answer = page.get(PATH, {"recency": "5", "months": "3", "sort": "-alive", "period": "7d"})
    assert answer.text.count(" selected") >= 2
    assert '<input type="hidden" name="sort" value="-alive">' in answer.text
    assert '<input type="hidden" name="period" value="7d">' in answer.text
    assert "recency=5" in answer.context["page"].heads[1].url
    assert "months=3" in answer.context["page"].query


def test_nobody_fits_and_the_way_back(page: Any) -> None:
    answer = page.get(PATH, {"recency": "1", "group": "champions"})
    assert answer.status_code == 200
    assert answer.context["page"].rows == []
    assert f'href="{PATH}"' in answer.text


@pytest.mark.parametrize("choice", [{"recency": "9"}, {"sort": "gender"}, {"group": "x"}])
def test_what_can_not_be_understood_is_said_and_all_are_shown(page: Any, choice: dict[str, str]) -> None:
    answer = page.get(PATH, choice)
    assert answer.status_code == 200
    assert next(iter(choice)) in answer.context["page"].notices[0].text
    assert answer.context["page"].pages.paginator.count == 601


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999", "9" * 30, "²"])
def test_a_page_that_is_none_is_the_nearest(page: Any, number: str) -> None:
    assert page.get(PATH, {"page": number}).status_code == 200


def test_growth_sees_groups_and_history_and_is_offered_values(
    fitted: Client, client_for: Client, alpha: Any, alice: Any
) -> None:
    fitted("growth")
    answer = client_for(alice, alpha).get(PATH)
    shown = answer.context["page"]
    assert len(shown.heads) == 5
    assert len(shown.offers) == 1
    assert [select.name for select in answer.context["selects"]] == ["group", "recency", "frequency", "money"]
    sorted_by = client_for(alice, alpha).get(PATH, {"sort": "-value"}).context["page"]
    assert len(sorted_by.notices) == 2, "what is wrong, and how far the plan goes back"
    assert sorted_by.rows == shown.rows


def test_start_is_offered_the_plan_that_has_it(fitted: Client, client_for: Client, alpha: Any, alice: Any) -> None:
    fitted("start")
    answer = client_for(alice, alpha).get(PATH)
    assert answer.context["locked"].url
    assert "page" not in answer.context


def test_too_little_data_say_why_and_show_what_was(fitted: Client, client_for: Client, beta: Any, charlie: Any) -> None:
    fitted()
    shown = client_for(charlie, beta).get(PATH).context["page"]
    assert len(shown.notices) == 1
    assert (len(shown.rows), len(shown.heads)) == (13, 5)


def test_strangers_and_the_empty_workspace(
    lake: Store, client_for: Client, alpha: Any, alice: Any, charlie: Any
) -> None:
    assert client_for(charlie, alpha).get(PATH).status_code in {302, 403, 404}
    assert client_for(None, alpha).get(PATH).status_code == 302
    assert client_for(alice, alpha).post(PATH).status_code == 405
    answer = client_for(alice, alpha).get(PATH)
    assert answer.status_code == 200
    assert answer.context["nothing"]


def test_it_reads_well_in_both_languages(page: Any) -> None:
    words = {"ru": ("Всё ещё", "К человеку он не ведёт", "Что означают числа"),
             "en": ("List of customers", "does not lead to a person")}  # fmt: skip
    for language, texts in words.items():
        page.cookies["django_language"] = language
        text = page.get(PATH).text
        for one in texts:
            assert one in text
        for wrong in (">nan", ">None", "undefined", "Infinity"):
            assert wrong not in text
