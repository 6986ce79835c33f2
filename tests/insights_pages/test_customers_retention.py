"""Who comes again: the cohorts as the read door answers them, unfinished months blank, honest words early on."""

import re

import pytest

from insights.selectors.retention import retention
from tests.insights_pages.reading import plain, text_of
from ui import dates, numbers

pytestmark = pytest.mark.django_db


def rows_of(answer) -> list[tuple[str, list[str]]]:
    table = answer.content.decode().split('class="heat heat-wide"')[1].split("</tbody>")[0]
    found = []
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table):
        name, _, cells = row.partition("</th>")
        found.append((name, re.findall(r"<td[^>]*>([^<]*)</td>", cells)))
    return found


def test_the_cohorts_are_those_of_the_read_door(shop, alice, client_for):
    told = retention(shop)
    assert not told.finished
    shown = rows_of(client_for(alice, shop).get("/customers/retention/"))
    cohorts = [one for one in told.cohorts if one.size]
    assert [name for name, _cells in shown] == [dates.month_short(one.month, "ru") for one in cohorts]
    for one, (_name, (size, *cells)) in zip(cohorts, shown, strict=True):
        assert size == numbers.num(one.size, lang="ru")
        # The last month goes on: its cell is blank, not nought.
        written = [numbers.pct(rate, 0, "ru") for rate in one.rates[:-1]]
        assert [cell for cell in cells if cell] == written


def test_the_rate_of_each_month_stands_in_a_table(shop, alice, client_for):
    page = text_of(client_for(alice, shop).get("/customers/retention/"))
    for one in retention(shop).rates:
        if one.rate is not None and not one.partial:
            assert plain(numbers.pct(one.rate, 1, "ru")) in page
    assert "неполный период" in page


def test_the_rows_of_the_first_days_are_explained(shop, alice, client_for):
    assert "В первый 91 день данных новыми считаются все" in text_of(
        client_for(alice, shop).get("/customers/retention/")
    )


def test_two_partners_keep_their_own(shop, alice, beta, charlie, client_for):
    mine = rows_of(client_for(alice, shop).get("/customers/retention/"))
    theirs = rows_of(client_for(charlie, beta).get("/customers/retention/"))
    assert mine != theirs
    assert [cells[0] for _name, cells in theirs] == [
        numbers.num(one.size, lang="ru") for one in retention(beta).cohorts if one.size
    ]
