"""The first page shows the numbers of the read door, in words, to the right people."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from insights import selectors
from insights.checks import headlines_are_metrics
from insights.models import MetricRun, Outlet, Setting
from insights.periods import Compare
from lake.mcc import KINDS
from tenants import hosts
from tests.insights_pages.reading import plain, text_of
from ui import numbers

pytestmark = pytest.mark.django_db


def test_its_numbers_are_those_of_the_read_door(shop, alice, client_for):
    response = client_for(alice, shop).get("/")
    assert response.status_code == 200
    page = text_of(response)
    found = selectors.metrics(shop, [info.key for info in selectors.catalogue(shop)])
    for answer in found.values():
        assert plain(numbers.value(answer.value, answer.info.unit)) in page, answer.info.key
    for point in found["revenue"].points:
        assert plain(numbers.value(point.value, "RUB")) in page
    assert "26 окт. – 22 нояб. 2026 г., по сравнению с 28 сент. – 25 окт. 2026 г. (те же дни недели)" in page
    assert "/api/v1/metrics/revenue/?from=2026-10-26&amp;to=2026-11-22&amp;grain=day" in response.content.decode()


def test_the_api_of_a_number_gives_that_number(shop, alice, client_for, as_partner):
    from api.services import key_create

    with as_partner(shop):
        key = key_create(name="till")
    client = client_for(alice, shop)
    page = text_of(client.get("/growth/revenue/?period=7d"))
    headers = {"authorization": f"Bearer {key.text}"}
    answer = client.get("/api/v1/metrics/revenue/?from=2026-11-16&to=2026-11-22&grain=day", headers=headers).json()
    for point in answer["points"]:
        assert plain(numbers.value(point["value"], "RUB")) in page


@pytest.mark.parametrize("query", ["?period=7d", "?period=last_month", "?from=2026-10-03&to=2026-10-17"])
def test_the_address_holds_the_period(shop, alice, client_for, query):
    from django.http import QueryDict

    from insights.periods import period_from

    period = period_from(QueryDict(query[1:]).dict(), selectors.as_of(shop))
    page = text_of(client_for(alice, shop).get(f"/{query}"))
    answer = selectors.metric(shop, "customers", start=period.start, end=period.end, compare=Compare.PREVIOUS)
    assert plain(numbers.num(answer.value)) in page
    assert plain(numbers.change(answer.compare.change, "count")) in page


def test_without_comparison_nothing_is_compared(shop, alice, client_for):
    page = text_of(client_for(alice, shop).get("/?compare=none"))
    assert "по сравнению" not in page
    assert "Выручка —" in page
    assert "мало данных" not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=2026-31-12", "2026-03-31"),
        ("?from=2026-11-10&to=2026-11-01", "Первый день не может быть позже последнего."),
        ("?from=%3Cscript%3E&to=x", "2026-03-31"),
        ("?period=fortnight", "Выберите одно из"),
        ("?compare=never", "Выберите одно из"),
    ],
)
def test_what_cant_be_understood_is_named_and_kept(shop, alice, client_for, query, said):
    response = client_for(alice, shop).get(f"/{query}")
    assert response.status_code == 200
    page = response.content.decode()
    assert said in text_of(response)
    assert 'aria-invalid="true"' in page
    assert 'value="<script' not in page
    if "to=2026-11-01" in query:
        assert 'value="2026-11-10"' in page
        assert 'value="2026-11-01"' in page


def test_a_stranger_signs_in_first(shop, charlie, beta, client_for):
    for path in ("/", "/growth/", "/growth/revenue/", "/growth/revenue/points.csv", "/settings/outlets/", "/run/"):
        answer = client_for(None, shop).get(path)
        assert answer.status_code == 302, path
        assert "sign-in" in answer["Location"]
        assert client_for(None, shop).get(path, headers={"hx-request": "true"}).status_code == 401
    stolen = client_for(charlie, beta)
    visitor = client_for(None, shop)
    visitor.cookies["sessionid"] = stolen.cookies["sessionid"].value
    assert visitor.get("/").status_code == 302


@pytest.mark.parametrize("path", ["/", "/growth/revenue/", "/growth/revenue/points.csv"])
def test_another_partners_outlet_is_not_found(shop, alice, client_for, path):
    client = client_for(alice, shop)
    assert client.get(f"{path}?outlet=b1").status_code == 404
    assert client.get(f"{path}?outlet=a1").status_code == 200
    assert "Чужая" not in text_of(client.get("/"))


def test_roles_read_the_same_page(shop, boris, vera, client_for):
    for member in (boris, vera):
        assert client_for(member, shop).get("/").status_code == 200


@pytest.fixture
def _hosts_remembered(monkeypatch):
    """On a busy machine more seconds than usual may lie between two requests."""
    monkeypatch.setattr(hosts, "HOST_SECONDS", 600.0)


@pytest.mark.usefixtures("_hosts_remembered")
def test_the_number_of_queries_depends_on_nothing(shop, alice, beta, charlie, client_for):
    def queries(client, path):
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len([one for one in seen.captured_queries if "search_path" not in one["sql"].lower()])

    mine, theirs = client_for(alice, shop), client_for(charlie, beta)
    counts = {queries(mine, "/"), queries(mine, "/?period=7d&grain=day"), queries(mine, "/?period=365d")}
    assert len(counts) == 1
    assert max(counts) <= 15
    assert queries(theirs, "/") <= max(counts)
    assert queries(mine, "/growth/customers/") <= 13


def test_a_small_plan_clips_and_says_what_opens_more(shop, alice, client_for):
    from billing.services import plan_set

    plan_set(partner=shop, plan="start")
    client = client_for(alice, shop)
    page = text_of(client.get("/?period=365d"))
    assert "Ваш тариф показывает данные с 23 авг. 2026 г." in page
    assert "1 990 ₽ в месяц" in page
    assert "Пекарня у вокзала (тариф «Рост»)" in page
    locked = client.get("/?outlet=a2")
    assert locked.status_code == 200
    assert "Пример" in text_of(locked)
    assert "Тариф Рост" in text_of(locked)
    assert client.get("/growth/revenue/?outlet=a4").status_code == 200


def test_the_first_91_days_carry_a_warning(shop, alice, client_for):
    page = text_of(client_for(alice, shop).get("/?from=2025-08-10&to=2025-09-10"))
    assert "Данные начинаются с 1 авг. 2025 г. До 30 окт. 2025 г." in page
    assert "мало данных для сравнения" in page
    assert "Данные начинаются" not in text_of(client_for(alice, shop).get("/"))


def _run(**fields):
    now = timezone.now()
    return MetricRun.objects.create(
        **{"data_version": 1, "first_day": now, "as_of": now, "fingerprint": "x", "started_at": now, **fields}
    )


def test_before_the_first_run_a_bar_asks_for_itself(alpha, alice, client_for, as_partner):
    client = client_for(alice, alpha)
    page = client.get("/").content.decode()
    assert 'hx-get="/run/"' in page
    assert "Считаем ваши показатели" in page
    with as_partner(alpha):
        _run(stage="computing", done=3, total=6, started_at=timezone.now() - timedelta(seconds=30))
    bar = client.get("/run/").content.decode()
    assert "every 2s" in bar
    assert "50" in bar
    assert "<html" not in bar
    with as_partner(alpha):
        MetricRun.objects.update(status="done", finished_at=timezone.now())
    assert client.get("/run/")["HX-Refresh"] == "true"
    assert "Точек пока нет" in text_of(client.get("/"))
    assert "Точек пока нет" in text_of(client.get("/growth/"))


def test_a_first_run_that_failed_says_so(alpha, alice, client_for, as_partner):
    with as_partner(alpha):
        _run(status="failed", finished_at=timezone.now(), error="boom")
    page = text_of(client_for(alice, alpha).get("/"))
    assert "Не удалось посчитать показатели" in page
    assert "boom" not in page


def test_a_company_that_the_bank_does_not_list_does_not_wait_for_ever(alpha, alice, client_for):
    from tenants.hosts import hosts_forget
    from tenants.models import Partner

    Partner.objects.filter(pk=alpha.pk).update(created_at=timezone.now() - timedelta(hours=1))
    hosts_forget()
    assert "Точек пока нет" in text_of(client_for(alice, alpha).get("/"))


def test_outlets_without_payments_say_so(settings, tmp_path, alpha, alice, client_for):
    from insights.recompute import metric_recompute
    from lake.engine import EngineOptions
    from lake.marts import marts_refresh
    from tests.insights_pages.shop import ALPHA
    from tests.lake.lakes import Merchant, Payment, at, small_lake

    others = [Payment(at("2026-11-01 12:00"), "z1"), Payment(at("2026-11-22 12:00"), "z1")]
    store = small_lake(tmp_path, others, (Merchant("a1", ALPHA), Merchant("z1", "7709999999")))
    marts_refresh(store, options=EngineOptions(threads=1))
    settings.LAKE_URI = str(tmp_path)
    metric_recompute(alpha)
    assert "Оплат картой пока нет" in text_of(client_for(alice, alpha).get("/"))
    assert "Оплат картой пока нет" in text_of(client_for(alice, alpha).get("/growth/customers/"))


def test_the_menu_leads_only_to_pages_that_exist(shop, alice, client_for):
    client = client_for(alice, shop)
    page = client.get("/").content.decode()
    menu = page[page.index("<nav") : page.index("</nav>")]
    links = [part.split('"')[0] for part in menu.split('href="')[1:]]
    settings = client.get("/settings/outlets/").content.decode()
    tabs = settings[settings.index('class="tabs"') :].split("</ul>")[0]
    links += [part.split('"')[0] for part in tabs.split('href="')[1:]]
    assert {"/", "/growth/", "/settings/outlets/", "/settings/team/", "/settings/profile/"} <= set(links)
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link


def _tiles(response):
    return re.findall(r'id="tile-(\w+)"', response.content.decode())


def test_the_kind_of_business_chooses_and_orders_the_tiles(shop, alice, client_for, as_partner):
    client = client_for(alice, shop)
    with as_partner(shop):
        Outlet.objects.filter(listed=True).update(mcc="5712")
    assert _tiles(client.get("/")) == list(KINDS["furniture"].headline)
    with as_partner(shop):
        Setting.objects.update_or_create(only=True, defaults={"kind": "beauty"})
    page = client.get("/")
    assert _tiles(page) == list(KINDS["beauty"].headline)
    # What is on top stands not once more below; all the rest does.
    below = re.findall(r'<th[^>]*><a href="/growth/(\w+)/', page.content.decode())
    assert set(below) == {info.key for info in selectors.catalogue(shop)} - set(KINDS["beauty"].headline)


def test_a_kind_that_left_the_file_is_as_if_not_chosen(shop, alice, client_for, as_partner):
    with as_partner(shop):
        Outlet.objects.filter(listed=True).update(mcc="5712")
        Setting.objects.update_or_create(only=True, defaults={"kind": "zeppelins"})
    assert _tiles(client_for(alice, shop).get("/")) == list(KINDS["furniture"].headline)


def test_every_figure_on_top_is_a_metric():
    assert headlines_are_metrics(None) == []
