"""When customers buy: the hours of the read door, the busiest named, the seasons with their weakness said."""

import re
from datetime import date, timedelta

import pytest

from billing.services import plan_set
from insights.answers_customers import HourCell
from insights.panels.customers.hours import opening
from insights.selectors.seasonality import seasonality
from tests.insights_pages.reading import plain, text_of
from ui import numbers

pytestmark = pytest.mark.django_db
END = date(2026, 11, 22)
PATH = "/customers/seasonality/"


def cells_of(answer) -> list[list[str]]:
    table = answer.content.decode().split('class="heat heat-wide"')[1].split("</tbody>")[0].split("<tbody>")[1]
    return [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in table.split("</tr>")[:-1]]


@pytest.mark.parametrize(("query", "days"), [("", 28), ("?period=90d", 90)])
def test_the_hours_are_those_of_the_read_door(shop, alice, client_for, query, days):
    told = seasonality(shop, start=END - timedelta(days=days - 1), end=END)
    shown = cells_of(client_for(alice, shop).get(PATH + query))
    hours = opening([cell for cell in told.hours if cell.transactions])
    count = {(cell.weekday, cell.hour): cell.transactions for cell in told.hours}
    written = [
        [numbers.num(count[day, hour], lang="ru") if count[day, hour] else "" for hour in hours] for day in range(7)
    ]
    assert shown == written


def test_the_busiest_hour_is_in_the_title_and_all_hours_are_a_link_away(shop, alice, client_for):
    client = client_for(alice, shop)
    told = seasonality(shop)
    most = max(told.hours, key=lambda cell: cell.transactions)
    name = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")[most.weekday]
    page = client.get(f"{PATH}?period=28d")
    assert f"Больше всего покупок: {name}, {most.hour}:00–{most.hour + 1}:00" in text_of(page)
    (link,) = re.findall(r'<a href="([^"]+)">Показать все 24 часа', page.content.decode())
    assert all(len(row) == 24 for row in cells_of(client.get(link.replace("&amp;", "&"))))


def test_few_purchases_name_no_hour(shop, alice, client_for):
    page = text_of(client_for(alice, shop).get(f"{PATH}?period=today"))
    assert "Больше всего покупок" not in page
    assert "слишком мало покупок" in page
    assert "не целое число недель" in page


def test_weekdays_add_up_and_weeks_are_called_what_they_are(shop, alice, client_for):
    told = seasonality(shop)
    page = text_of(client_for(alice, shop).get(PATH))
    saturday = sum(cell.share for cell in told.hours if cell.weekday == 5)
    assert plain(numbers.pct(saturday, 0, "ru")) in page
    assert told.by_week
    assert "Данных меньше чем за два года" in page


def test_days_without_sales_and_a_plan_without_it_say_so(shop, alice, client_for):
    client = client_for(alice, shop)
    assert "В эти дни никто не покупал" in text_of(client.get(f"{PATH}?from=2024-01-01&to=2024-01-07"))
    plan_set(partner=shop, plan="start")
    page = text_of(client.get(PATH))
    assert "1 990 ₽ в месяц" in page
    assert "понедельник" not in page


def test_each_partner_has_its_own_hours(shop, alice, beta, charlie, client_for):
    assert cells_of(client_for(alice, shop).get(PATH)) != cells_of(client_for(charlie, beta).get(PATH))


def test_hours_with_hardly_a_purchase_are_left_out_and_counted():
    def cell(weekday, hour, count):
        return HourCell(weekday, hour, count, 0.0, 0.0)

    sold = [cell(day, hour, 100) for day in range(5) for hour in range(9, 19)] + [cell(5, 3, 2), cell(6, 12, 1)]
    assert opening(sold) == range(9, 19)
    assert opening([cell(0, 23, 1)]) == range(23, 24)
