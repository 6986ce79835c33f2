"""Who the customers are and how loyal they are: the page shows what the read door answers, and nothing of others."""

import re
from datetime import date, timedelta

import pytest

from insights.breakdowns.age import BANDS
from insights.breakdowns.catalogue import catalogue
from insights.panels.customers.names import group_name
from insights.selectors.breakdowns import breakdown
from tests.insights_pages.reading import plain, text_of
from ui import numbers

pytestmark = pytest.mark.django_db
TABS = ("/customers/", "/customers/retention/", "/customers/loyalty/", "/customers/seasonality/")
END = date(2026, 11, 22)
YEAR = END - timedelta(days=364)


SHOWN = {
    "/customers/": ("gender", "age", "demographic_segment"),
    "/customers/loyalty/": ("new_returning", "regular_customers"),
}


@pytest.mark.parametrize("path", SHOWN)
@pytest.mark.parametrize(("query", "days"), [("", 28), ("?period=90d", 90), ("?from=2026-10-01&to=2026-11-10", 0)])
def test_the_page_shows_what_the_read_door_answers(shop, alice, client_for, path, query, days):  # noqa: PLR0917  fixtures
    start, end = (END - timedelta(days=days - 1), END) if days else (date(2026, 10, 1), date(2026, 11, 10))
    page = text_of(client_for(alice, shop).get(path + query))
    for key in SHOWN[path]:
        answer = breakdown(shop, key, start=start, end=end)
        assert plain(numbers.num(answer.total.customers)) in page
        for row in answer.rows:
            if row.hidden:
                continue
            assert group_name(answer.info.columns, row.group) in page, (key, row)
            assert plain(numbers.value(row.revenue, "RUB")) in page, (key, row)
            assert plain(numbers.value(row.average_ticket, "RUB")) in page, (key, row)


def test_the_named_groups_and_the_grid_add_up(shop, alice, client_for):
    answer = client_for(alice, shop).get("/customers/loyalty/")
    told = breakdown(shop, "rfm", start=END - timedelta(days=27), end=END)
    page = text_of(answer)
    for one in told.named:
        if one.figures.customers:
            assert plain(f"{one.title} {one.advice} {numbers.num(one.figures.customers)}") in page
    grid = answer.content.decode().split('class="heat heat-wide"')[1].split("</table>")[0]
    shown = (re.sub("<[^>]*>", "", cell.split("</td>")[0])[3:] for cell in grid.split('<td class="q')[1:])
    cells = [int(text.replace("\u00a0", "")) for text in shown]
    assert len(cells) == 25
    assert sum(cells) == sum(row.customers for row in told.trailing)


def test_who_is_regular_is_said_in_words(shop, alice, client_for):
    k = breakdown(shop, "regular_customers").regular_days
    page = text_of(client_for(alice, shop).get("/customers/loyalty/"))
    assert f"хотя бы в {k} разн" in page
    assert "из последних 91" in page


def test_small_groups_are_explained_and_not_told(shop, alice, client_for):
    client = client_for(alice, shop)
    page = text_of(client.get("/customers/?period=today"))
    assert all(row.hidden for row in breakdown(shop, "age", start=END, end=END).rows)
    assert "Слишком мало людей, чтобы показать" in page
    assert "кого-то можно было бы узнать" in page
    year = text_of(client.get("/customers/?period=365d"))
    hidden = sum(row.hidden for row in breakdown(shop, "demographic_segment", start=YEAR, end=END).rows)
    assert hidden
    assert f"{hidden} групп" in year
    assert "слишком мало людей" in year


def test_the_pyramid_tells_of_a_cell_only_the_parts_that_are_shown(shop, alice, client_for):
    told = breakdown(shop, "demographic_segment", start=YEAR, end=END)
    page = client_for(alice, shop).get("/customers/?period=365d").content.decode()
    pyramid = page.split('class="pyramid"')[1].split("</tbody>")[0]
    told_cells = re.findall(r'<td class="num(?:-start)?">(\d+)(\+?)', pyramid)
    expected = []
    for band in BANDS[:-1]:
        for gender in "FM":
            rows = [row for row in told.rows if row.group[:2] == (gender, band)]
            shown = [row.customers for row in rows if not row.hidden]
            if shown or not rows:
                expected.append((str(sum(shown)), "+" if len(shown) < len(rows) else ""))
    assert told_cells == expected
    assert any(plus for _count, plus in expected)


def test_days_without_purchases_say_so(shop, alice, client_for):
    client = client_for(alice, shop)
    for path in ("/customers/", "/customers/loyalty/"):
        page = text_of(client.get(f"{path}?from=2024-01-01&to=2024-01-31"))
        assert "В эти дни никто не покупал" in page
        assert "nan" not in page.lower().split()


def test_the_choices_live_in_the_address_and_follow_to_the_other_tabs(shop, alice, client_for):
    page = client_for(alice, shop).get("/customers/?period=90d&channel=online").content.decode()
    assert "/customers/loyalty/?period=90d&amp;channel=online" in page
    assert '<option value="90d" selected>' in page
    assert '<option value="online" selected>' in page
    assert 'name="compare"' not in page
    assert "/api/v1/breakdowns/gender/?from=2026-08-25&amp;to=2026-11-22&amp;channel=online" in page


@pytest.mark.parametrize("path", TABS)
def test_what_cannot_be_understood_is_said(shop, alice, client_for, path):
    client = client_for(alice, shop)
    assert client.get(f"{path}?outlet=b1").status_code == 404
    assert client.get(f"{path}?from=soon").status_code == 200
    if "retention" not in path:
        assert 'aria-invalid="true"' in client.get(f"{path}?from=soon").content.decode()
    assert client.get(f"{path}?channel=post").status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", TABS)
def test_a_stranger_signs_in_first_and_a_viewer_reads(shop, vera, client_for, path):
    answer = client_for(None, shop).get(path)
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]
    assert client_for(vera, shop).get(path).status_code == 200


def test_each_partner_sees_its_own_customers(shop, alice, beta, charlie, client_for):
    mine = breakdown(shop, "gender").total.customers
    theirs = breakdown(beta, "gender").total.customers
    assert mine != theirs
    for path in ("/customers/", "/customers/loyalty/"):
        own = text_of(client_for(alice, shop).get(path))
        other = text_of(client_for(charlie, beta).get(path))
        assert plain(numbers.num(mine)) in own
        assert plain(numbers.num(theirs)) in other
        assert own != other


def test_every_breakdown_has_a_place(shop):
    from insights.panels.customers import loyalty, portrait

    assert set(catalogue()) == {*portrait.KEYS, *loyalty.KEYS}
