"""Every growth metric has its page, its table, its parts, and its file."""

import csv
import io
from itertools import cycle

import pytest

from insights import selectors
from insights.metrics import catalogue
from insights.selectors.parts import ADD_UP, parts
from tests.insights_pages.reading import plain, text_of
from ui import numbers

pytestmark = pytest.mark.django_db


def test_every_metric_in_every_step(shop, alice, client_for):
    client = client_for(alice, shop)
    # Each metric in one step, each step for several metrics: all pairs cost a chart each and show nothing more.
    for key, grain in zip(catalogue(), cycle(("day", "week", "month")), strict=False):
        response = client.get(f"/growth/{key}/?period=90d&grain={grain}")
        assert response.status_code == 200, key
        found = selectors.metric(shop, key, start=_start(90), end=_end(), grain=grain)
        page = text_of(response)
        assert plain(numbers.value(found.value, found.info.unit)) in page
        assert str(found.info.title) in page
        for point in (found.points[0], found.points[-1]):
            assert plain(numbers.value(point.value, found.info.unit)) in page


def test_an_unknown_metric_is_not_found(shop, alice, client_for):
    client = client_for(alice, shop)
    assert client.get("/growth/profit/").status_code == 404
    assert client.get("/growth/profit/points.csv").status_code == 404
    assert client.get("/growth/profit").status_code in {301, 404}


def test_the_parts_are_those_of_the_read_door(shop, alice, client_for):
    client = client_for(alice, shop)
    for query in ("", "?from=2026-10-03&to=2026-10-17"):
        page = text_of(client.get(f"/growth/revenue/{query}"))
        start, end = ("2026-10-03", "2026-10-17") if query else (str(_start(28)), str(_end()))
        for outlet in selectors.outlets(shop):
            answer = selectors.metric(shop, "revenue", start=_day(start), end=_day(end), outlet=outlet.id)
            assert f"{outlet.name} {plain(numbers.rub0(answer.value))}" in page
            assert plain(numbers.change(answer.compare.change, "RUB")) in page


@pytest.mark.parametrize("key", ["revenue", "transactions", "customers", "average_ticket", "days_between_purchases"])
def test_shares_stand_only_where_parts_add_up(shop, key):
    cut = parts(shop, key, start=_start(28), end=_end())
    whole = selectors.metric(shop, key, start=_start(28), end=_end())
    assert len(cut.outlets) == 4
    if key in ADD_UP:
        assert sum(part.value for _outlet, part in cut.outlets) == pytest.approx(whole.value)
        assert sum(part.share for _outlet, part in cut.outlets) == pytest.approx(1)
        assert sum(part.share for part in cut.channels) == pytest.approx(1)
    else:
        assert {part.share for _outlet, part in cut.outlets} == {None}
    for outlet, part in cut.outlets:
        answer = selectors.metric(shop, key, start=_start(28), end=_end(), outlet=outlet.id)
        assert (part.value, part.n, part.base) == (answer.value, answer.n, answer.compare.value)
    for part in cut.channels:
        answer = selectors.metric(shop, key, start=_start(28), end=_end(), channel=part.key)
        assert (part.value, part.n, part.base) == (answer.value, answer.n, answer.compare.value)


def test_parts_of_own_dates_equal_the_exact_answers(shop):
    start, end = _day("2026-10-03"), _day("2026-10-17")
    cut = parts(shop, "customers", start=start, end=end)
    for outlet, part in cut.outlets:
        answer = selectors.metric(shop, "customers", start=start, end=end, outlet=outlet.id)
        assert (part.value, part.n, part.base) == (answer.value, answer.n, answer.compare.value)


def test_a_small_plan_names_the_outlets_without_their_figures(shop, alice, client_for):
    from billing.services import plan_set

    plan_set(partner=shop, plan="growth")
    page = text_of(client_for(alice, shop).get("/"))
    hidden = selectors.outlets(shop)[3]
    assert hidden.locked
    assert "1 точка не входит в ваш тариф, но учтена в итогах. Её показывает тариф «Про»." in page
    cut = parts(shop, "revenue", start=_start(28), end=_end())
    assert [outlet.id for outlet, _part in cut.outlets] == ["a1", "a2", "a3"]
    assert [outlet.id for outlet in cut.locked] == ["a4"]
    plan_set(partner=shop, plan="network")
    answer = parts(shop, "revenue", start=_start(28), end=_end()).outlets[3][1].value
    assert plain(numbers.rub0(answer)) not in page


def test_the_file_holds_the_shown_points(shop, alice, client_for):
    response = client_for(alice, shop).get("/growth/average_ticket/points.csv?period=28d&grain=week")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "average_ticket_2026-10-26_2026-11-22_week.csv" in response["Content-Disposition"]
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    answer = selectors.metric(shop, "average_ticket", start=_start(28), end=_end(), grain="week")
    assert [row[0] for row in rows[1:]] == [point.period.isoformat() for point in answer.points]
    assert [float(row[1].replace(",", ".")) for row in rows[1:]] == pytest.approx([p.value for p in answer.points])
    assert [row[2] for row in rows[1:]] == [str(point.n) for point in answer.points]
    assert rows[0][0] == "Начало периода"


def test_the_file_is_written_for_the_readers_spreadsheet(shop, alice, client_for):
    alice.language = "en"
    alice.save()
    text = client_for(alice, shop).get("/growth/average_ticket/points.csv").content.decode("utf-8")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][0] == "Period begins"
    assert "." in rows[1][1]


def test_without_the_feature_there_is_an_offer_and_no_file(shop, alice, client_for):
    from billing.services import plan_set

    plan_set(partner=shop, plan="start")
    client = client_for(alice, shop)
    page = client.get("/growth/revenue/")
    assert "points.csv" not in page.content.decode()
    assert "Выгрузка в CSV" in text_of(page)
    assert "1 990 ₽ в месяц" in text_of(page)
    answer = client.get("/growth/revenue/points.csv?period=7d")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/growth/revenue/?period=7d")


def _end():
    return _day("2026-11-22")


def _start(days):
    from datetime import timedelta

    return _end() - timedelta(days=days - 1)


def _day(text):
    from datetime import date

    return date.fromisoformat(text)
