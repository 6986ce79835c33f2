"""A drawn page is kept, and yet shows at once what a person changed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.services import plan_set
from insights.models import Outlet
from insights.recompute import metric_recompute
from tests.insights_pages.reading import text_of

pytestmark = pytest.mark.django_db
MINUTE = re.compile(r"\b\d{1,2}:\d{2}\b")


def queries(client, path="/"):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in seen if not query["sql"].startswith("SET search_path")]


def test_the_second_visitor_reads_no_figures(shop, boris, vera, client_for):
    first = queries(client_for(boris, shop))
    again = queries(client_for(vera, shop))
    assert any("metrictotals" in sql for sql in first)
    assert not any("metrictotals" in sql or "metricseries" in sql for sql in again)


def test_a_person_s_own_name_stands_on_no_kept_page(shop, alice, boris, client_for):
    client_for(alice, shop).get("/")
    assert "alice@" not in client_for(boris, shop).get("/").content.decode()


def test_a_new_name_of_an_outlet_is_there_at_once(shop, alice, client_for, as_partner):
    client = client_for(alice, shop)
    client.get("/")
    with as_partner(shop):
        Outlet.objects.filter(pk=Outlet.objects.first().pk).update(alias="У вокзала")
    assert "У вокзала" in text_of(client.get("/"))


def test_a_lower_plan_hides_at_once(shop, alice, client_for):
    client = client_for(alice, shop)
    before = text_of(client.get("/?period=365d"))
    plan_set(partner=shop, plan="start")
    assert text_of(client.get("/?period=365d")) != before


def test_another_language_and_a_new_run_are_drawn_anew(shop, alice, client_for):
    client = client_for(alice, shop)
    russian = text_of(client.get("/"))
    client.cookies["django_language"] = "en"
    assert "Выручка" not in text_of(client.get("/"))
    client.cookies["django_language"] = "ru"
    metric_recompute(shop, force=True)
    assert any("metrictotals" in sql for sql in queries(client))
    # All but the minute of the computation, which may have passed between the two runs.
    assert MINUTE.sub("", text_of(client.get("/"))) == MINUTE.sub("", russian)
