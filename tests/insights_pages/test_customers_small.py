"""Little data: each page says what it can, why not more, and when."""

from datetime import date, timedelta

import pytest

from insights.recompute import metric_recompute
from lake.engine import EngineOptions
from lake.marts import marts_refresh
from tests.insights_pages.reading import text_of
from tests.insights_pages.shop import ALPHA, people_list
from tests.lake.lakes import Merchant, Payment, at, small_lake

pytestmark = pytest.mark.django_db
PAGES = ("/customers/", "/customers/loyalty/", "/customers/retention/", "/customers/seasonality/")


@pytest.fixture
def opened(settings, tmp_path, alpha, alice, client_for):
    """Make a lake of alpha's payments and sign its owner in."""

    def make(*payments):
        store = small_lake(tmp_path, payments, (Merchant("a1", ALPHA),))
        people_list(store)
        marts_refresh(store, options=EngineOptions(threads=1))
        settings.LAKE_URI = str(tmp_path)
        metric_recompute(alpha)
        return client_for(alice, alpha)

    return make


def test_ten_customers(opened):
    first = date(2026, 10, 26)
    client = opened(*(
        Payment(at(f"{first + timedelta(days=day)} 12:00"), "a1", customer_id=f"c{day % 10}") for day in range(28)
    ))  # fmt: skip
    page = text_of(client.get("/customers/"))
    assert "У вас купили 10 покупателей" in page
    assert page.count("Слишком мало людей, чтобы показать") == 3
    assert "В эти дни купили 10 человек" in page
    assert "Выберите период длиннее" in page
    loyalty = text_of(client.get("/customers/loyalty/"))
    assert "Новые покупатели" in loyalty
    assert "новыми считаются все" in loyalty
    assert "Пока рано судить, кто остаётся" in text_of(client.get("/customers/retention/"))


def test_one_day_of_data(opened):
    client = opened(*(Payment(at("2026-11-22 12:00"), "a1", customer_id=f"c{number}") for number in range(40)))
    assert "У вас купили 40 покупателей" in text_of(client.get("/customers/"))
    retention = text_of(client.get("/customers/retention/"))
    assert "Данные начинаются с 22 нояб. 2026 г.; первая строка появится после 1 янв. 2027 г." in retention
    for path in PAGES:
        page = text_of(client.get(path))
        assert "Данные начинаются с 22 нояб. 2026 г." in page, path
        assert "None" not in page
        assert "nan" not in page.split()


def test_the_first_run_is_waited_for(alpha, alice, client_for):
    for path in PAGES:
        page = client_for(alice, alpha).get(path)
        assert "Считаем ваши показатели" in text_of(page)
        assert 'hx-get="/run/"' in page.content.decode()
